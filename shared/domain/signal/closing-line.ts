import { z } from 'zod';
import { median } from '../market/consensus.ts';
import { fairLine, fairProbabilities, probabilityAtLine } from '../market/fair-line.ts';
import { type BookSnapshot, bookSnapshotSchema } from '../market/fingerprint-schema.ts';
import { sigmaOf } from '../market/leagues.ts';
import { type BookQuote, type MarketType, type Outcome, outcomesOf } from '../market/market.ts';
import type { MarketState } from '../market/market-state.ts';

const MOST_CLOSING_BOOKS = 60;

/** The books' quotes in the last snapshot before an event's start, or why there are none to judge by. */
export const closingLineSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('closed'),
    /** When that snapshot was read, epoch ms. */
    at: z.number().int(),
    books: z.array(bookSnapshotSchema).min(1).max(MOST_CLOSING_BOOKS),
  }),
  z.object({ status: z.literal('missing'), reason: z.enum(['never-quoted', 'too-few-books', 'too-old']) }),
]);
export type ClosingLine = z.infer<typeof closingLineSchema>;

/** A snapshot older than this at the start says nothing of the close. */
const MOST_CLOSING_AGE_MS = 2 * 60 * 60_000;
/** Fewer books than this are no market to be judged by. */
const LEAST_CLOSING_BOOKS = 4;
/** From so many books at the very same point, their own probabilities tell more than a curve through all books. */
const ENOUGH_AT_POINT = 3;

/**
 * The closing line of a market. A snapshot read after the start is one read under a later start: a provider that rewrites a start
 * into the past, once the game is under way, is wrong more often than not (on recordings by four hours, or by minutes).
 * @param books quotes in the last snapshot before the start
 * @param at when that snapshot was read, epoch ms; undefined when there was none
 * @param start the event's start, epoch ms
 */
export function closingLine(books: readonly BookSnapshot[], at: number | undefined, start: number): ClosingLine {
  if (at === undefined) return { status: 'missing', reason: 'never-quoted' };
  if (start - at > MOST_CLOSING_AGE_MS) return { status: 'missing', reason: 'too-old' };
  if (books.length < LEAST_CLOSING_BOOKS) return { status: 'missing', reason: 'too-few-books' };
  return { status: 'closed', at, books: books.map(snapshot) };
}

/** A quote alone, whatever else its carrier knows: what is kept for ever is kept small. */
const snapshot = ({ book, point, prices, seenAt }: BookSnapshot): BookSnapshot => ({ book, point, prices, seenAt });

/** Who quotes a market, and who did of late. */
export interface QuotingBooks {
  readonly books: MarketState['books'];
  readonly absent: MarketState['absent'];
}

/**
 * The quotes by which a market closed. Books like to take a market down minutes before the start: where too few are left to judge
 * by, those that left last are counted in, as they last quoted.
 */
export function lastQuotes({ books, absent }: QuotingBooks, start: number): BookSnapshot[] {
  const missing = LEAST_CLOSING_BOOKS - books.length;
  if (missing <= 0) return books;
  const gone = absent.filter(({ goneAt }) => start - goneAt <= MOST_CLOSING_AGE_MS).sort((a, b) => b.goneAt - a.goneAt);
  const enough = gone[missing - 1]?.goneAt ?? Number.NEGATIVE_INFINITY;
  // Those that left together are counted in together: none of them is better than another.
  return [...books, ...gone.filter(({ goneAt }) => goneAt >= enough)].slice(0, MOST_CLOSING_BOOKS);
}

/** What was bet on: an outcome at its own point (an away spread has the away side's sign); null for a moneyline. */
export interface Pick {
  readonly outcome: Outcome;
  readonly point: number | null;
}

/**
 * Fair probability of a pick from some books' quotes: the median of their no-vig probabilities (power method) where at least three
 * of them are at that very point, else of their fair lines carried to it along a normal curve (SIGNALS, "Fair line of one book").
 * Undefined when no book quotes such an outcome.
 */
export function fairProbabilityOf(
  league: string,
  market: MarketType,
  books: readonly BookQuote[],
  { outcome, point }: Pick,
): number | undefined {
  const sigma = sigmaOf(league, market);
  const homePoint = outcome === 'away' && point !== null ? 0 - point : point;
  const there: number[] = [];
  const carried: number[] = [];
  for (const book of books) {
    const index = outcomesOf(market, book.prices.length).indexOf(outcome);
    if (index < 0) continue;
    const fair = fairProbabilities(book);
    const own = fair[index] ?? Number.NaN;
    if (market === 'moneyline' || book.point === homePoint) there.push(own);
    if (market !== 'moneyline')
      carried.push(probabilityAtLine(market, fairLine(market, book, fair, sigma), index, homePoint, sigma));
  }
  if (market === 'moneyline' || there.length >= ENOUGH_AT_POINT) return there.length > 0 ? median(there) : undefined;
  return carried.length > 0 ? median(carried) : undefined;
}

/** Closing line value: price × fair closing probability − 1. Positive: the price beat the close. */
export const closingLineValue = (price: number, closingProbability: number): number => price * closingProbability - 1;
