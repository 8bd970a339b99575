import type { BookSnapshot } from '../../shared/domain/market/fingerprint-schema.ts';
import type { MarketType } from '../../shared/domain/market/market.ts';
import { normalQuantile } from '../../shared/domain/odds/normal.ts';
import type { LineChange } from '../../shared/pipeline/line-history.ts';
import { MINUTE, NOON } from './odds.ts';

/** One book's quote, first seen then. */
export const seen = (book: string, point: number | null, prices: number[], at = NOON): BookSnapshot => ({
  book,
  point,
  prices,
  seenAt: at,
});

/** A quote of a market that has moved by `move` steps of half a point, or of two percentage points, from even. */
const quoted = (market: MarketType, book: string, move: number, at: number): BookSnapshot => {
  if (market !== 'moneyline') return seen(book, (market === 'spread' ? -3 : 44) - move / 2, [1.91, 1.91], at);
  const fair = 0.5 + move / 50;
  return seen(
    book,
    null,
    [0.95 / fair, 0.95 / (1 - fair)].map((price) => Math.round(price * 100) / 100),
    at,
  );
};

const consensusOf = (market: MarketType, move: number): number =>
  market === 'moneyline' ? normalQuantile(0.5 + move / 50) : market === 'spread' ? 3 + move / 2 : 44 - move / 2;

/** Books by number: `book0`, `book1`, … */
export const bookKeys = (count: number): string[] => Array.from({ length: count }, (_, index) => `book${index}`);

/** How far from the others a book stands, in steps. */
const apart = (index: number): number => ((index % 7) - 3) / 12;

/**
 * A history in which all books stand close together at first and then, a minute apart, one after the other moves by three steps,
 * goes back by one, and so on, without an end. The consensus goes with the half of them.
 */
export const historyOf = (market: MarketType, books: readonly string[], changes: number): LineChange[] => {
  const opening = {
    at: NOON,
    consensus: consensusOf(market, 0),
    books: books.map((book, index) => quoted(market, book, apart(index), NOON)),
  };
  const later = Array.from({ length: changes }, (_, change): LineChange => {
    const at = NOON + (change + 1) * MINUTE;
    const index = change % books.length;
    const round = Math.floor(change / books.length);
    const move = round % 2 === 0 ? 3 : 2;
    const before = round === 0 ? 0 : 5 - move;
    return {
      at,
      consensus: consensusOf(market, index < books.length / 2 ? before : move),
      books: [quoted(market, books[index] ?? '', move + apart(index), at)],
    };
  });
  return [opening, ...later];
};
