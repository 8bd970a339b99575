import { afterCheck, afterCheckFailure, type LeagueState } from '../../domain/polling/league-state.ts';
import type { Settlement } from '../../domain/polling/settle.ts';
import type { League } from '../../ports/odds-source.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { PollOddsDeps } from './deps.ts';
import { countRejects, keepRejects } from './keep-rejects.ts';
import { changeLeague } from './league-store.ts';
import { type FailedCall, failedCall, reportFailure } from './report-failure.ts';

/** An empty list is none: it would call every league unknown. */
const NO_LEAGUES: FailedCall = {
  failure: { kind: 'unavailable' },
  message: 'the list of leagues is empty',
  quota: undefined,
};

/** Looks our leagues up in the provider's list (free), and tells which ones are not there. A failure is told too; nothing waits for it. */
export const checkLeagues = async (deps: PollOddsDeps, now: number): Promise<Settlement> => {
  const answer = await deps.source.sports().catch(failedCall);
  if ('failure' in answer) return failed(deps, answer, now);
  countRejects(deps.telemetry, answer.rejected);
  await keepRejects(deps, 'sports', answer.rejected);
  if (answer.leagues.length === 0) return failed(deps, { ...NO_LEAGUES, quota: answer.quota }, now);
  const listed = new Map(answer.leagues.map((league) => [league.key, league]));
  for (const league of deps.config.leagues) tell(deps.telemetry, league, listed.get(league));
  await changeAll(deps, (state) => afterCheck(state, listed.has(state.league), now));
  return { report: answer.quota, ended: 'answered' };
};

const tell = (telemetry: Telemetry, league: string, found: League | undefined): void => {
  if (found === undefined)
    telemetry.error('odds_league_unknown', {
      league,
      todo: 'check ODDS_LEAGUES; the provider has no such league, so it is not polled (keys: GET /v4/sports?all=true)',
    });
  else if (!found.isActive) telemetry.info('odds_league_out_of_season', { league });
};

const failed = async (deps: PollOddsDeps, call: FailedCall, now: number): Promise<Settlement> => {
  const { kind } = call.failure;
  if (kind === 'bad-key') {
    // Not noted: everything rests now, and the leagues are looked up as soon as the key is accepted.
    reportFailure(deps.telemetry, 'all', call);
    return { report: call.quota, ended: kind };
  }
  deps.telemetry.warn('odds_leagues_not_checked', {
    message: call.message,
    todo: 'nothing: polling goes on, and they are looked up again in an hour',
  });
  await changeAll(deps, (state) => afterCheckFailure(state, now));
  return { report: call.quota, ended: kind === 'out-of-credits' ? kind : 'failed' };
};

const changeAll = async (
  { leagues, config }: PollOddsDeps,
  change: (state: LeagueState) => LeagueState,
): Promise<void> => {
  await Promise.all(config.leagues.map((league) => changeLeague(leagues, league, change)));
};
