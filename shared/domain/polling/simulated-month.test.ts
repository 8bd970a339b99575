import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetAt, CLASSES, leftIn, openBudget, SHARES, type SpendingClass } from './budget.ts';
import { cadenceFor, HOUR, MINUTE, TICK } from './intervals.ts';
import { afterPoll, afterSchedule, type LeagueState, newLeague, soonestStart } from './league-state.ts';
import { monthOf } from './month.ts';
import { planPolls } from './plan-polls.ts';
import { settle } from './settle.ts';
import { canSpendOnDemand, spend } from './spending.ts';

const MONTH = monthOf(Date.parse('2026-11-01T00:00:00Z'));
const LENGTH = MONTH.end - MONTH.start;
const DAY = 24 * HOUR;

/** How a league's events fall: every `every`, from `first` on, `together` of them half an hour apart. */
interface Calendar {
  readonly first: number;
  readonly every: number;
  readonly together: number;
}

interface Scenario {
  readonly credits: number;
  readonly cost: number;
  readonly calendars: readonly Calendar[];
  /** ms between ticks: the timer's 30 s, or coarser to save time. */
  readonly tick: number;
  readonly from?: number;
  readonly until?: number;
}

interface Poll {
  readonly at: number;
  readonly league: string;
  readonly class: SpendingClass;
  readonly soonest: number | undefined;
}

const startsOf = ({ first, every, together }: Calendar): number[] => {
  const starts: number[] = [];
  for (let day = MONTH.start + first; day < MONTH.end + 40 * DAY; day += every) {
    for (let i = 0; i < together; i++) starts.push(day + i * 30 * MINUTE);
  }
  return starts;
};

/** The planner's world: it polls what it plans, and the provider reports each tick. Also wants on-demand credits all the time. */
const simulate = ({ credits, cost, calendars, tick, from = MONTH.start, until = MONTH.end }: Scenario) => {
  const all = calendars.map(startsOf);
  let leagues: LeagueState[] = calendars.map((_, i) => newLeague(`league_${i}`));
  let budget = openBudget(credits, from);
  const polls: Poll[] = [];
  const spent: Record<SpendingClass, number> = { active: 0, upcoming: 0, onDemand: 0 };
  for (let now = from; now < until; now += tick) {
    leagues = leagues.map((state, i) =>
      state.scheduleReadAt === null || now - state.scheduleReadAt >= DAY
        ? afterSchedule(state, all[i] ?? [], now)
        : state,
    );
    const { poll } = planPolls({ now, leagues, budget, cost });
    for (const planned of poll) {
      const state = leagues.find(({ league }) => league === planned.league) ?? newLeague('');
      polls.push({ at: now, league: planned.league, class: planned.class, soonest: soonestStart(state, now) });
      spent[planned.class] += cost;
      leagues = leagues.map((each) => (each === state ? afterPoll(each, 0, now) : each));
    }
    const used = () => spent.active + spent.upcoming + spent.onDemand;
    const calls = poll.map((planned) => ({
      spent: { class: planned.class, credits: cost },
      report: { remaining: credits - used(), used: used() },
      ended: 'answered' as const,
    }));
    if (calls.length > 0) budget = settle(budget, calls, now);
    if (canSpendOnDemand(budget, 1, now).kind === 'allowed') {
      budget = spend(budget, 'onDemand', 1, now);
      spent.onDemand += 1;
    }
  }
  return { polls, spent, budget: budgetAt(budget, until - 1) };
};

const plan = fc.constantFrom(500, 20_000, 100_000, 5_000_000, 15_000_000);
const calendar = fc.record({
  first: fc.integer({ min: 0, max: 7 * 24 * 60 }).map((minutes) => minutes * MINUTE),
  every: fc.constantFrom(DAY, 2 * DAY, 7 * DAY, 20 * DAY),
  together: fc.integer({ min: 1, max: 12 }),
});

describe('a simulated month', () => {
  it('never exceeds the budget nor a share of it, and polls only leagues with an upcoming event', () => {
    const scenario = fc.record({
      credits: plan,
      cost: fc.constantFrom(1, 3, 6),
      calendars: fc.array(calendar, { minLength: 1, maxLength: 8 }),
      tick: fc.constantFrom(2 * MINUTE, 5 * MINUTE),
    });
    fc.assert(
      fc.property(scenario, (input) => {
        const { polls, spent } = simulate(input);
        for (const spending of CLASSES)
          expect(spent[spending]).toBeLessThanOrEqual(SHARES[spending] * input.credits + 1e-6);
        for (const poll of polls) expect(cadenceFor(poll.soonest, poll.at)?.class).toBe(poll.class);
        expect(polls.length).toBeGreaterThan(0);
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  /** One unchanging demand all month, by leagues that are all active (a start every hour) or all distant (none for weeks). */
  const steady = {
    active: { first: 30 * MINUTE, every: HOUR, together: 1 },
    upcoming: { first: 35 * DAY, every: DAY, together: 1 },
  };

  it('never halts while credits remain: the gap is bounded by the release rate, and the month is used to its end', () => {
    const scenario = fc.record({
      credits: plan,
      cost: fc.constantFrom(1, 3),
      leagues: fc.integer({ min: 1, max: 6 }),
      kind: fc.constantFrom('active' as const, 'upcoming' as const),
    });
    fc.assert(
      fc.property(scenario, ({ credits, cost, leagues, kind }) => {
        const tick = 5 * MINUTE;
        const { polls, spent } = simulate({
          credits,
          cost,
          tick,
          calendars: Array.from({ length: leagues }, () => steady[kind]),
        });
        // Nine tenths of the share flow evenly; a league takes its turn among all, each poll a whole number of credits.
        const release = (0.9 * SHARES[kind] * credits) / LENGTH;
        const base = kind === 'active' ? TICK : 15 * MINUTE;
        const longest = Math.max(base, (leagues * cost) / release) + cost / release + 2 * tick;
        for (let i = 0; i < leagues; i++) {
          const times = polls.filter(({ league }) => league === `league_${i}`).map(({ at }) => at);
          const gaps = [...times, MONTH.end].map((at, n) => at - (times[n - 1] ?? MONTH.start));
          expect(Math.max(...gaps)).toBeLessThanOrEqual(longest);
        }
        if (longest > base + 4 * tick)
          expect(spent[kind]).toBeGreaterThan(0.97 * SHARES[kind] * credits - 2 * leagues * cost);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('keeps the base interval to the tick when credits are plenty', () => {
    const from = MONTH.start + 3 * DAY;
    const { polls } = simulate({
      credits: 15_000_000,
      cost: 3,
      calendars: [steady.active],
      tick: TICK,
      from,
      until: from + 6 * HOUR,
    });
    const gaps = polls.slice(1).map(({ at }, i) => at - (polls[i]?.at ?? 0));
    expect(polls).toHaveLength((6 * HOUR) / TICK);
    expect(new Set(gaps)).toEqual(new Set([TICK]));
  });

  it('stretches smoothly: with a constant demand no interval is more than half as long again as the one before', () => {
    const until = MONTH.start + 4 * DAY;
    const { polls } = simulate({ credits: 100_000, cost: 3, calendars: [steady.active], tick: TICK, until });
    const gaps = polls.slice(1).map(({ at }, i) => at - (polls[i]?.at ?? 0));
    expect(gaps[0]).toBe(TICK);
    for (let i = 1; i < gaps.length; i++) expect(gaps[i]).toBeLessThanOrEqual(1.5 * (gaps[i - 1] ?? 0) + TICK);
    // Settled: the release rate of the active class, 54,000 credits in 30 days.
    const settled = (3 * LENGTH) / 54_000;
    expect(Math.abs((gaps.at(-1) ?? 0) - settled)).toBeLessThanOrEqual(TICK);
  });

  it('follows a match day on the free plan: polls closest together on the day that has the matches', () => {
    const sundays = { first: 18 * HOUR, every: 7 * DAY, together: 6 };
    const { polls, budget } = simulate({ credits: 500, cost: 3, calendars: [sundays], tick: MINUTE });
    const active = polls.filter((poll) => poll.class === 'active');
    const days = new Set(active.map(({ at }) => Math.floor((at - MONTH.start) / DAY)));
    expect([...days].every((day) => day % 7 === 0)).toBe(true);
    expect(active.length / days.size).toBeGreaterThanOrEqual(10);
    expect(leftIn(budget, 'active')).toBeGreaterThanOrEqual(0);
  });
});
