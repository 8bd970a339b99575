import { type OddsFailure, OddsSourceError, type Quota } from '../../ports/odds-source.ts';
import type { Telemetry } from '../../ports/telemetry.ts';

/** A call's failure, with the credits told along with it. */
export interface FailedCall {
  readonly failure: OddsFailure;
  readonly message: string;
  readonly quota: Quota | undefined;
}

/** Anything that a source throws; what it should not throw counts as unavailable. */
export const failedCall = (error: unknown): FailedCall =>
  error instanceof OddsSourceError
    ? { failure: error.failure, message: error.message, quota: error.quota }
    : { failure: { kind: 'unavailable' }, message: String(error), quota: undefined };

/** What a person reads, and what they can do. */
const SAYS: Record<OddsFailure['kind'], { level: 'warn' | 'error'; event: string; todo: string }> = {
  'bad-key': {
    level: 'error',
    event: 'odds_key_refused',
    todo: 'check ODDS_API_KEY; no odds are read until it is accepted',
  },
  'out-of-credits': {
    level: 'error',
    event: 'odds_credits_exhausted',
    todo: 'wait for the reset on the 1st, 00:00 UTC, or choose a larger plan',
  },
  'bad-request': {
    level: 'error',
    event: 'odds_request_refused',
    todo: 'check ODDS_LEAGUES, ODDS_MARKETS, ODDS_REGIONS and ODDS_BOOKMAKERS; this league rests for 6 hours',
  },
  'rate-limited': {
    level: 'warn',
    event: 'odds_rate_limited',
    todo: 'nothing, unless it goes on: then look for others who use the same key',
  },
  unavailable: { level: 'warn', event: 'odds_unavailable', todo: 'nothing: it is tried again, less and less often' },
};

/** Says what failed, at the level of who must act, and what they should do. */
export const reportFailure = (telemetry: Telemetry, league: string, { failure, message }: FailedCall): void => {
  const { level, event, todo } = SAYS[failure.kind];
  const code = failure.kind === 'bad-request' ? failure.code : undefined;
  telemetry[level](event, { league, message, code, todo });
};
