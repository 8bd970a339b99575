import { describe, expect, it } from 'vitest';
import { aSignal } from '../../tests/support/delivery-world.ts';
import { type TemplateReason, templateExplanation } from '../domain/signal/explanation.ts';
import { explanationParts } from './explanation.ts';
import { explanationFacts } from './explanation-facts.ts';

describe('explanationParts', () => {
  it('says who wrote it', () => {
    const by = (reason: TemplateReason) =>
      explanationParts({ kind: 'explained', by: 'template', text: 'Pinnacle moved.', reason }).source;
    const sources = [
      explanationParts({ kind: 'explained', by: 'claude', text: 'Pinnacle moved.' }).source,
      ...(['no-key', 'budget', 'unavailable', 'refusal', 'unfit'] as const).map(by),
    ];
    expect(sources[0]).toContain('Written by Claude');
    expect(sources.slice(1).every((source) => source.startsWith('Standard text'))).toBe(true);
    expect(new Set(sources).size).toBe(6);
  });

  it('shows a template with hostile names as plain words', () => {
    const event = { ...aSignal().event, home: '@everyone [x](https://evil.com)', away: '**<@1>** \u202edlog' };
    const text = templateExplanation(explanationFacts(aSignal({ type: 'ValueGap', event })));
    expect(explanationParts({ kind: 'explained', by: 'template', text, reason: 'unfit' }).text).toContain(
      'BetRivers offered everyone x \\(https evil com\\) +3.5 at 1.95 \\(-105\\), while',
    );
  });

  it('keeps a text of full length whole', () => {
    const text = 'a'.repeat(600);
    expect(explanationParts({ kind: 'explained', by: 'claude', text }).text).toBe(text);
  });
});
