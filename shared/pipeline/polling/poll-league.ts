import type { SpendingClass } from '../../domain/polling/budget.ts';
import { afterFailure, afterPoll, type LeagueState, unclaimed } from '../../domain/polling/league-state.ts';
import type { PlannedPoll } from '../../domain/polling/plan-polls.ts';
import type { Settlement } from '../../domain/polling/settle.ts';
import type { Stored } from '../../ports/documents.ts';
import type { OddsAnswer } from '../../ports/odds-source.ts';
import type { PollOddsDeps } from './deps.ts';
import { countRejects, keepRejects } from './keep-rejects.ts';
import { changeLeague, claimLeague } from './league-store.ts';
import { type FailedCall, failedCall, reportFailure } from './report-failure.ts';

/** What became of one planned poll. */
export interface PolledLeague extends Settlement {
  readonly failed: boolean;
  readonly events: number;
  readonly rejected: number;
}

/** A poll to be made: at a tick, or for somebody who asks. */
export interface OddsPoll extends Omit<PlannedPoll, 'class'> {
  readonly class: SpendingClass;
}

/** A poll that is ours: `claim` names it, `dueAt` is when it was planned, epoch ms. */
interface ClaimedPoll extends OddsPoll {
  readonly claim: number;
  readonly dueAt: number;
}

/**
 * Claims a league, reads its odds, hands them on, and only then notes that it was polled: a crash in between costs a second poll,
 * never a missed one. Undefined when another instance has the league. Throws only when the league's state cannot be stored.
 */
export const pollLeague = async (
  deps: PollOddsDeps,
  poll: OddsPoll,
  planned: Stored<LeagueState>,
  dueAt: number,
): Promise<PolledLeague | undefined> => {
  const claim = await claimLeague(deps.leagues, planned, Math.floor(deps.clock()));
  if (claim === undefined) return undefined;
  const claimed = { ...poll, claim, dueAt };
  const answer = await deps.source.odds(poll.league).catch(failedCall);
  return 'failure' in answer ? sourceFailed(deps, claimed, answer) : handOn(deps, claimed, answer);
};

const handOn = async (deps: PollOddsDeps, poll: ClaimedPoll, answer: OddsAnswer): Promise<PolledLeague> => {
  const { league, claim, dueAt } = poll;
  const credits = answer.quota?.last ?? poll.cost;
  const rejected = countRejects(deps.telemetry, answer.rejected);
  const isIngested = await ingest(deps, league, answer);
  if (isIngested) {
    await changeLeague(deps.leagues, league, (state) => afterPoll(state, claim, dueAt));
    deps.telemetry.count('odds_polls', 1, { class: poll.class });
    deps.telemetry.info('odds_polled', {
      league,
      class: poll.class,
      events: answer.events.length,
      rejected,
      credits,
      intervalSeconds: Math.round(poll.interval / 1000),
    });
  } else await restAfterFailure(deps, poll, 'ingest');
  // Last: prices do not wait for what is of no use.
  await keepRejects(deps, league, answer.rejected);
  return {
    spent: { class: poll.class, credits },
    report: answer.quota,
    ended: 'answered',
    failed: !isIngested,
    events: isIngested ? answer.events.length : 0,
    rejected,
  };
};

const ingest = async (deps: PollOddsDeps, league: string, answer: OddsAnswer): Promise<boolean> => {
  try {
    await deps.ingest(league, answer);
    return true;
  } catch (error) {
    deps.telemetry.error('odds_ingest_failed', {
      league,
      message: String(error),
      todo: 'none: the league is polled again soon',
    });
    return false;
  }
};

const sourceFailed = async (deps: PollOddsDeps, poll: ClaimedPoll, call: FailedCall): Promise<PolledLeague> => {
  const { kind } = call.failure;
  reportFailure(deps.telemetry, poll.league, call);
  // An unreadable answer was paid for; a refused request was not.
  const credits = kind === 'unavailable' ? (call.quota?.last ?? 0) : 0;
  const failed = {
    spent: { class: poll.class, credits },
    report: call.quota,
    failed: true,
    events: 0,
    rejected: 0,
  } as const;
  if (kind !== 'bad-key' && kind !== 'out-of-credits') {
    await restAfterFailure(deps, poll, kind);
    return { ...failed, ended: 'failed' };
  }
  deps.telemetry.count('odds_poll_failures', 1, { kind });
  await changeLeague(deps.leagues, poll.league, (state) => unclaimed(state, poll.claim));
  return { ...failed, ended: kind };
};

const restAfterFailure = async (
  deps: PollOddsDeps,
  { league, claim }: ClaimedPoll,
  failure: Parameters<typeof afterFailure>[2],
): Promise<void> => {
  deps.telemetry.count('odds_poll_failures', 1, { kind: failure });
  const now = Math.floor(deps.clock());
  await changeLeague(deps.leagues, league, (state) => afterFailure(state, claim, failure, now));
};
