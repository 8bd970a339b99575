import type { BookSnapshot } from '../../../shared/domain/market/fingerprint-schema.ts';

/** A market at one moment. */
export interface Quotes {
  /** Epoch ms. */
  readonly at: number;
  readonly books: readonly BookSnapshot[];
}

/** How far back the lines of an alert are told. */
const HISTORY_MS = 6 * 60 * 60_000;

/** Keeps the last hours of markets, each under its key, until they are forgotten. */
export function recentQuotes() {
  const markets = new Map<string, { readonly start: number; readonly quotes: readonly Quotes[] }>();
  return {
    /** @param start when the market's event begins, epoch ms */
    add: (key: string, quotes: Quotes, start: number): void => {
      const before = markets.get(key)?.quotes ?? [];
      markets.set(key, { start, quotes: [...since(before, quotes.at - HISTORY_MS), quotes] });
    },
    /** The oldest first. */
    of: (key: string): readonly Quotes[] => markets.get(key)?.quotes ?? [],
    /** Lets go of markets that have begun by then. */
    forgetBegun: (now: number): void => {
      for (const [key, { start }] of markets) if (start <= now) markets.delete(key);
    },
  };
}

/** What was quoted from then on: the last change before it was still on offer. */
const since = (quotes: readonly Quotes[], from: number): readonly Quotes[] =>
  quotes.slice(
    Math.max(
      0,
      quotes.findLastIndex(({ at }) => at <= from),
    ),
  );
