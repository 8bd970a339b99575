import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, NOON } from '../../../tests/support/odds.ts';
import type { BookSnapshot } from '../market/fingerprint-schema.ts';
import { closingLine, closingLineValue, fairProbabilityOf, lastQuotes, type QuotingBooks } from './closing-line.ts';

const START = NOON + 5 * HOUR;
const NFL = 'americanfootball_nfl';

/** Prices without a vig, so that a fair probability is 1 / price. */
const book = (name: string, point: number | null, ...prices: number[]): BookSnapshot => ({
  book: name,
  point,
  prices,
  seenAt: NOON,
});
const even = (name: string, point: number) => book(name, point, 2, 2);
const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
const evenEverywhere = (point: number) => NAMES.map((name) => even(name, point));

describe('closingLine', () => {
  const books = evenEverywhere(-3);

  it('is what the books quoted when they were last read', () => {
    expect(closingLine(books, START - MINUTE, START)).toEqual({ status: 'closed', at: START - MINUTE, books });
  });

  it('keeps of each book its quote alone', () => {
    const carrying = books.map((quote) => ({ ...quote, line: 3, anchor: 3 }));
    expect(closingLine(carrying, START - MINUTE, START)).toEqual({ status: 'closed', at: START - MINUTE, books });
  });

  it.each([
    ['never read', books, undefined, 'never-quoted'],
    ['read more than two hours before the start', books, START - 2 * HOUR - 1, 'too-old'],
    ['of three books', books.slice(0, 3), START - MINUTE, 'too-few-books'],
  ])('is missing when %s', (_what, quotes, at, reason) => {
    expect(closingLine(quotes, at, START)).toEqual({ status: 'missing', reason });
  });

  it.each([
    ['exactly two hours before', START - 2 * HOUR],
    ['after a start that was rewritten into the past', START + 4 * HOUR],
  ])('still counts when read %s', (_what, at) => {
    expect(closingLine(books.slice(0, 4), at, START).status).toBe('closed');
  });
});

describe('lastQuotes', () => {
  const known = (quote: BookSnapshot) => ({ ...quote, line: 3, anchor: 3 });
  const state = (present: readonly string[], gone: Readonly<Record<string, number>>): QuotingBooks => ({
    books: present.map((name) => known(even(name, -3))),
    absent: Object.entries(gone).map(([name, goneAt]) => ({ ...known(even(name, -3)), goneAt })),
  });
  const names = (market: QuotingBooks) => lastQuotes(market, START).map((quote) => quote.book);

  it('are those of the books that quote, when there are enough of them', () => {
    expect(names(state(['a', 'b', 'c', 'd'], { e: START - MINUTE }))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('counts in the books that left last when too few are left', () => {
    const market = state(['a', 'b'], { c: START - 9 * MINUTE, d: START - 3 * MINUTE, e: START - 5 * MINUTE });
    expect(names(market)).toEqual(['a', 'b', 'd', 'e']);
  });

  it('counts in together those that left together', () => {
    const at = START - MINUTE;
    expect(names(state([], { a: at, b: at, c: at, d: at, e: at, f: START - HOUR }))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('leaves out what left more than two hours before the start', () => {
    expect(names(state(['a'], { b: START - 2 * HOUR - 1, c: START - 2 * HOUR }))).toEqual(['a', 'c']);
  });
});

describe('fairProbabilityOf', () => {
  /** One standard deviation of the NFL's results. */
  const SIGMA = 13.3;
  const [UP, DOWN] = [0.841345, 0.158655];

  it('takes the median of three books at the very point, whatever the others say', () => {
    const books = [
      book('a', -3, 2, 2),
      book('b', -3, 1.6, 1 / (1 - 1 / 1.6)),
      book('c', -3, 1.25, 5),
      even('d', -20),
      even('e', -20),
    ];
    expect(fairProbabilityOf(NFL, 'spread', books, { outcome: 'home', point: -3 })).toBeCloseTo(0.625, 9);
    expect(fairProbabilityOf(NFL, 'spread', books, { outcome: 'away', point: 3 })).toBeCloseTo(0.375, 9);
  });

  it('carries all books along the curve where only two are at the point', () => {
    const books = [book('a', -3 + SIGMA, 1.25, 5), book('b', -3 + SIGMA, 1.25, 5), ...evenEverywhere(-3)];
    expect(fairProbabilityOf(NFL, 'spread', books, { outcome: 'home', point: -3 + SIGMA })).toBeCloseTo(UP, 5);
    expect(fairProbabilityOf(NFL, 'spread', books, { outcome: 'away', point: 3 - SIGMA })).toBeCloseTo(DOWN, 5);
  });

  it('does the same for a total', () => {
    const books = evenEverywhere(44.5);
    const at = (outcome: 'over' | 'under', point: number) => fairProbabilityOf(NFL, 'total', books, { outcome, point });
    expect(at('over', 44.5)).toBe(0.5);
    expect(at('over', 44.5 - SIGMA)).toBeCloseTo(UP, 5);
    expect(at('under', 44.5 - SIGMA)).toBeCloseTo(DOWN, 5);
    expect(at('under', 44.5 + SIGMA)).toBeCloseTo(UP, 5);
  });

  it('knows an even handicap of either sign', () => {
    expect(fairProbabilityOf(NFL, 'spread', evenEverywhere(0), { outcome: 'away', point: 0 })).toBe(0.5);
  });

  it('takes a moneyline of two or three ways from all books', () => {
    const two = NAMES.map((name) => book(name, null, 1.25, 5));
    expect(fairProbabilityOf(NFL, 'moneyline', two, { outcome: 'away', point: null })).toBeCloseTo(0.2, 9);
    const three = [book('a', null, 2, 4, 4), book('b', null, 2.5, 2.5, 5), book('c', null, 2.5, 2.5, 5)];
    const of = (outcome: 'home' | 'draw' | 'away') =>
      fairProbabilityOf('soccer_epl', 'moneyline', three, { outcome, point: null });
    expect([of('home'), of('draw'), of('away')].map((p) => p?.toFixed(9))).toEqual([
      '0.400000000',
      '0.400000000',
      '0.200000000',
    ]);
  });

  it('is undefined when no book quotes such an outcome', () => {
    const two = NAMES.map((name) => book(name, null, 1.25, 5));
    expect(fairProbabilityOf('soccer_epl', 'moneyline', two, { outcome: 'draw', point: null })).toBeUndefined();
    expect(fairProbabilityOf(NFL, 'spread', [], { outcome: 'home', point: -3 })).toBeUndefined();
  });
});

describe('closingLineValue', () => {
  it('is what a unit at this price is worth at the close, beyond the unit', () => {
    expect(closingLineValue(2, 0.55)).toBeCloseTo(0.1, 12);
    expect(closingLineValue(1.91, 0.5)).toBeCloseTo(-0.045, 12);
  });
});
