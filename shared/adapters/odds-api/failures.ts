import { isBrokenCircuitError, isTaskCancelledError } from 'cockatiel';
import { type OddsFailure, OddsSourceError, type Quota } from '../../ports/odds-source.ts';

const UNAVAILABLE: OddsFailure = { kind: 'unavailable' };

/** A failure that another attempt right away may mend: network, time-out, 5xx. An unreadable body is not: it cost credits. */
export class PassingError extends OddsSourceError {}

/** The failure that a status other than 200 means. `code` is the provider's `error_code`, or '' when there is none. */
export const failureOf = (status: number, code: string, retryAfterMs: number): OddsFailure => {
  if (status === 429) return { kind: 'rate-limited', retryAfterMs };
  if (status === 401) return unauthorized(code);
  // 3xx and 408: something between us and the provider, not our request.
  if (status < 400 || status === 408 || status >= 500) return UNAVAILABLE;
  return { kind: 'bad-request', code: code || `HTTP_${status}` };
};

/** 401 says three different things. */
const unauthorized = (code: string): OddsFailure => {
  if (code === 'OUT_OF_USAGE_CREDITS') return { kind: 'out-of-credits' };
  if (code === 'HISTORICAL_UNAVAILABLE_ON_FREE_USAGE_PLAN') return { kind: 'bad-request', code };
  return { kind: 'bad-key' };
};

/** What to tell a person, and what they can do. Never holds the URL: the key is part of it. */
const SAYS: Record<OddsFailure['kind'], string> = {
  'out-of-credits': 'no credits left until the 1st, 00:00 UTC: wait, or choose a larger plan',
  'bad-key': 'the key is refused: check ODDS_API_KEY',
  'rate-limited': 'too many requests a second',
  'bad-request': 'the request is refused: check ODDS_LEAGUES, ODDS_MARKETS, ODDS_REGIONS and ODDS_BOOKMAKERS',
  unavailable: 'cannot answer now',
};

export const statusError = (status: number, code: string, failure: OddsFailure, quota: Quota | undefined) => {
  const message = `The Odds API: ${SAYS[failure.kind]} (HTTP ${status}${code && `, ${code}`})`;
  const Kind = failure.kind === 'unavailable' && status >= 500 ? PassingError : OddsSourceError;
  return new Kind(message, failure, { quota });
};

/** A 200 whose body is of no use. */
export const unreadable = (what: string, quota: Quota | undefined) =>
  new OddsSourceError(`The Odds API: unreadable answer: ${what}`, UNAVAILABLE, { quota });

/**
 * No answer at all, or one that broke off. The original error is not kept as its cause, since what a fetch puts into it may hold
 * the URL, and with it the key; its code says enough.
 */
export const networkError = (error: unknown, quota: Quota | undefined) =>
  new PassingError(`The Odds API: no answer (${codeOf(error)})`, UNAVAILABLE, { quota });

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
};

/** Whatever a call ended with, as the port promises it. */
export const asSourceError = (error: unknown): OddsSourceError => {
  if (error instanceof OddsSourceError) return error;
  if (isTaskCancelledError(error)) return new OddsSourceError('The Odds API: no answer in time', UNAVAILABLE);
  if (isBrokenCircuitError(error))
    return new OddsSourceError('The Odds API: not asked, it failed too often just now', UNAVAILABLE);
  return networkError(error, undefined);
};
