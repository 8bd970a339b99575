import pLimit from 'p-limit';
import { pollCost } from '../domain/polling/cost.ts';
import type { LeagueState } from '../domain/polling/league-state.ts';
import { type PollPlan, planPolls } from '../domain/polling/plan-polls.ts';
import type { Settlement } from '../domain/polling/settle.ts';
import type { Stored } from '../ports/documents.ts';
import { done, type Outcome } from './outcome.ts';
import { readBudget } from './polling/budget-store.ts';
import { checkLeagues } from './polling/check-leagues.ts';
import type { PollOddsDeps } from './polling/deps.ts';
import { readLeague } from './polling/league-store.ts';
import { type PolledLeague, pollLeague } from './polling/poll-league.ts';
import { refreshSchedule } from './polling/refresh-schedule.ts';
import { settleBudget } from './polling/settle-budget.ts';

export type { PollOddsDeps } from './polling/deps.ts';

/** What one tick did. */
export interface PollSummary {
  /** Schedules asked for. */
  readonly refreshed: number;
  /** Leagues whose odds were read and handed on. */
  readonly polled: number;
  readonly failed: number;
  readonly events: number;
  /** Records left out of answers. */
  readonly rejected: number;
  readonly credits: number;
}

/** The provider bears 30 requests a second; four at a time is always safe. */
const AT_A_TIME = 4;

/**
 * One tick: looks up leagues that are new, or were looked up a day ago; refreshes the schedules that are stale, then polls the leagues that are due and within budget, at most four at a time.
 * A league's failure is noted with it and stops no other; throws when the stores do not answer.
 */
export const pollOdds = async (deps: PollOddsDeps): Promise<Outcome<PollSummary>> => {
  const now = Math.floor(deps.clock());
  const found = await plannedAt(deps, now);
  for (const { league, intervals } of found.plan.ages)
    deps.telemetry.gauge('poll_age_intervals', intervals, { league });
  const isNew = found.plan.checkLeagues === 'before-polls';
  if (isNew) await check(deps, now);
  const before = isNew ? await plannedAt(deps, now) : found;
  const { refreshSchedules } = before.plan;
  await refreshAll(deps, refreshSchedules, now);
  const polled = await pollDue(deps, refreshSchedules.length > 0 ? await plannedAt(deps, now) : before, now);
  if (found.plan.checkLeagues === 'after-polls') await check(deps, now);
  return done({
    refreshed: refreshSchedules.length,
    polled: polled.filter(({ failed }) => !failed).length,
    failed: polled.filter(({ failed }) => failed).length,
    events: sum(polled, ({ events }) => events),
    rejected: sum(polled, ({ rejected }) => rejected),
    credits: sum(polled, ({ spent }) => spent?.credits ?? 0),
  });
};

const check = async (deps: PollOddsDeps, now: number): Promise<void> => {
  const call = await alone(deps, 'all', () => checkLeagues(deps, now));
  await settleBudget(deps, call ? [call] : [], now);
};

const refreshAll = async (deps: PollOddsDeps, leagues: readonly string[], now: number): Promise<void> => {
  const calls = await callEach(deps, leagues, (league) => refreshSchedule(deps, league, now));
  await settleBudget(deps, calls, now);
};

const pollDue = async (deps: PollOddsDeps, planned: Planned, now: number): Promise<readonly PolledLeague[]> => {
  const polls = new Map(planned.plan.poll.map((poll) => [poll.league, poll]));
  const polled = await callEach(deps, [...polls.keys()], async (league) => {
    const [poll, state] = [polls.get(league), planned.states.get(league)];
    return poll && state && pollLeague(deps, poll, state, now);
  });
  await settleBudget(deps, polled, now);
  return polled;
};

/** Calls for each league, four at a time. What ends one for want of credits or of a key would end all that still wait. */
const callEach = async <Call extends Settlement>(
  deps: PollOddsDeps,
  leagues: readonly string[],
  call: (league: string) => Promise<Call | undefined>,
): Promise<readonly Call[]> => {
  const limit = pLimit(AT_A_TIME);
  let over = false;
  const unlessOver = async (league: string): Promise<Call | undefined> => {
    if (over) return undefined;
    const made = await alone(deps, league, () => call(league));
    over ||= made?.ended === 'bad-key' || made?.ended === 'out-of-credits';
    return made;
  };
  return (await Promise.all(leagues.map((league) => limit(unlessOver, league)))).filter(isDefined);
};

/** A plan with the states that it was made from. */
interface Planned {
  readonly plan: PollPlan;
  readonly states: ReadonlyMap<string, Stored<LeagueState>>;
}

const plannedAt = async ({ leagues, budgets, config }: PollOddsDeps, now: number): Promise<Planned> => {
  const [budget, ...stored] = await Promise.all([
    readBudget(budgets, config.monthlyCredits, now),
    ...config.leagues.map((league) => readLeague(leagues, league)),
  ]);
  const states = new Map(stored.map((state) => [state.value.league, state]));
  const plan = planPolls({ now, budget, cost: pollCost(config), leagues: stored.map(({ value }) => value) });
  return { plan, states };
};

/** Runs one league's part so that what it throws is told, and is its own trouble. A claim left behind expires. */
const alone = async <T>(deps: PollOddsDeps, league: string, part: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await part();
  } catch (error) {
    deps.telemetry.error('odds_league_state_failed', { league, message: String(error) });
    deps.telemetry.count('odds_poll_failures', 1, { kind: 'state' });
    return undefined;
  }
};

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

const sum = (polled: readonly PolledLeague[], of: (league: PolledLeague) => number): number =>
  polled.reduce((total, league) => total + of(league), 0);
