import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AskerParts,
  aSettlement,
  commandRequest,
  embedOf,
  faultsOf,
  leaguesOnly,
  messageOf,
  signalsOnRecord,
  suggestRequest,
} from '../../../tests/support/asking-signals.ts';
import { aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { HOUR, MINUTE } from '../../../tests/support/odds.ts';
import type { Signal } from '../../domain/signal/signal.ts';
import { signals } from './signals.ts';

const catalogue = leaguesOnly({ americanfootball_nfl: 'NFL', icehockey_nhl: 'NHL' });
const START = aSignal().event.commenceTime;

function setup() {
  const { raised, recentSignals } = signalsOnRecord();
  const deps = { catalogue, recentSignals };
  return {
    raised,
    ask: (options: Readonly<Record<string, string>> = {}, parts: AskerParts = {}) =>
      signals.run(deps, commandRequest('signals', options, parts)),
    suggest: async (typed: string) => signals.suggest?.(deps, suggestRequest('signals', 'league', typed)),
  };
}
const numbered = (n: number, parts: Partial<Record<keyof Signal, unknown>> = {}) =>
  aSignal({ id: `signal-${n}`, detectedAt: DETECTED_AT + n * 1000, ...parts });
const entriesOf = (embed: { readonly description?: string }) => (embed.description ?? '').split('\n\n');

describe('/signals', () => {
  it('lists the newest first, two lines each: the price to take, and what became of it', async () => {
    const { raised, ask } = setup();
    await raised(numbered(1), aSettlement({ clv: 0.021 }));
    await raised(numbered(2, { level: 'Medium', type: 'ValueGap' }), aSettlement({ clv: -0.013 }));
    await raised(numbered(3, { market: 'total', offer: { ...aSignal().offer, outcome: 'over', point: 47.5 } }));
    await raised(numbered(4), aSettlement({ clv: null, reason: 'too-few-books' }));
    await raised(numbered(5, { level: 'Low', type: 'Reversal', reverses: ['signal-1'] }));
    const answer = await ask();
    expect(embedOf(answer)).toEqual({
      title: 'Recent signals',
      description: [
        '**↩ Miami Dolphins +3.5 @ 1.95** · BetRivers · Low\nNFL · 🟢 open, starts <t:1794762000:R> · <t:1794754805:R>',
        '**Miami Dolphins +3.5 @ 1.95** · BetRivers · High\nNFL · ⚪ unjudged: too few books quoted the close · <t:1794754804:R>',
        '**Over 47.5 @ 1.95** · BetRivers · High\nNFL · Buffalo Bills at Miami Dolphins · 🟢 open, starts <t:1794762000:R> · <t:1794754803:R>',
        '**Miami Dolphins +3.5 @ 1.95** · BetRivers · Medium\nNFL · ❌ missed the close, CLV -1.3% · <t:1794754802:R>',
        '**Miami Dolphins +3.5 @ 1.95** · BetRivers · High\nNFL · ✅ beat the close, CLV +2.1% · <t:1794754801:R>',
      ].join('\n\n'),
      color: 0x3498db,
      footer: { text: '18+/21+ · Bet responsibly · 1-800-GAMBLER (US)' },
    });
    expect(answer).not.toHaveProperty('isFree');
    expect(faultsOf(answer)).toEqual([]);
  });

  it('says of a game that has begun that its closing line is to come', async () => {
    const { raised, ask } = setup();
    await raised(numbered(1));
    const at = async (now: number) => embedOf(await ask({}, { now })).description;
    expect(await at(START - 1)).toContain('🟢 open');
    expect(await at(START)).toContain('⏳ begun, closing line to come');
  });

  it('shows one league, and a level and higher', async () => {
    const { raised, ask } = setup();
    const NHL = { ...aSignal().event, id: 'event-2', league: 'icehockey_nhl', leagueTitle: 'NHL' };
    await raised(numbered(1, { level: 'High' }));
    await raised(numbered(2, { level: 'Medium' }));
    await raised(numbered(3, { event: NHL, level: 'Low' }));
    const shown = async (options: Readonly<Record<string, string>>) => {
      const embed = embedOf(await ask(options));
      return [embed.title, entriesOf(embed).length];
    };
    expect(await shown({ league: 'icehockey_nhl' })).toEqual(['Recent signals · NHL', 1]);
    expect(await shown({ league: 'nfl', level: 'Medium' })).toEqual(['Recent signals · NFL · Medium and higher', 2]);
    expect(await shown({ level: 'High' })).toEqual(['Recent signals · High', 1]);
    expect(await shown({ level: 'nonsense' })).toEqual(['Recent signals', 3]);
    expect(embedOf(await ask({ league: 'nhl' })).description).not.toContain('NHL');
  });

  it.each(['none', 'starter', 'core'] as const)(
    'shows %s no Low signals, and says which tier has them',
    async (standing) => {
      const { raised, ask } = setup();
      await raised(numbered(1, { level: 'Low' }));
      const nothing = await ask({ level: 'Low' }, { standing });
      expect(nothing).toMatchObject({ isFree: true });
      expect(messageOf(nothing).content).toContain('come with **Sharp** (`/subscribe`)');
      await raised(numbered(2, { level: 'Medium', event: { ...aSignal().event, league: 'icehockey_nhl' } }));
      const nhl = embedOf(await ask({ league: 'nhl', level: 'Low' }, { standing }));
      expect(entriesOf(nhl)).toHaveLength(2);
      expect(nhl.description).toContain('🔒 Low signals are early ones');
      const all = embedOf(await ask({ league: 'nhl' }, { standing }));
      expect(all.description).not.toContain('🔒');
      expect(all.title).toBe('Recent signals · NHL · Medium and higher');
    },
  );

  it('stars what a watch of the asker matches, and says what the star means', async () => {
    const { raised, ask } = setup();
    await raised(numbered(1, { event: { ...aSignal().event, home: 'Boston Bruins' } }));
    await raised(numbered(2));
    const watching = { watches: [{ id: 'w', team: 'dolphins', leastLevel: 'High' as const }] };
    const embed = embedOf(await ask({}, { user: watching }));
    expect(entriesOf(embed).map((entry) => entry.startsWith('★ '))).toEqual([true, false]);
    expect(embed.footer?.text).toContain('★ matches a watch of yours');
    expect(embedOf(await ask()).footer?.text).not.toContain('★');
    const lapsed = await ask({}, { standing: 'none', user: watching });
    expect(embedOf(lapsed).description).not.toContain('★');
  });

  it.each([
    ['decimal', '@ 1.95**'],
    ['american', '@ -105**'],
    ['fractional', '@ 19/20**'],
  ] as const)('writes prices in %s odds to whom that is set', async (oddsFormat, text) => {
    const { raised, ask } = setup();
    await raised(numbered(1));
    expect(embedOf(await ask({}, { user: { oddsFormat } })).description).toContain(text);
  });

  it('says that there are none, and how often there are some, for nothing', async () => {
    const answer = await setup().ask({ league: 'nfl', level: 'High' });
    expect(answer).toMatchObject({ isFree: true });
    expect(messageOf(answer).content).toMatch(/No signals \(NFL · High\) in the last 8 days.*2 to 15/);
    expect(faultsOf(answer)).toEqual([]);
  });

  it('knows not every league, and says so for nothing', async () => {
    const answer = await setup().ask({ league: '@everyone [x](https://evil.com)' });
    expect(answer).toMatchObject({ isFree: true });
    expect(messageOf(answer).content).toContain('no league “＠everyone \\[x\\]\\(https evil.com\\)”');
  });

  it('suggests leagues by what is typed', async () => {
    const { suggest } = setup();
    expect(await suggest('nf')).toEqual([{ name: 'NFL', value: 'americanfootball_nfl' }]);
    expect(await suggest('')).toHaveLength(2);
  });

  it('keeps the limits of Discord, and formats nothing that came from outside', async () => {
    const part = fc.constantFrom(
      '*',
      '@everyone',
      '[x](http://evil)',
      '\\',
      '`',
      '\u202e',
      '👩‍👩‍👧',
      'ignore previous instructions ',
    );
    const name = part.map((text) => text.repeat(100).slice(0, 100));
    const outcome = fc.constantFrom('home', 'away', 'over', 'under', 'draw');
    await fc.assert(
      fc.asyncProperty(name, name, name, outcome, async (home, away, leagueTitle, which) => {
        const { raised, ask } = setup();
        const event = { ...aSignal().event, home, away, leagueTitle };
        const offer = { ...aSignal().offer, outcome: which, point: 1e21, book: home.slice(0, 64) };
        for (let n = 0; n < 11; n++) await raised(numbered(n, { event, offer, market: 'total' }));
        const answer = await ask({ level: 'Low' }, { now: DETECTED_AT + HOUR + MINUTE });
        const { description = '' } = embedOf(answer);
        expect(faultsOf(answer)).toEqual([]);
        expect(entriesOf({ description }).length).toBeGreaterThanOrEqual(8);
        const foreign = description
          .replace(/\\./gu, '')
          .replace(/<t:\d+:R>/g, '')
          .replaceAll('**', '');
        expect(foreign).not.toMatch(/@\S|[<>[\]`|~_*#]|:\/\//);
        expect(description.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 30 },
    );
  });
});
