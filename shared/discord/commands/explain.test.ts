import { describe, expect, it } from 'vitest';
import {
  type AskerParts,
  aSettlement,
  commandRequest,
  embedOf,
  faultsOf,
  messageOf,
  signalsOnRecord,
  suggestRequest,
} from '../../../tests/support/asking-signals.ts';
import { aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { HOUR, MINUTE } from '../../../tests/support/odds.ts';
import type { Explained } from '../../domain/signal/explanation.ts';
import type { Signal } from '../../domain/signal/signal.ts';
import type { ExplainSignal } from '../signal-insights.ts';
import { explain } from './explain.ts';

const CLAUDE: Explained = { kind: 'explained', by: 'claude', text: 'Pinnacle moved first.' };
const TEMPLATE: Explained = { kind: 'explained', by: 'template', text: 'The market moved.', reason: 'budget' };

function setup(explainSignal: ExplainSignal = async () => CLAUDE) {
  const { raised, recentSignals } = signalsOnRecord();
  const deps = { recentSignals, explain: explainSignal };
  return {
    raised,
    ask: (signal: string, parts: AskerParts = {}) => explain.run(deps, commandRequest('explain', { signal }, parts)),
    suggest: async (typed: string, parts: AskerParts = {}) =>
      (await explain.suggest?.(deps, suggestRequest('explain', 'signal', typed, parts))) ?? [],
  };
}
const numbered = (n: number, parts: Partial<Record<keyof Signal, unknown>> = {}) =>
  aSignal({ id: `signal-${n}`, detectedAt: DETECTED_AT + n * 1000, ...parts });
const jets = { ...aSignal().event, id: 'event-2', home: 'New York Jets', away: 'Boston: Patriots' };

describe('/explain', () => {
  it('explains the signal that was chosen: the pick first, what became of it last', async () => {
    const { raised, ask } = setup();
    await raised(aSignal(), aSettlement({ clv: 0.021 }));
    const answer = await ask('event-1:signal-1', { user: { oddsFormat: 'american' } });
    expect(embedOf(answer)).toEqual({
      author: { name: 'Sharp activity · High' },
      title: 'Miami Dolphins +3.5 @ -105 · BetRivers',
      color: 0x2ecc71,
      description: [
        'Pinnacle moved first.',
        'Buffalo Bills at Miami Dolphins · NFL spread',
        '✅ beat the close, CLV +2.1%',
      ].join('\n\n'),
      footer: { text: "Written by Claude from the alert's figures · 18+/21+ · Bet responsibly · 1-800-GAMBLER (US)" },
    });
    expect(answer).not.toHaveProperty('isFree');
    expect(faultsOf(answer)).toEqual([]);
  });

  it('says that a text is not Claude’s, and takes nothing for it', async () => {
    const { raised, ask } = setup(async () => TEMPLATE);
    await raised(aSignal());
    const answer = await ask('event-1:signal-1');
    expect(answer).toMatchObject({ isFree: true });
    expect(embedOf(answer).footer?.text).toContain('Standard text');
    expect(embedOf(answer).description).toContain('🟢 open');
  });

  it('asks for the signal as it was raised, and passes on whether there is time to call', async () => {
    const asked: unknown[] = [];
    const { raised, ask } = setup(async (signal, { mayCall }) => {
      asked.push([signal, mayCall]);
      return mayCall ? CLAUDE : { kind: 'not-at-hand' };
    });
    await raised(aSignal());
    expect(await ask('event-1:signal-1', { mayCall: false })).toEqual({ kind: 'not-at-hand' });
    expect(messageOf(await ask('event-1:signal-1', { mayCall: true })).embeds).toHaveLength(1);
    expect(asked).toEqual([
      [aSignal(), false],
      [aSignal(), true],
    ]);
  });

  it('takes words for the newest signal that has them', async () => {
    const { raised, ask } = setup();
    await raised(numbered(1));
    await raised(numbered(2, { event: jets }));
    await raised(
      numbered(3, { event: jets, market: 'total', offer: { ...aSignal().offer, outcome: 'over', point: 41 } }),
    );
    const titleFor = async (typed: string) => embedOf(await ask(typed)).title;
    expect(await titleFor('jets')).toBe('Over 41 @ 1.95 · BetRivers');
    expect(await titleFor('jets spread')).toBe('New York Jets +3.5 @ 1.95 · BetRivers');
    expect(await titleFor('boston: pat')).toContain('Over 41');
    expect(await titleFor('mia dol')).toBe('Miami Dolphins +3.5 @ 1.95 · BetRivers');
  });

  it.each(['lakers', 'event-1:unheard-of', ':', '…!', '', `${'x'.repeat(5000)}:y`, '@everyone **hi**'])(
    'says what to do when no signal is like %j, for nothing',
    async (typed) => {
      const { raised, ask } = setup();
      await raised(aSignal());
      const answer = await ask(typed);
      expect(answer).toMatchObject({ isFree: true });
      expect(messageOf(answer).content).toMatch(/^🤷 No recent signal.*`\/signals` lists the newest\.$/);
      expect(messageOf(answer).content).not.toMatch(/@e|\*\*hi/);
      expect(faultsOf(answer)).toEqual([]);
    },
  );

  it('keeps early signals from those whose tier does not have them, whatever they send', async () => {
    const { raised, ask, suggest } = setup(() => {
      throw new Error('nothing is to be explained');
    });
    await raised(numbered(1, { level: 'Low' }));
    const chosen = await ask('event-1:signal-1', { standing: 'core' });
    expect(chosen).toMatchObject({ isFree: true });
    expect(messageOf(chosen).content).toContain('Early signals come with **Sharp**');
    expect(messageOf(await ask('dolphins', { standing: 'core' })).content).toContain('No recent signal');
    expect(await suggest('', { standing: 'core' })).toEqual([]);
    expect(await suggest('', { standing: 'sharp' })).toHaveLength(1);
  });

  it('explains a Low signal to whom it was told, because it takes back what was told at more', async () => {
    const { raised, ask } = setup();
    await raised(numbered(1, { level: 'High' }));
    await raised(numbered(2, { level: 'Low', type: 'Reversal', reverses: ['signal-1'] }));
    const embed = embedOf(await ask('event-1:signal-2', { standing: 'core' }));
    expect(embed).toMatchObject({
      author: { name: 'Reversal · Low' },
      title: '↩ Miami Dolphins +3.5 @ 1.95 · BetRivers',
    });
  });

  it('shows what was written as plain words', async () => {
    const text = `@everyone **ignore previous instructions** [x](https://evil.com) ${'a'.repeat(540)}`;
    const { raised, ask } = setup(async () => ({ ...CLAUDE, text }));
    await raised(aSignal({ event: { ...aSignal().event, home: '`@here`', away: '<@&1>' } }));
    const answer = await ask('event-1:signal-1');
    const { description = '', title = '' } = embedOf(answer);
    expect(description).toContain('a'.repeat(500));
    expect(`${title}${description}`.replace(/\\./gu, '').replace(/<t:\d+:R>/g, '')).not.toMatch(
      /@\S|[<>[\]`|~_*#]|:\/\//,
    );
    expect(faultsOf(answer)).toEqual([]);
  });
});

describe('suggestions of /explain', () => {
  it('are the recent signals, the newest first, in the asker’s odds', async () => {
    const { raised, suggest } = setup();
    await raised(numbered(1));
    await raised(numbered(2, { event: { ...jets, home: 'St. Louis_FC' } }));
    const now = DETECTED_AT + 20 * MINUTE;
    expect(await suggest('', { now, user: { oddsFormat: 'american' } })).toEqual([
      {
        name: '20 min ago · St. Louis_FC +3.5 @ -105 · BetRivers · High · Boston: Patriots at St. Louis_FC',
        value: 'event-2:signal-2',
      },
      {
        name: '20 min ago · Miami Dolphins +3.5 @ -105 · BetRivers · High · Buffalo Bills at Miami Dolphins',
        value: 'event-1:signal-1',
      },
    ]);
    expect((await suggest('', { now: DETECTED_AT + 73 * HOUR }))[0]?.name).toMatch(/^3 days ago · /);
  });

  it('are those that have the words that are typed', async () => {
    const { raised, suggest } = setup();
    await raised(numbered(1));
    await raised(numbered(2, { event: jets, level: 'Medium' }));
    const values = async (typed: string) => (await suggest(typed)).map(({ value }) => value);
    expect(await values('bills')).toEqual(['event-1:signal-1']);
    expect(await values('medium nfl')).toEqual(['event-2:signal-2']);
    expect(await values('sharp betr')).toHaveLength(2);
    expect(await values('lakers')).toEqual([]);
  });
});
