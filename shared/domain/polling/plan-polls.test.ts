import { describe, expect, it } from 'vitest';
import { openBudget } from './budget.ts';
import { HOUR, MINUTE, TICK } from './intervals.ts';
import { afterPoll, afterSchedule, claimed, type LeagueState, newLeague } from './league-state.ts';
import { planPolls } from './plan-polls.ts';
import { pauseUntilReset, spend, stopForBadKey } from './spending.ts';

const NOW = Date.parse('2026-11-15T12:00:00Z');
const RICH = openBudget(15_000_000, NOW, 0, true);

/** A league whose soonest event is `away` ms from now, last polled `ago` ms ago (never when absent). */
const league = (name: string, away: number, ago?: number): LeagueState => {
  const read = afterSchedule(newLeague(name), [NOW + away], NOW);
  return ago === undefined ? read : afterPoll(read, 0, NOW - ago);
};
const planFor = (leagues: readonly LeagueState[], budget = RICH) => planPolls({ now: NOW, leagues, budget, cost: 3 });

describe('planPolls', () => {
  it('plans what is due at its base interval, and says why the rest is not', () => {
    const plan = planFor([
      league('active', HOUR, TICK),
      league('upcoming', 5 * HOUR, 2 * MINUTE),
      league('distant', 48 * HOUR, 14 * MINUTE),
    ]);
    expect(plan.poll).toHaveLength(2);
    expect(plan.poll).toContainEqual({ league: 'active', class: 'active', interval: TICK, cost: 3 });
    expect(plan.poll).toContainEqual({ league: 'upcoming', class: 'upcoming', interval: 2 * MINUTE, cost: 3 });
    expect(plan.skipped).toEqual([{ league: 'distant', reason: 'not-due' }]);
  });

  it('takes a tick that comes a little early for the tick', () => {
    expect(planFor([league('active', HOUR, TICK - 40)]).poll).toHaveLength(1);
  });

  it.each([
    { reason: 'schedule-unknown', state: newLeague('x') },
    { reason: 'nothing-upcoming', state: { ...league('x', HOUR), starts: [] } },
    { reason: 'nothing-upcoming', state: { ...league('x', HOUR), starts: [NOW - HOUR, NOW] } },
    { reason: 'claimed', state: claimed(league('x', HOUR), NOW + 1) },
    { reason: 'resting', state: { ...league('x', HOUR), restsUntil: NOW + 1 } },
  ])('skips with the reason $reason', ({ reason, state }) => {
    expect(planFor([state])).toMatchObject({ poll: [], skipped: [{ league: 'x', reason }] });
  });

  it('polls again once a claim has expired', () => {
    expect(planFor([claimed(league('x', HOUR), NOW)]).poll).toHaveLength(1);
  });

  it('never plans more than the allowance holds, the most overdue first', () => {
    const budget = openBudget(500, NOW, 0, true);
    const poor = spend(budget, 'active', budget.purses.active.allowance - 7, NOW);
    const plan = planFor([league('a', HOUR, 8 * HOUR), league('b', HOUR), league('c', HOUR, 30 * 24 * HOUR)], poor);
    expect(plan.poll.map((poll) => poll.league)).toEqual(['b', 'c']);
    expect(plan.skipped.map(({ league: name }) => name)).toEqual(['a']);
  });

  it('stretches the leagues of a class by one factor, and leaves the other class alone', () => {
    const poor = spend(openBudget(20_000, NOW, 0, true), 'upcoming', 1_000, NOW);
    const ago = 40 * 24 * HOUR;
    const plan = planFor(
      [league('near', 5 * HOUR, ago), league('far', 48 * HOUR, ago), league('active', HOUR, ago)],
      poor,
    );
    const interval = (name: string) => plan.poll.find((poll) => poll.league === name)?.interval ?? Number.NaN;
    expect(interval('near')).toBeGreaterThan(2 * MINUTE);
    expect(interval('far') / interval('near')).toBeCloseTo(7.5);
    expect(interval('active')).toBe(TICK);
  });

  it('plans nothing without credits, and goes on reading schedules, whose answers tell of new ones', () => {
    const plan = planFor([league('x', HOUR), newLeague('y')], pauseUntilReset(RICH, 0, NOW));
    expect(plan.poll).toEqual([]);
    expect(plan.skipped).toContainEqual({ league: 'x', reason: 'out-of-credits' });
    expect(plan.refreshSchedules).toEqual(['y']);
  });

  it('plans nothing at all with a refused key, but for one free call when it has rested', () => {
    const stopped = stopForBadKey(RICH, NOW - 5 * MINUTE);
    const leagues = [league('x', HOUR), newLeague('y')];
    expect(planFor(leagues, stopForBadKey(RICH, NOW))).toMatchObject({ poll: [], refreshSchedules: [] });
    expect(planFor(leagues, stopped)).toMatchObject({ poll: [], refreshSchedules: ['x'] });
  });
});

describe('schedules', () => {
  const readAgo = (state: LeagueState, ago: number): LeagueState => ({ ...state, scheduleReadAt: NOW - ago });

  it.each([
    { name: 'near, 9 min old', state: readAgo(league('x', HOUR), 9 * MINUTE), stale: false },
    { name: 'near, 10 min old', state: readAgo(league('x', HOUR), 10 * MINUTE), stale: true },
    { name: 'distant, 59 min old', state: readAgo(league('x', 48 * HOUR), 59 * MINUTE), stale: false },
    { name: 'distant, an hour old', state: readAgo(league('x', 48 * HOUR), HOUR), stale: true },
    { name: 'empty, an hour old', state: readAgo({ ...league('x', HOUR), starts: [] }, HOUR), stale: true },
    { name: 'never read', state: newLeague('x'), stale: true },
    { name: 'never read, but just failed', state: { ...newLeague('x'), scheduleRetryAt: NOW + 1 }, stale: false },
  ])('$name: stale $stale', ({ state, stale }) => {
    expect(planFor([state]).refreshSchedules).toEqual(stale ? ['x'] : []);
  });
});
