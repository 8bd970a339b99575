import { describe, expect, it } from 'vitest';
import { NOON } from '../../../tests/support/odds.ts';
import { type Budget, openBudget } from './budget.ts';
import { MINUTE } from './intervals.ts';
import { type LeagueState, newLeague } from './league-state.ts';
import { planOnDemand } from './plan-on-demand.ts';
import { pauseUntilReset, stopForBadKey } from './spending.ts';

const RICH = openBudget(100_000, NOON);
const plan = (state: Partial<LeagueState>, budget: Budget = RICH, underWay = 0) =>
  planOnDemand({ now: NOON, state: { ...newLeague('nfl'), ...state }, budget, cost: 3, underWay });
const withAllowance = (allowance: number): Budget => ({
  ...RICH,
  purses: { ...RICH.purses, onDemand: { used: 0, allowance } },
});

describe('planOnDemand', () => {
  it('polls what was never polled, or more than two minutes ago', () => {
    const poll = { league: 'nfl', class: 'onDemand', interval: 2 * MINUTE, cost: 3 };
    expect(plan({})).toEqual({ kind: 'poll', poll });
    expect(plan({ polledAt: NOON - 2 * MINUTE - 1 })).toEqual({ kind: 'poll', poll });
    expect(plan({ polledAt: NOON - 2 * MINUTE })).toEqual({ kind: 'skip', reason: 'fresh' });
  });

  it('stays away from a league that another has, or that rests after a failure', () => {
    expect(plan({ claimedUntil: NOON + 1 })).toEqual({ kind: 'skip', reason: 'claimed' });
    expect(plan({ claimedUntil: NOON })).toMatchObject({ kind: 'poll' });
    expect(plan({ restsUntil: NOON + 1 })).toEqual({ kind: 'skip', reason: 'resting' });
  });

  it('spends what the on-demand share may spend now, and neither its reserve nor the others’ shares', () => {
    expect(plan({}, withAllowance(3))).toMatchObject({ kind: 'poll' });
    expect(plan({}, withAllowance(2.9))).toEqual({ kind: 'skip', reason: 'no-credits' });
    expect(plan({}, pauseUntilReset(RICH, 0, NOON))).toEqual({ kind: 'skip', reason: 'no-credits' });
  });

  it('counts polls under way as paid', () => {
    expect(plan({}, withAllowance(6), 1)).toMatchObject({ kind: 'poll' });
    expect(plan({}, withAllowance(6), 2)).toEqual({ kind: 'skip', reason: 'no-credits' });
  });

  it('asks nothing with a refused key', () => {
    expect(plan({}, stopForBadKey(RICH, NOON))).toEqual({ kind: 'skip', reason: 'resting' });
  });
});
