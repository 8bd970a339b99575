import type { ZodType, z } from 'zod';
import { userSchema } from './domain/account/account.ts';
import { cooldownSchema } from './domain/account/cooldown.ts';
import { boardSchema } from './domain/market/board.ts';
import { leagueGamesSchema } from './domain/market/league-games.ts';
import { budgetSchema } from './domain/polling/budget.ts';
import { leagueStateSchema } from './domain/polling/league-state.ts';
import { claimSchema } from './domain/signal/dedupe.ts';
import { thresholdSchema } from './domain/signal/drift.ts';
import { feedEntrySchema } from './domain/signal/feed.ts';
import { feedbackSchema } from './domain/signal/feedback.ts';
import { performanceWeekSchema } from './domain/signal/performance-week.ts';
import { recentSignalSchema } from './domain/signal/recent-signal.ts';
import { eventClosingSchema } from './domain/signal/settlement.ts';
import { trackRecordSchema } from './domain/signal/track-record.ts';
import { billingCaseSchema, stripeCustomerSchema, subscriberSchema } from './pipeline/billing/records.ts';
import { deliveryRecordSchema, destinationRecordSchema } from './pipeline/deliver-records.ts';
import { fixtureSchema } from './pipeline/fixtures.ts';
import { answeredInteractionSchema } from './pipeline/interactions/once.ts';
import { lineChangeSchema } from './pipeline/line-history.ts';
import { signalRecordSchema } from './pipeline/raise-signal.ts';
import type { Documents } from './ports/documents.ts';
import { rejectedInputSchema } from './runtime/record-rejected.ts';

interface Store {
  readonly schema: ZodType;
  /** Lifetime since the last write; without it documents stay for ever. */
  readonly ttlSeconds?: number;
}

const DAY = 24 * 3600;

/** Every container, under its name in the database. The partition key of each is `/pk`. */
export const STORES = {
  /** What is polled when, by league. */
  leagues: { schema: leagueStateSchema },
  /** Credits spent, by month. */
  budgets: { schema: budgetSchema },
  /** What people may ask about: each league's title and games. */
  catalogue: { schema: leagueGamesSchema },
  /** The present state of each event's markets. */
  boards: { schema: boardSchema, ttlSeconds: 14 * DAY },
  /** Every change of a book's price. */
  'line-history': { schema: lineChangeSchema, ttlSeconds: 90 * DAY },
  signals: { schema: signalRecordSchema },
  /** What the lists of signals show: of each league, and of all. */
  'recent-signals': { schema: recentSignalSchema, ttlSeconds: 8 * DAY },
  /** Who holds the hour of an event, market and alert type. */
  claims: { schema: claimSchema, ttlSeconds: DAY },
  /** What each league had to tell at Medium or High, told or not: how full its feed is. */
  feed: { schema: feedEntrySchema, ttlSeconds: 8 * DAY },
  /** Events to be settled, by start: each goes when it is. */
  fixtures: { schema: fixtureSchema },
  /** How the markets of each event closed. */
  closings: { schema: eventClosingSchema },
  /** What every signal claimed and what came of it, by league and week. */
  performance: { schema: performanceWeekSchema },
  /** How each league did in the last 52 weeks, in short. */
  'track-record': { schema: trackRecordSchema },
  /** How much surer than usual a league's signals must be to be sent. */
  thresholds: { schema: thresholdSchema },
  deliveries: { schema: deliveryRecordSchema, ttlSeconds: 30 * DAY },
  destinations: { schema: destinationRecordSchema },
  users: { schema: userSchema },
  /** Who has ever had to do with money, and whose each customer of Stripe's is. */
  subscribers: { schema: subscriberSchema },
  'stripe-customers': { schema: stripeCustomerSchema },
  /** What operators have to look at: fraud, and customers that fit nobody. */
  'billing-cases': { schema: billingCaseSchema },
  /** Copies of users by the leagues that they watch. */
  watchers: { schema: userSchema },
  /** What users thought of signals, by week. */
  feedback: { schema: feedbackSchema, ttlSeconds: 365 * DAY },
  cooldowns: { schema: cooldownSchema, ttlSeconds: 2 * DAY },
  /** Interactions that were taken, where no shared cache can tell. */
  interactions: { schema: answeredInteractionSchema, ttlSeconds: 3600 },
  /** What was refused, or failed for good, with the reason. */
  rejected: { schema: rejectedInputSchema, ttlSeconds: 30 * DAY },
} as const satisfies Record<string, Store>;

export type StoreName = keyof typeof STORES;
export const STORE_NAMES = Object.keys(STORES) as StoreName[];

export type Stores = { readonly [Name in StoreName]: Documents<z.infer<(typeof STORES)[Name]['schema']>> };

/** Builds every store with the same recipe. */
export const makeStores = (make: (name: StoreName, store: Store) => Documents<never>): Stores =>
  Object.fromEntries(STORE_NAMES.map((name) => [name, make(name, STORES[name])])) as unknown as Stores;
