import type { BookSnapshot } from '../../../shared/domain/market/fingerprint-schema.ts';
import { fairProbabilityOf } from '../../../shared/domain/signal/closing-line.ts';
import type { Signal } from '../../../shared/domain/signal/signal.ts';

/** What the books thought of an alert's pick at one moment. */
export interface LinePoint {
  /** Epoch ms. */
  readonly at: number;
  /** Fair probability of the pick by all books together; undefined when none quotes it. */
  readonly consensus: number | undefined;
  /** Fair probability of the pick by each book's own quote, carried to the pick's point where the book has another. */
  readonly books: readonly { readonly book: string; readonly probability: number }[];
}

/** An alert and what became of it. */
export interface ReportAlert {
  readonly signal: Signal;
  /** Its snapshot's time, epoch ms. */
  readonly time: number;
  /** Closing line value of the price that it named; undefined when there was no close to judge it by. */
  readonly clv: number | undefined;
  /** Fair probability of its pick by the closing line. */
  readonly closingProbability: number | undefined;
  /** The start by which it was judged, epoch ms. */
  readonly start: number;
  /** Why it could not be judged. */
  readonly reason: string | undefined;
  /** From six hours before it to the close, the oldest first; kept of the best and the worst only. */
  readonly lines: readonly LinePoint[];
}

/** A moment as a signal's pick sees it. */
export function linePoint(signal: Signal, at: number, books: readonly BookSnapshot[]): LinePoint {
  const { event, market, offer } = signal;
  const probabilityOf = (some: readonly BookSnapshot[]) => fairProbabilityOf(event.league, market, some, offer);
  return {
    at,
    consensus: probabilityOf(books),
    books: books.flatMap((quote) => {
      const probability = probabilityOf([quote]);
      return probability === undefined ? [] : [{ book: quote.book, probability }];
    }),
  };
}

/** Alerts that are shown one by one, at either end. */
const MOST_SHOWN = 10;

/** Those with the highest and those with the lowest CLV, the most extreme first: at most ten of each, and none in both. */
export function extremes<T>(
  alerts: readonly T[],
  clvOf: (alert: T) => number | undefined,
): { readonly best: readonly T[]; readonly worst: readonly T[] } {
  const judged = alerts
    .flatMap((alert) => {
      const clv = clvOf(alert);
      return clv === undefined ? [] : [{ alert, clv }];
    })
    .sort((a, b) => b.clv - a.clv)
    .map(({ alert }) => alert);
  const best = Math.min(MOST_SHOWN, Math.ceil(judged.length / 2));
  const worst = Math.min(MOST_SHOWN, judged.length - best);
  return { best: judged.slice(0, best), worst: judged.slice(judged.length - worst).reverse() };
}
