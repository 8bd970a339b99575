import { type Budget, openBudget } from '../../shared/domain/polling/budget.ts';
import { pollCost } from '../../shared/domain/polling/cost.ts';
import { cadenceFor, TICK } from '../../shared/domain/polling/intervals.ts';
import {
  afterPoll,
  afterSchedule,
  type LeagueState,
  newLeague,
  soonestStart,
} from '../../shared/domain/polling/league-state.ts';
import { monthOf } from '../../shared/domain/polling/month.ts';
import { planOnDemand } from '../../shared/domain/polling/plan-on-demand.ts';
import { planPolls } from '../../shared/domain/polling/plan-polls.ts';
import { settle } from '../../shared/domain/polling/settle.ts';
import { CALENDAR, startsOf } from './calendar.ts';

/** A busy month of 30 days. */
const MONTH = monthOf(Date.UTC(2026, 10, 1));
const DAY = 24 * 3_600_000;
/** What is asked for: three markets of one region (shared/config.ts). */
export const CREDITS_PER_POLL = pollCost({ markets: ['h2h', 'spreads', 'totals'], regions: ['us'] });

export interface SimulatedMonth {
  /** Polls of one league each, all classes together. */
  readonly polls: number;
  readonly credits: number;
  /** Of them, those that somebody's question caused. */
  readonly onDemand: number;
  /** Free questions for schedules. */
  readonly schedules: number;
  /** Ticks at which anything was polled. */
  readonly busyTicks: number;
  readonly ticks: number;
  readonly games: number;
  /** Days on which a league plays, all leagues together. */
  readonly leagueDays: number;
  /** Mean time between polls of a league that has a game within two hours, seconds. */
  readonly activeInterval: number;
}

export interface MonthInput {
  /** Credits of the plan. */
  readonly credits: number;
  /** Questions that want fresh odds of some league, a day, evenly over the day. */
  readonly freshQuestions: number;
}

interface World {
  leagues: LeagueState[];
  budget: Budget;
  used: number;
}

/** Runs our planner, tick by tick, through a month of games: it polls what it plans, and the provider tells what is left. */
export function simulateMonth({ credits, freshQuestions }: MonthInput): SimulatedMonth {
  const starts = new Map(
    Object.entries(CALENDAR).map(([league, played]) => [league, startsOf(played, MONTH.start, MONTH.end + 14 * DAY)]),
  );
  const world: World = {
    leagues: [...starts.keys()].map(newLeague),
    budget: openBudget(credits, MONTH.start),
    used: 0,
  };
  const count = { polls: 0, onDemand: 0, schedules: 0, busyTicks: 0, ticks: 0, activeTicks: 0, activePolls: 0 };
  const charge = (league: string, spending: 'active' | 'upcoming' | 'onDemand', now: number): void => {
    world.used += CREDITS_PER_POLL;
    count.polls += 1;
    world.leagues = world.leagues.map((state) => (state.league === league ? afterPoll(state, 0, now) : state));
    const report = { remaining: Math.max(0, credits - world.used), used: world.used };
    const call = { spent: { class: spending, credits: CREDITS_PER_POLL }, report, ended: 'answered' as const };
    world.budget = settle(world.budget, [call], now);
  };
  let asked = 0;
  for (let now = MONTH.start; now < MONTH.end; now += TICK) {
    count.ticks += 1;
    const plan = planPolls({ now, leagues: world.leagues, budget: world.budget, cost: CREDITS_PER_POLL });
    count.schedules += plan.refreshSchedules.length;
    world.leagues = world.leagues.map((state) =>
      plan.refreshSchedules.includes(state.league) ? afterSchedule(state, starts.get(state.league) ?? [], now) : state,
    );
    count.activeTicks += world.leagues.filter((state) => isActive(state, now)).length;
    for (const { league, class: spending } of plan.poll) {
      if (spending === 'active') count.activePolls += 1;
      charge(league, spending, now);
    }
    if (plan.poll.length > 0) count.busyTicks += 1;
    asked += (freshQuestions * TICK) / DAY;
    for (; asked >= 1; asked--) {
      const state = world.leagues[(count.ticks + Math.floor(asked)) % world.leagues.length];
      if (state && isWanted(state, world.budget, now)) {
        count.onDemand += 1;
        charge(state.league, 'onDemand', now);
      }
    }
  }
  const { polls, onDemand, schedules, busyTicks, ticks, activeTicks, activePolls } = count;
  const games = [...starts.values()].map((times) => times.filter((time) => time < MONTH.end));
  return {
    polls,
    credits: world.used,
    onDemand,
    schedules,
    busyTicks,
    ticks,
    games: games.flat().length,
    leagueDays: games.reduce((sum, times) => sum + new Set(times.map((time) => Math.floor(time / DAY))).size, 0),
    activeInterval: activePolls === 0 ? 0 : ((activeTicks / activePolls) * TICK) / 1000,
  };
}

const isActive = (state: LeagueState, now: number): boolean =>
  cadenceFor(soonestStart(state, now), now)?.class === 'active';

/** Somebody's question polls a league of which what we have is too old, on the share of the credits that is kept for it. */
const isWanted = (state: LeagueState, budget: Budget, now: number): boolean =>
  soonestStart(state, now) !== undefined &&
  planOnDemand({ now, state, budget, cost: CREDITS_PER_POLL, underWay: 0 }).kind === 'poll';

/** Polling without a plan: so often a minute, around the clock, all month. */
export const naiveMonth = (pollsPerMinute: number): { readonly polls: number; readonly credits: number } => {
  const polls = (pollsPerMinute * (MONTH.end - MONTH.start)) / 60_000;
  return { polls, credits: polls * CREDITS_PER_POLL };
};
