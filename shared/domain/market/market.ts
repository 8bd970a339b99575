import { z } from 'zod';

/** The markets we watch, in our words. A provider's key becomes one of these in its adapter. */
export const MARKET_TYPES = ['moneyline', 'spread', 'total'] as const;
export const marketTypeSchema = z.enum(MARKET_TYPES);
export type MarketType = z.infer<typeof marketTypeSchema>;

export const outcomeSchema = z.enum(['home', 'draw', 'away', 'over', 'under']);
export type Outcome = z.infer<typeof outcomeSchema>;

export const eventIdSchema = z.string().min(1).max(64).brand<'EventId'>();
export type EventId = z.infer<typeof eventIdSchema>;

/** A game. Identity is `id` alone: the start time and even the names may change. */
export const sportEventSchema = z.object({
  id: eventIdSchema,
  /** League key, e.g. `americanfootball_nfl`. */
  league: z.string().min(1).max(64),
  /** League as a person reads it, e.g. `NFL`. */
  leagueTitle: z.string().max(100),
  home: z.string().min(1).max(100),
  away: z.string().min(1).max(100),
  /** Scheduled start, epoch ms; the newest that we were told. */
  commenceTime: z.number().int(),
});
export type SportEvent = z.infer<typeof sportEventSchema>;

const TWO_WAY = ['home', 'away'] as const satisfies readonly Outcome[];
const THREE_WAY = ['home', 'draw', 'away'] as const satisfies readonly Outcome[];
const TOTAL = ['over', 'under'] as const satisfies readonly Outcome[];

/**
 * The outcomes of a market, in the one order in which every price array of ours lists them:
 * `[home, away]`, `[home, draw, away]` for a three-way moneyline, `[over, under]` for a total.
 */
export const outcomesOf = (market: MarketType, ways: number): readonly Outcome[] =>
  market === 'total' ? TOTAL : ways === 3 ? THREE_WAY : TWO_WAY;

/**
 * What one bookmaker offers in one market, as read once.
 * `point`: the home side's handicap for a spread, the total for a total, null for a moneyline.
 * `prices`: decimal odds, in the order of {@link outcomesOf}.
 */
export interface BookQuote {
  readonly book: string;
  readonly point: number | null;
  readonly prices: readonly number[];
  /** When the provider last read it at the book, epoch ms; undefined when it does not say. */
  readonly readAt?: number | undefined;
}

export interface MarketQuotes {
  readonly market: MarketType;
  /** Sorted by book key; at most one a book; every quote of one market has the same number of outcomes. */
  readonly quotes: readonly BookQuote[];
}

/** One event with all its markets, as one poll read them. */
export interface EventOdds {
  readonly event: SportEvent;
  readonly markets: readonly MarketQuotes[];
}
