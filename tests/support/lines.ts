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

/**
 * A history in which all books stand alike at first and then, a minute apart, one after the other moves by three steps, goes back by
 * one, and so on, without an end.
 */
export const historyOf = (market: MarketType, books: readonly string[], changes: number): LineChange[] => {
  const opening = {
    at: NOON,
    consensus: consensusOf(market, 0),
    books: books.map((book) => quoted(market, book, 0, NOON)),
  };
  const later = Array.from({ length: changes }, (_, index): LineChange => {
    const at = NOON + (index + 1) * MINUTE;
    const round = Math.floor(index / books.length);
    const move = round % 2 === 0 ? 3 : 2;
    return {
      at,
      consensus: consensusOf(market, index % books.length < books.length / 2 ? (round === 0 ? 0 : 5 - move) : move),
      books: [quoted(market, books[index % books.length] ?? '', move, at)],
    };
  });
  return [opening, ...later];
};
