import { afterSchedule, afterScheduleFailure } from '../../domain/polling/league-state.ts';
import type { Settlement } from '../../domain/polling/settle.ts';
import type { PollOddsDeps } from './deps.ts';
import { countRejects, keepRejects } from './keep-rejects.ts';
import { changeLeague } from './league-store.ts';
import { type FailedCall, failedCall, reportFailure } from './report-failure.ts';

/** Reads a league's schedule (free) and stores it. A failure is told and the schedule that is known stays. */
export const refreshSchedule = async (deps: PollOddsDeps, league: string, now: number): Promise<Settlement> => {
  try {
    const { events, rejected, quota } = await deps.source.schedule(league);
    const times = events.map(({ commenceTime }) => commenceTime);
    await changeLeague(deps.leagues, league, (state) => afterSchedule(state, times, now));
    countRejects(deps.telemetry, rejected);
    await keepRejects(deps, league, rejected);
    deps.telemetry.debug('odds_schedule_read', { league, events: events.length });
    return { report: quota, ended: 'answered' };
  } catch (error) {
    return await failed(deps, league, failedCall(error), now);
  }
};

const failed = async (deps: PollOddsDeps, league: string, call: FailedCall, now: number): Promise<Settlement> => {
  const { kind } = call.failure;
  reportFailure(deps.telemetry, league, call);
  deps.telemetry.count('odds_schedule_failures', 1, { kind });
  if (kind === 'bad-key') return { report: call.quota, ended: kind };
  const rest = kind === 'out-of-credits' ? 'unavailable' : kind;
  await changeLeague(deps.leagues, league, (state) => afterScheduleFailure(state, rest, now));
  return { report: call.quota, ended: kind === 'out-of-credits' ? kind : 'failed' };
};
