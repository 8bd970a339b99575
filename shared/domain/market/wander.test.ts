import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../../../tests/support/odds.ts';
import { AT_REST, volatilityOf, wanderOn } from './wander.ts';

describe('wanderOn', () => {
  it('finds the volatility of a line that takes a step each hour', () => {
    let wander = AT_REST;
    for (let hour = 0; hour < 200; hour++) wander = wanderOn(wander, 0.03 * (hour % 2 ? 1 : -1), NOON + hour * HOUR);
    // Σ e^(−k/12) over k ≥ 0, over 12: the sum is a little more than the integral.
    expect(volatilityOf(wander)).toBeCloseTo(0.03 * Math.sqrt(1 / (1 - Math.exp(-1 / 12)) / 12), 6);
  });

  it('forgets what is long ago, and begins with nothing', () => {
    expect(volatilityOf(AT_REST)).toBe(0);
    const moved = wanderOn(AT_REST, 1, NOON);
    expect(volatilityOf(wanderOn(moved, 0, NOON + 48 * HOUR))).toBeCloseTo(volatilityOf(moved) * Math.exp(-2), 9);
  });
});
