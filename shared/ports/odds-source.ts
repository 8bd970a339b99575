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

/** One record that was left out of an answer, and why: a short reason in kebab-case, stable enough to count by. */
export interface RejectedRecord {
  readonly reason: string;
  /** Where: event, book and market as far as they are known, e.g. `abc123/draftkings/spreads`. */
  readonly at: string;
  /** The record as it came, cut to 2,000 characters. */
  readonly input: string;
}

interface ScheduleAnswer {
  readonly events: readonly ScheduledEvent[];
  readonly rejected: readonly RejectedRecord[];
  readonly quota: Quota | undefined;
}

export interface OddsAnswer {
  /** When we had the answer, epoch ms. */
  readonly observedAt: number;
  readonly events: readonly EventOdds[];
  readonly rejected: readonly RejectedRecord[];
  readonly quota: Quota | undefined;
}

/** Where prices come from. Every failure is an {@link OddsSourceError}. */
export interface OddsSource {
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
