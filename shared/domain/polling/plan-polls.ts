import { allowedRate, type Budget, budgetAt } from './budget.ts';
import { type Cadence, cadenceFor, TICK } from './intervals.ts';
import { type LeagueState, soonestStart } from './league-state.ts';
import { leagueCheck, schedulesToRefresh } from './plan-schedules.ts';
import { maySpend, type Permission, spend } from './spending.ts';

export interface PlannedPoll {
  readonly league: string;
  readonly class: Cadence['class'];
  /** The interval that made it due, ms: the base interval, or longer where credits are short. */
  readonly interval: number;
  readonly cost: number;
}

type SkipReason =
  | 'schedule-unknown'
  | 'nothing-upcoming'
  | 'claimed'
  | 'resting'
  | 'not-due'
  | Extract<Permission, { kind: 'refused' }>['reason'];

export interface PollPlan {
  /** Whether to look the leagues up in the provider's list, and when. Free. */
  readonly checkLeagues: ReturnType<typeof leagueCheck>;
  /** Leagues whose schedule is stale. Free. */
  readonly refreshSchedules: readonly string[];
  /** The most overdue first. */
  readonly poll: readonly PlannedPoll[];
  readonly skipped: readonly { readonly league: string; readonly reason: SkipReason }[];
  /** How many of its intervals ago each league that is to be polled was polled with success: 1 is due, 3 is overdue. */
  readonly ages: readonly { readonly league: string; readonly intervals: number }[];
}

export interface PlanInput {
  /** Epoch ms. */
  readonly now: number;
  readonly leagues: readonly LeagueState[];
  readonly budget: Budget;
  /** Credits that one poll costs. */
  readonly cost: number;
}

interface Candidate {
  readonly state: LeagueState;
  readonly cadence: Cadence;
}

/** What to ask the provider at this tick: pure, so that the same state always gives the same plan. */
export const planPolls = ({ now, leagues, budget: stored, cost }: PlanInput): PollPlan => {
  const skipped: { league: string; reason: SkipReason }[] = [];
  const candidates: Candidate[] = [];
  const wanted: Candidate[] = [];
  for (const state of leagues) {
    const cadence = cadenceFor(soonestStart(state, now), now);
    if (cadence !== undefined) wanted.push({ state, cadence });
    const reason = idleReason(state, cadence, now);
    if (cadence === undefined || reason !== undefined)
      skipped.push({ league: state.league, reason: reason ?? 'nothing-upcoming' });
    else candidates.push({ state, cadence });
  }
  const budget = budgetAt(stored, now);
  const stretch = stretchesOf(candidates, budget, cost);
  const poll: PlannedPoll[] = [];
  let unspent = budget;
  for (const due of dueFirst(candidates, stretch, cost, now)) {
    const reason = refusal(due, maySpend(unspent, due.poll.class, cost));
    if (reason !== undefined) skipped.push({ league: due.poll.league, reason });
    else {
      poll.push(due.poll);
      unspent = spend(unspent, due.poll.class, cost, now);
    }
  }
  return {
    checkLeagues: leagueCheck(leagues, budget, now),
    refreshSchedules: schedulesToRefresh(leagues, budget, now),
    poll,
    skipped,
    ages: wanted.flatMap(({ state: { league, polledAt }, cadence }) => {
      const interval = cadence.baseInterval * stretch[cadence.class];
      // Of a league that was never polled nothing is old yet.
      return polledAt === null
        ? []
        : [{ league, intervals: Number.isFinite(interval) ? (now - polledAt) / interval : 0 }];
    }),
  };
};

type Stretches = Readonly<Record<Cadence['class'], number>>;

const stretchesOf = (candidates: readonly Candidate[], budget: Budget, cost: number): Stretches => ({
  active: stretchOf('active', candidates, budget, cost),
  upcoming: stretchOf('upcoming', candidates, budget, cost),
});

/** Why a candidate is not polled at this tick: that there are no credits says more than that it is not due. */
const refusal = ({ overdue }: { overdue: number }, permission: Permission): SkipReason | undefined => {
  const refused = permission.kind === 'refused' ? permission.reason : undefined;
  if (refused === 'out-of-credits' || refused === 'bad-key') return refused;
  return overdue < 1 ? 'not-due' : refused;
};

/** Why a league wants no poll, whatever the credits. */
const idleReason = (state: LeagueState, cadence: Cadence | undefined, now: number): SkipReason | undefined => {
  if (state.starts === null) return 'schedule-unknown';
  if (cadence === undefined) return 'nothing-upcoming';
  if (state.claimedUntil > now) return 'claimed';
  return state.restsUntil > now ? 'resting' : undefined;
};

/**
 * The candidates with how overdue they are (1 = due now), the most overdue first. All leagues of a class stretch by one factor,
 * demand ÷ allowed rate, so that together they spend just the allowed rate and a near league keeps its lead over a distant one.
 * Half a tick of tolerance: a tick that comes a little early must not cost a whole tick.
 */
const dueFirst = (candidates: readonly Candidate[], stretch: Stretches, cost: number, now: number) =>
  candidates
    .map(({ state, cadence }) => {
      const interval = cadence.baseInterval * stretch[cadence.class];
      const poll: PlannedPoll = { league: state.league, class: cadence.class, interval, cost };
      const waited = state.polledAt === null ? Number.POSITIVE_INFINITY : now - state.polledAt + TICK / 2;
      // A league never polled comes first, even where an empty class makes the interval infinite too.
      return { poll, overdue: state.polledAt === null ? waited : waited / interval };
    })
    .sort((a, b) => compare(b.overdue, a.overdue));

/** By value; unlike subtraction it knows that two infinities are equal. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** By how much a class's intervals must stretch: demand (credits per ms at base intervals) over the allowed rate, at least 1. */
const stretchOf = (
  spending: Cadence['class'],
  candidates: readonly Candidate[],
  budget: Budget,
  cost: number,
): number => {
  let demand = 0;
  for (const { cadence } of candidates) if (cadence.class === spending) demand += cost / cadence.baseInterval;
  const rate = allowedRate(budget, spending);
  return demand <= rate ? 1 : demand / rate;
};
