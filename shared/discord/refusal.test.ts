import { describe, expect, it } from 'vitest';
import { FEATURES, type Feature, STANDINGS } from '../domain/account/tiers.ts';
import { refusalMessage } from './refusal.ts';

const HOUR = 3_600_000;
const textOf = (...args: Parameters<typeof refusalMessage>) => refusalMessage(...args).content ?? '';

describe('refusalMessage', () => {
  it.each(Object.keys(FEATURES) as Feature[])('says which tier has %s, and how to get it', (feature) => {
    const text = textOf({ kind: 'feature', feature }, 'none');
    expect(text).toMatch(/\*\*(Starter|Core|Sharp)\*\*/);
    expect(text).toContain('/subscribe');
  });

  it('says what Mute does, and why it needs direct messages', () => {
    expect(textOf({ kind: 'feature', feature: 'directMessages' }, 'starter')).toBe(
      '🔒 **Mute market** ends the direct messages of one market, and `/watch messages` says when they come. Direct messages come with **Core**. See Core and the others with `/subscribe`.',
    );
  });

  it('says what was used, when there is more, and what the next tier has', () => {
    expect(textOf({ kind: 'spent', takes: 'queries', resetsInMs: 5 * HOUR }, 'none')).toBe(
      '⏳ You have used your 3 queries a day. The next one is free in 5 h. **Starter** has 20 an hour: `/subscribe`.',
    );
    expect(textOf({ kind: 'spent', takes: 'insights', resetsInMs: 90_000 }, 'core')).toBe(
      '⏳ You have used your 20 explanations and charts a day. The next one is free in 2 min. **Sharp** has 100 a day: `/subscribe`.',
    );
  });

  it('offers nothing more to those who have the most', () => {
    expect(textOf({ kind: 'spent', takes: 'queries', resetsInMs: 60_000 }, 'sharp')).not.toContain('/subscribe');
  });

  it.each(STANDINGS)('asks %s to slow down', (standing) => {
    expect(textOf({ kind: 'too-fast', resetsInMs: 12_000 }, standing)).toContain('in 12 s');
  });
});
