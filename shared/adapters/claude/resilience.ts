import { ConsecutiveBreaker, circuitBreaker, handleWhen, TimeoutStrategy, timeout, wrap } from 'cockatiel';
import type { Telemetry } from '../../ports/telemetry.ts';
import { isPassing } from './failures.ts';

/** How long we wait, ms. A person waits 15 s for the answer at most, and it has to be sent after this. */
export interface Timeouts {
  /** One attempt, so that there is time for another. */
  readonly attemptMs: number;
  /** Both attempts and the wait between them. */
  readonly totalMs: number;
  /** The longest Retry-After that we wait for. */
  readonly rateLimitMs: number;
  /** How long the circuit stays open before one call may try again. */
  readonly breakerMs: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { attemptMs: 5_000, totalMs: 8_000, rateLimitMs: 2_000, breakerMs: 30_000 };

const FAILURES_TO_OPEN = 5;

/** From outside in: a circuit breaker, which sees calls with their one retry; a limit on the whole call. The SDK retries. */
export const createPolicy = (timeouts: Timeouts, telemetry: Telemetry) => {
  const breaker = circuitBreaker(handleWhen(isPassing), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: timeouts.breakerMs,
  });
  breaker.onBreak(() => telemetry.warn('claude_circuit_opened', { forMs: timeouts.breakerMs }));
  breaker.onReset(() => telemetry.info('claude_circuit_closed'));
  return wrap(breaker, timeout(timeouts.totalMs, TimeoutStrategy.Aggressive));
};

/** A fetch that tells the SDK not to retry what asks for a longer wait than there is time for. */
export const impatient =
  (mostMs: number): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const waitMs = 1000 * Number(response.headers.get('retry-after') ?? 0);
    if (response.ok || waitMs <= mostMs) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body, {
      status,
      statusText,
      headers: [...headers, ['x-should-retry', 'false']],
    });
  };
