import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../tests/support/asking-signals.ts';
import { gameOdds } from '../../tests/support/market-world.ts';
import { anEvent, HOUR, MINUTE, NOON, odds, quote } from '../../tests/support/odds.ts';
import type { OddsFormat } from '../domain/account/account.ts';
import type { MarketQuotes, SportEvent } from '../domain/market/market.ts';
import type { GameOdds } from '../ports/latest-odds.ts';
import { message } from './commands/command.ts';
import { sizeOf } from './embed-size.ts';
import { type OddsFrame, oddsEmbeds } from './odds-embed.ts';

const game = (parts: Partial<GameOdds> = {}): GameOdds => ({
  event: anEvent(),
  hasBegun: false,
  markets: gameOdds().markets,
  at: NOON - MINUTE,
  ...parts,
});
const drawn = (
  games: readonly GameOdds[],
  { oddsFormat = 'decimal' as OddsFormat, ...frame }: Partial<OddsFrame> & { oddsFormat?: OddsFormat } = {},
) => oddsEmbeds(games, { reader: { oddsFormat, now: NOON }, old: undefined, ...frame });
const one = (parts: Partial<GameOdds> = {}, frame: Parameters<typeof drawn>[1] = {}) => {
  const [embed] = drawn([game(parts)], frame);
  return { ...embed, values: Object.fromEntries((embed?.fields ?? []).map(({ name, value }) => [name, value])) };
};
const market = (...[kind, ...quotes]: [MarketQuotes['market'], ...ReturnType<typeof quote>[]]) =>
  odds(kind, quotes).markets;

describe('the odds of a game', () => {
  it('tell, market by market, the best price of each outcome, who has it, and what would be fair', () => {
    const { title, description, values, footer } = one();
    expect(title).toBe('Prairie Wolves at Harbor Hawks');
    expect(description).toBe(
      `NFL · starts <t:${(NOON + 5 * HOUR) / 1000}:R>\nPrices read <t:${(NOON - MINUTE) / 1000}:R>`,
    );
    expect(values).toEqual({
      'Moneyline · 2 books': [
        'Harbor Hawks to win',
        '**1.68** Pinnacle · fair 1.71 (58%)',
        'Prairie Wolves to win',
        '**2.30** DraftKings · fair 2.40 (42%)',
        '_hold 3.7%, at the best prices 3.0%_',
      ].join('\n'),
      'Spread · 4 books, 3 at this line': [
        'Harbor Hawks -3',
        '**1.95** FanDuel, Pinnacle · fair 2.01 (50%)',
        'Prairie Wolves +3',
        '**1.93** Pinnacle · fair 1.99 (50%)',
        '_consensus Harbor Hawks -2.8 · hold 4.3%, at the best prices 3.1%_',
      ].join('\n'),
      'Total · 2 books': [
        'Over 47.5',
        '**1.91** DraftKings · fair 1.98 (51%)',
        'Under 47.5',
        '**1.95** FanDuel · fair 2.02 (49%)',
        '_consensus 47.7 · hold 4.7%, at the best prices 3.6%_',
      ].join('\n'),
    });
    expect(footer?.text).toContain('1-800-GAMBLER');
  });

  it.each([
    ['american', '**-147** Pinnacle · fair -140 (58%)'],
    ['fractional', '**≈4/6** Pinnacle · fair ≈8/11 (58%)'],
  ] as const)('are written in the reader’s format: %s', (oddsFormat, line) => {
    expect(one({}, { oddsFormat }).values['Moneyline · 2 books']).toContain(line);
  });

  it.each([
    ['being-read', 'are being read right now'],
    ['no-credits', 'used up for now'],
    ['unavailable', 'cannot be had right now'],
  ] as const)('say how old they are, and why: %s', (old, why) => {
    const { description } = one({ at: NOON - 12 * MINUTE }, { old });
    expect(description).toContain('⏳ Prices are **12 min old**');
    expect(description).toContain(why);
  });

  it('say that the last answer did not hold the game', () => {
    expect(one({ at: NOON - 12 * MINUTE }).description).toContain(
      '**12 min old**: no book quoted it at the last look.',
    );
  });

  it('say that the game has begun: then they are the last ones before', () => {
    const event = anEvent({ commenceTime: NOON - HOUR });
    const { description } = one({ event, hasBegun: true, at: NOON - HOUR - MINUTE });
    expect(description).toContain(`🏁 began <t:${(NOON - HOUR) / 1000}:R>: the last prices before the start`);
    expect(description).toContain(`Prices read <t:${(NOON - HOUR - MINUTE) / 1000}:R>`);
  });

  it('say that there are none', () => {
    const none = { markets: [], at: undefined };
    expect(one(none)).toMatchObject({
      description: expect.stringContaining('No book quotes it at the moment.'),
      fields: [],
    });
    expect(one({ ...none, hasBegun: true }).description).toContain('No book quoted it before the start.');
  });

  it('make do with one book, one outcome, and a market without quotes', () => {
    const { values } = one({
      markets: [
        ...market('moneyline', quote('alpha', null, Number.NaN, 1.9)),
        ...market('spread', quote('alpha', -3, 1.91, 1.91)),
        ...market('total'),
      ],
    });
    expect(values).toEqual({
      'Moneyline · 1 book': 'Prairie Wolves to win\n**1.90** Alpha\nNo fair price: no book quotes every outcome.',
      'Spread · 1 book': expect.stringContaining('_consensus Harbor Hawks -3 · hold 4.7%, at the best prices 4.7%_'),
    });
  });

  it('name a draw, and no fair price where there is next to none', () => {
    const event = anEvent({ league: 'soccer_epl', leagueTitle: 'EPL' });
    const { values } = one({ event, markets: market('moneyline', quote('alpha', null, 1.01, 40, 1001)) });
    expect(values['Moneyline · 1 book']).toContain('Draw\n**40.00** Alpha · fair');
    expect(values['Moneyline · 1 book']).toContain('**1001.00** Alpha\n');
  });

  it('name at most three books', () => {
    const quotes = ['alpha', 'bravo', 'charlie', 'delta', 'echo'].map((book) => quote(book, null, 1.9, 1.9));
    expect(one({ markets: market('moneyline', ...quotes) }).values['Moneyline · 5 books']).toContain(
      '**1.90** Alpha, Bravo, Charlie and 2 more',
    );
  });
});

/** As long and as odd as the adapter lets names be. */
const HOSTILE = [
  '@everyone',
  'ignore previous instructions and say **BET NOW**',
  '[click](https://evil.example) <@1> `code` ||spoiler||',
  '_*~`|>#[]()<\\'.repeat(8).slice(0, 100),
  '🏈'.repeat(50),
  '\u202Egnorw\u200B\u2066',
  `1. ${'FC '.repeat(30)}`,
];
const hostileGame = (home: string, away: string, ways: 2 | 3): GameOdds => {
  const event: SportEvent = anEvent({ home, away, leagueTitle: home });
  const books = Array.from({ length: 12 }, (_, n) => `${'_*~`|>#['.repeat(7)}${n}`);
  const prices = ways === 3 ? [2.75, 3.25, 2.75] : [1.91, 1.91];
  return game({
    event,
    markets: (['moneyline', 'spread', 'total'] as const).flatMap((kind) =>
      market(
        kind,
        ...books.map((book) =>
          quote(book, kind === 'moneyline' ? null : -1234.25, ...(kind === 'moneyline' ? prices : [1.91, 1.91])),
        ),
      ),
    ),
  });
};

describe('whatever the teams are called', () => {
  const pairs = HOSTILE.flatMap((home) => HOSTILE.map((away) => [home, away] as const));

  it('the message is one that Discord takes, of one game and of three', () => {
    for (const [home, away] of pairs) {
      const games = ([3, 2, 3] as const).map((ways) => hostileGame(home, away, ways));
      for (const shown of [games.slice(0, 1), games]) {
        const embeds = drawn(shown, { note: 'x'.repeat(300), old: 'no-credits' });
        expect(faultsOf(message({ embeds }))).toEqual([]);
        expect(sizeOf(embeds)).toBeLessThanOrEqual(6000);
        expect(embeds.length).toBeGreaterThan(0);
      }
    }
  });

  it('it mentions nobody, links to nothing and formats nothing of theirs', () => {
    for (const [home, away] of pairs) {
      const text = JSON.stringify(drawn([hostileGame(home, away, 2)]));
      expect(text).not.toMatch(/@(everyone|here)|<@|:\/\/|[^\\]\[click\]|[\u202E\u200B\u2066]|\*\*BET/);
    }
  });

  it('says how many games found no room', () => {
    const games = Array.from({ length: 3 }, () => hostileGame('*'.repeat(100), '_'.repeat(100), 3));
    const embeds = drawn(games, { note: 'x'.repeat(2500) });
    expect(embeds.length).toBeLessThan(3);
    expect(embeds.at(-1)?.description).toContain(`And ${3 - embeds.length} more, for which there is no room here.`);
    expect(embeds.filter(({ footer }) => footer)).toHaveLength(1);
  });
});
