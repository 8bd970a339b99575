import { describe, expect, it } from 'vitest';
import { NOON } from '../fixtures.ts';
import { pageModule } from '../page-module.ts';
import type { LinePoint, MarketView } from '../state/model.ts';

const { relativeTime, messageTime } =
  await pageModule<Record<'relativeTime' | 'messageTime', (at: number, now: number) => string>>('discord-time.js');
const { marketValue, marketDifference, span, latency, words } = await pageModule<{
  marketValue: (market: string, value: number) => string;
  marketDifference: (market: string, value: number) => string;
  span: (ms: number) => string;
  latency: (ms: number | undefined) => string;
  words: (name: string) => string;
}>('format.js');
const { fieldColumns } = await pageModule<{
  fieldColumns: (fields: readonly { inline?: boolean }[]) => readonly { start: number; width: number }[];
}>('embed.js');
const { chartPaths, stepPath, scaleOf } = await pageModule<{
  chartPaths: (points: readonly LinePoint[], market: string, now: number) => { consensus: string; books: string };
  stepPath: (line: readonly (readonly [number, number | null])[], end: number) => string;
  scaleOf: (consensus: readonly number[], books: readonly number[], least: number) => { low: number; high: number };
}>('chart.js');
const { joinPoints, quotingBooks, gamesOf, selectGames } = await pageModule<{
  joinPoints: (before: readonly LinePoint[], added: readonly LinePoint[]) => readonly LinePoint[];
  quotingBooks: (points: readonly LinePoint[]) => number;
  gamesOf: (markets: readonly MarketView[]) => readonly { id: string; markets: readonly MarketView[] }[];
  selectGames: (games: readonly object[], filter: object) => readonly { id: string }[];
}>('market-store.js');

const { lockText } = await pageModule<{
  lockText: (member: { name: string; isMember: boolean }, readers: readonly string[]) => string;
}>('viewer.js');

const HOUR = 3_600_000;

describe('a channel that somebody does not see', () => {
  it('says who sees it', () => {
    const nora = { name: 'Nora', isMember: true };
    expect(lockText(nora, ['Sharp'])).toBe('Only Sharp reads this');
    expect(lockText(nora, ['Starter', 'Core', 'Sharp'])).toBe('Only Starter, Core and Sharp read this');
    expect(lockText(nora, [])).toBe('Nobody but operators reads this');
    expect(lockText({ ...nora, isMember: false }, ['Sharp'])).toBe('Nora has left the server');
  });
});

describe('times', () => {
  it('are told in the largest unit of which there is at least one', () => {
    expect(relativeTime(NOON + 2.9 * HOUR, NOON)).toBe('in 2 hours');
    expect(relativeTime(NOON - 59_000, NOON)).toBe('59 seconds ago');
    expect(relativeTime(NOON + 26 * HOUR, NOON)).toBe('in 1 day');
    expect(relativeTime(NOON, NOON)).toBe('now');
  });

  it('of messages name the day', () => {
    expect(messageTime(NOON, NOON)).toMatch(/^Today at /);
    expect(messageTime(NOON - 24 * HOUR, NOON)).toMatch(/^Yesterday at /);
    expect(messageTime(NOON - 48 * HOUR, NOON)).toMatch(/^11\/14\/25/);
  });
});

describe('values', () => {
  it('read in the market’s own unit', () => {
    expect(marketValue('spread', -3.5)).toBe('−3.5');
    expect(marketValue('spread', 3)).toBe('+3');
    expect(marketValue('spread', 0)).toBe('0');
    expect(marketValue('total', 47.5)).toBe('47.5');
    expect(marketValue('moneyline', 0.5625)).toBe('56.3 %');
    expect(marketDifference('moneyline', -0.012)).toBe('−1.2 pp');
    expect(marketDifference('total', 0.5)).toBe('+0.5');
    expect(marketDifference('total', 0.0001)).toBe('');
  });

  it('of time and words read as a person writes them', () => {
    expect([span(12_000), span(65 * 60_000), span(52 * HOUR), span(-5)]).toEqual([
      '12 s',
      '1 h 5 min',
      '2 d 4 h',
      '0 s',
    ]);
    expect([latency(undefined), latency(312.4), latency(1500)]).toEqual(['–', '312 ms', '1.50 s']);
    expect([words('already-sent'), words('SteamMove'), words('50007')]).toEqual([
      'Already sent',
      'Steam move',
      '50007',
    ]);
  });
});

describe('embed fields', () => {
  it('stand in rows as in Discord: up to three inline ones share a row', () => {
    const inline = { inline: true };
    expect(fieldColumns([inline, inline, inline, inline, {}, inline, inline])).toEqual([
      { start: 1, width: 4 },
      { start: 5, width: 4 },
      { start: 9, width: 4 },
      { start: 1, width: 12 },
      { start: 1, width: 12 },
      { start: 1, width: 6 },
      { start: 7, width: 6 },
    ]);
  });
});

describe('charts', () => {
  const point = (at: number, consensus: number, books: LinePoint['books'] = {}): LinePoint => ({
    at,
    consensus,
    books,
  });

  it('hold each value until the next, and break where a book stops', () => {
    expect(
      stepPath(
        [
          [0, 5],
          [10, 7],
          [20, null],
          [30, 6],
        ],
        40,
      ),
    ).toBe('M0.0 5.0H10.0V7.0H20.0M30.0 6.0H40.0');
  });

  it('keep noise small and are not flattened by one far book', () => {
    expect(scaleOf([-3, -3.1], [-3, -3.1], 1)).toEqual({ low: -3.55, high: -2.55 });
    const books = [...Array.from({ length: 20 }, () => -3), 90];
    expect(scaleOf([-3, -4], books, 1).high).toBe(-3);
  });

  it('stay within the canvas from the first point to now', () => {
    const { consensus } = chartPaths(
      [point(NOON, 47, { a: 47 }), point(NOON + HOUR, 48, { a: 48 })],
      'total',
      NOON + 2 * HOUR,
    );
    const numbers = (consensus.match(/[\d.]+/g) ?? []).map(Number);
    expect(consensus).toMatch(/^M4\.0 .*H80\.0V.*H156\.0$/);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(chartPaths([], 'total', NOON).books).toBe('');
  });

  it('join new points, dropping the oldest but not what their books showed', () => {
    const many = Array.from({ length: 205 }, (_, i) => point(i, i, i === 0 ? { quiet: 1, gone: 2 } : { busy: i }));
    const joined = joinPoints(many.slice(0, 200), [...many.slice(200), point(205, 0, { gone: null })]);
    expect(joined).toHaveLength(200);
    expect(joined[0]?.books).toEqual({ quiet: 1, gone: 2, busy: 6 });
    expect(quotingBooks(joined)).toBe(2);
  });
});

describe('games', () => {
  const market = (eventId: string, type: string, fields: object): MarketView =>
    ({
      key: `${eventId}:${type}`,
      eventId,
      market: type,
      league: 'nfl',
      leagueTitle: 'NFL',
      home: 'Wolves',
      away: 'Gulls',
      commenceTime: NOON,
      signal: undefined,
      points: [],
      ...fields,
    }) as MarketView;
  const games = gamesOf([
    market('a', 'spread', { points: [{ at: 5, consensus: 0, books: {} }] }),
    market('a', 'total', { commenceTime: NOON }),
    market('b', 'spread', {
      commenceTime: NOON - 1,
      league: 'nba',
      home: 'Comets',
      points: [{ at: 4, consensus: 0, books: {} }],
    }),
    market('c', 'spread', { commenceTime: NOON + 1, signal: { at: 9 } }),
  ]);
  const select = (filter: object) =>
    selectGames(games, { text: '', league: '', sort: 'start', ...filter }).map(({ id }) => id);

  it('gather their markets', () => {
    expect(games.map(({ id, markets }) => [id, markets.length])).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ]);
  });

  it('are found by team and league, and ordered by start, move or alert', () => {
    expect(select({})).toEqual(['b', 'a', 'c']);
    expect(select({ sort: 'moved' })).toEqual(['a', 'b', 'c']);
    expect(select({ sort: 'signal' })).toEqual(['c', 'b', 'a']);
    expect(select({ text: ' comet' })).toEqual(['b']);
    expect(select({ league: 'nfl' })).toEqual(['a', 'c']);
  });
});
