import type { EventOdds } from '../domain/market/market.ts';

/** What the provider said of our credits, read from an answer's headers. */
export interface Quota {
  readonly remaining: number;
  readonly used: number;
  /** Cost of the call that told us. */
  readonly last: number;
}

export interface ScheduledEvent {
  readonly id: string;
  /** Epoch ms. */
  readonly commenceTime: number;
}

/** Records that were left out of an answer for one reason. An answer has each reason once. */
export interface Rejection {
  /** In kebab-case, stable enough to count by. */
  readonly reason: string;
  /** All of them: exact, however many. */
  readonly count: number;
  /** The first of them, 20 at most. */
  readonly samples: readonly RejectedRecord[];
}

/** One record that was left out of an answer. */
export interface RejectedRecord {
  /** Where: event, book and market as far as they are known, e.g. `abc123/draftkings/spreads`. */
  readonly at: string;
  /** The record as it came, cut to 2,000 characters. */
  readonly input: string;
}

export interface League {
  readonly key: string;
  /** Whether it is in season. */
  readonly isActive: boolean;
}

interface SportsAnswer {
  readonly leagues: readonly League[];
  readonly rejected: readonly Rejection[];
  readonly quota: Quota | undefined;
}

interface ScheduleAnswer {
  readonly events: readonly ScheduledEvent[];
  readonly rejected: readonly Rejection[];
  readonly quota: Quota | undefined;
}

export interface OddsAnswer {
  /** When we had the answer, epoch ms. */
  readonly observedAt: number;
  readonly events: readonly EventOdds[];
  readonly rejected: readonly Rejection[];
  readonly quota: Quota | undefined;
}

/** Where prices come from. Every failure is an {@link OddsSourceError}. */
export interface OddsSource {
  /** Every league that the provider has, in season or not. Free. */
  sports(): Promise<SportsAnswer>;
  /** Upcoming events of a league. Free. */
  schedule(league: string): Promise<ScheduleAnswer>;
  /** Present odds of all its events. Costs credits. */
  odds(league: string): Promise<OddsAnswer>;
}

export type OddsFailure =
  /** No credits until the reset: pause paid calls. */
  | { readonly kind: 'out-of-credits' }
  /** The key is refused: stop and say so. */
  | { readonly kind: 'bad-key' }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  /** Our request is wrong (unknown league, market, region): retrying does not help. */
  | { readonly kind: 'bad-request'; readonly code: string }
  /** 5xx, time-out, network, unreadable body, open circuit breaker: a later poll may work. */
  | { readonly kind: 'unavailable' };

export class OddsSourceError extends Error {
  override readonly name = 'OddsSourceError';
  readonly failure: OddsFailure;
  readonly quota: Quota | undefined;
  constructor(message: string, failure: OddsFailure, options?: ErrorOptions & { quota?: Quota | undefined }) {
    super(message, options);
    this.failure = failure;
    this.quota = options?.quota;
  }
}
