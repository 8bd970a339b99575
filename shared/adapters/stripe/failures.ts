import { isTaskCancelledError } from 'cockatiel';
import { BillingUnavailableError } from '../../ports/billing.ts';
import type { Clock } from '../../ports/clock.ts';

/** An answer that is none of Stripe's, whatever its status says. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** Stripe knows no such thing. */
export class AbsentError extends Error {
  override readonly name = 'AbsentError';
}

/** As it is counted. */
export const resultOf = (failure: Error): string =>
  failure instanceof AbsentError ? 'absent' : failure instanceof BillingUnavailableError ? 'unavailable' : 'refused';

const DEFAULT_WAIT_MS = 10_000;
const LEAST_WAIT_MS = 1000;
const MOST_WAIT_MS = 3_600_000;

/**
 * What a call that threw ended with, in words that may be logged: Stripe's own message may quote what was sent, so that only codes
 * and names of parameters are taken from it. The cause is kept.
 */
export function failureOf(call: string, error: unknown, now: Clock): Error {
  // Already told, by a call inside of this one.
  if (error instanceof BillingUnavailableError || error instanceof AbsentError) return error;
  const cause = { cause: error };
  const status = statusOf(error);
  if (isPassing(error, status)) {
    const what = status === undefined ? nameOf(error) : `HTTP ${status}`;
    return new BillingUnavailableError(`Stripe is not available (${call}: ${what})`, waitOf(error, now), {
      ...cause,
      isLimit: status === 429,
    });
  }
  // Neither from Stripe nor from the way to it: a defect of ours.
  if (status === undefined) return error instanceof Error ? error : new Error(`Stripe: ${call} failed`, cause);
  const told = `${call}: ${detailsOf(error, status)}`;
  if (status === 401 || status === 403)
    return new Error(`Stripe refuses our key: check STRIPE_SECRET_KEY (${told})`, cause);
  if (status === 404 && fieldOf(error, 'code') === 'resource_missing')
    return new AbsentError(`Stripe knows no such thing (${told})`, cause);
  return new Error(`Stripe refused a request (${told})`, cause);
}

/** Whether Stripe only repeats, for the idempotency key's sake, an error of its own that it gave before. */
export const isRepeatedFailure = (error: unknown): boolean => {
  const cause = error instanceof BillingUnavailableError ? error.cause : undefined;
  return (statusOf(cause) ?? 0) >= 500 && headerOf(cause, 'idempotent-replayed') === 'true';
};

/** Whether a later try may work: no answer, none that can be read, a limit, a key in use, or an error on their side. */
const isPassing = (error: unknown, status: number | undefined): boolean => {
  if (error instanceof UnreadableError || isTaskCancelledError(error)) return true;
  // The SDK's errors are told by their fields: their classes would have to be loaded to be compared with.
  const type = fieldOf(error, 'type');
  if (status === undefined) return type === 'StripeConnectionError' || type === 'StripeAPIError';
  return type === 'StripeRateLimitError' || status === 408 || status === 409 || status === 429 || status >= 500;
};

const fieldOf = (error: unknown, name: string): unknown =>
  error instanceof Error ? (error as unknown as Record<string, unknown>)[name] : undefined;

const statusOf = (error: unknown): number | undefined => {
  const status = fieldOf(error, 'statusCode');
  return typeof status === 'number' ? status : undefined;
};

const headerOf = (error: unknown, name: string): string | undefined => {
  const headers = fieldOf(error, 'headers');
  if (typeof headers !== 'object' || headers === null) return undefined;
  const value: unknown = Reflect.get(headers, name);
  return typeof value === 'string' ? value : undefined;
};

/** Retry-After, in seconds or as a date. */
function waitOf(error: unknown, now: Clock): number {
  const given = headerOf(error, 'retry-after');
  const waitMs =
    given === undefined ? Number.NaN : /^\d+$/.test(given) ? 1000 * Number(given) : Date.parse(given) - now();
  return Number.isNaN(waitMs) ? DEFAULT_WAIT_MS : Math.min(Math.max(waitMs, LEAST_WAIT_MS), MOST_WAIT_MS);
}

/** Names as Stripe writes them, e.g. `line_items[0][price]`. */
const plain = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w.[\]-]{1,100}$/.test(value) ? value : undefined;

const detailsOf = (error: unknown, status: number): string =>
  [
    plain(fieldOf(error, 'code')) ?? plain(fieldOf(error, 'rawType')) ?? `HTTP ${status}`,
    plain(fieldOf(error, 'param')),
    plain(fieldOf(error, 'requestId')),
  ]
    .filter((part) => part !== undefined)
    .join(', ');

/** E.g. `ECONNREFUSED`; else the error's name. */
const nameOf = (error: unknown): string => {
  if (isTaskCancelledError(error)) return 'too late';
  const code = fieldOf(fieldOf(error, 'detail'), 'code');
  return plain(code) ?? (error instanceof Error ? error.name : 'unknown');
};
