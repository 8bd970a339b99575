import { median } from '../market/consensus.ts';
import { probabilityAtLine } from '../market/fair-line.ts';
import { type MarketType, type Outcome, outcomesOf } from '../market/market.ts';
import type { BookReading, MarketView } from './view.ts';

/** One price on offer, held against what all other books think. */
export interface PricedOffer {
  readonly book: string;
  /** Position in the market's outcomes. */
  readonly index: number;
  readonly outcome: Outcome;
  /** The outcome's own point; null for a moneyline. */
  readonly point: number | null;
  readonly price: number;
  readonly seenAt: number;
  readonly readAt: number | undefined;
  /** Fair probability of the outcome at its point, this book left out. */
  readonly fairProbability: number;
  /** price × fairProbability − 1. */
  readonly edge: number;
}

/** Below this many other books there is no consensus to hold a price against. */
const LEAST_OTHER_BOOKS = 3;
/** From so many books at the very same point, their own probabilities tell more than a curve through all books. */
const ENOUGH_AT_POINT = 3;
/** A price this far off is a palpable error: no bookmaker would honour it. */
const MOST_EDGE = 0.5;

/** The offers of one book with at least that edge, one an outcome at most; none when too few other books quote. */
export function offersOf(view: MarketView, own: BookReading, leastEdge: number): PricedOffer[] {
  const others = view.lines.filter((book) => book.book !== own.book);
  if (others.length < LEAST_OTHER_BOOKS) return [];
  const offers: PricedOffer[] = [];
  outcomesOf(view.market, own.prices.length).forEach((outcome, index) => {
    const price = own.prices[index] ?? Number.NaN;
    const fairProbability = fairProbabilityAt(view.market, others, index, own.point, view.sigma);
    const edge = price * fairProbability - 1;
    if (!(edge >= leastEdge && edge <= MOST_EDGE)) return;
    offers.push({
      book: own.book,
      index,
      outcome,
      point: outcome === 'away' && own.point !== null ? 0 - own.point : own.point,
      price,
      seenAt: own.seenAt,
      readAt: own.readAt,
      fairProbability,
      edge,
    });
  });
  return offers;
}

/**
 * Fair probability of outcome `index` at `point` from some books: the median of their probabilities where enough of them are at
 * that very point, else of their fair lines carried to it along a normal curve.
 */
export function fairProbabilityAt(
  market: MarketType,
  books: readonly BookReading[],
  index: number,
  point: number | null,
  sigma: number,
): number {
  if (market === 'moneyline') return median(books.map((book) => book.fair[index] ?? Number.NaN));
  const there = books.filter((book) => book.point === point);
  if (there.length >= ENOUGH_AT_POINT) return median(there.map((book) => book.fair[index] ?? Number.NaN));
  return probabilityAtLine(market, median(books.map((book) => book.line)), index, point, sigma);
}

/** An edge above this is usually a mistake or a dead feed. */
const SUSPECT_EDGE = 0.1;

export const isSuspect = (edge: number): boolean => edge > SUSPECT_EDGE;
