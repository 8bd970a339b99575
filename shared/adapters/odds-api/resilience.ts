import {
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  type IRetryBackoffContext,
  isTaskCancelledError,
  retry,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { OddsSourceError } from '../../ports/odds-source.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { PassingError } from './failures.ts';

/** How long we wait, ms. A tick comes every 30 s, so a call with all its attempts must end well before. */
export interface Timeouts {
  /** One attempt. */
  readonly attemptMs: number;
  /** A call with all its attempts and waits. */
  readonly totalMs: number;
  /** The first wait before another attempt; later ones are longer, with jitter. */
  readonly retryMs: number;
  /** The longest Retry-After that we wait for within a call. */
  readonly rateLimitMs: number;
  /** How long the circuit stays open before one call may try again. */
  readonly breakerMs: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = {
  attemptMs: 6_000,
  totalMs: 15_000,
  retryMs: 300,
  rateLimitMs: 4_000,
  breakerMs: 30_000,
};

const ATTEMPTS_AGAIN = 2;
const FAILURES_TO_OPEN = 5;

const isPassing = (error: unknown): boolean => error instanceof PassingError || isTaskCancelledError(error);

/** How long the provider asked us to wait; undefined when this is not about its rate limit. */
const askedToWait = (error: unknown): number | undefined =>
  error instanceof OddsSourceError && error.failure.kind === 'rate-limited' ? error.failure.retryAfterMs : undefined;

const waitAsAsked = new DelegateBackoff<IRetryBackoffContext<unknown>>(({ result }) =>
  'error' in result ? (askedToWait(result.error) ?? 0) : 0,
);

/**
 * From outside in: a limit on the whole call; one more try after a 429, as late as it asks; a few more after a passing failure;
 * a circuit breaker; a limit on each attempt. The breaker lies inside the retries, so that it sees every attempt.
 */
export const createPolicy = (timeouts: Timeouts, telemetry: Telemetry) => {
  const breaker = circuitBreaker(handleWhen(isPassing), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: timeouts.breakerMs,
  });
  breaker.onBreak(() => telemetry.warn('odds_api_circuit_opened', { forMs: timeouts.breakerMs }));
  breaker.onReset(() => telemetry.info('odds_api_circuit_closed'));
  return wrap(
    timeout(timeouts.totalMs, TimeoutStrategy.Aggressive),
    retry(
      handleWhen((error) => (askedToWait(error) ?? Number.POSITIVE_INFINITY) <= timeouts.rateLimitMs),
      { maxAttempts: 1, backoff: waitAsAsked },
    ),
    retry(handleWhen(isPassing), {
      maxAttempts: ATTEMPTS_AGAIN,
      backoff: new ExponentialBackoff({ initialDelay: timeouts.retryMs, maxDelay: 8 * timeouts.retryMs }),
    }),
    breaker,
    timeout(timeouts.attemptMs, TimeoutStrategy.Aggressive),
  );
};
