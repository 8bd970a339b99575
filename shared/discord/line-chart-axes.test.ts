import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, NOON } from '../../tests/support/odds.ts';
import { timeAxis, valueAxis } from './line-chart-axes.ts';

const DAY = 24 * HOUR;

describe('timeAxis', () => {
  it.each([
    ['the last hour', 60 * MINUTE, 0, { unit: 'minute', step: 10, max: 60, min: 0 }],
    ['the last two hours', 120 * MINUTE, 30 * MINUTE, { unit: 'minute', step: 15, max: 120, min: 30 }],
    ['an hour of yesterday', 25 * HOUR, 24 * HOUR, { unit: 'hour', step: 0.25, max: 25, min: 24 }],
    ['ten minutes of yesterday', 25 * HOUR, 25 * HOUR - 10 * MINUTE, { unit: 'hour', step: 0.05, max: 25 }],
    ['half a day', 12 * HOUR, 0, { unit: 'hour', step: 2, max: 12, min: 0 }],
    ['three days', 72 * HOUR, HOUR, { unit: 'hour', step: 12, max: 72, min: 1 }],
    ['a week', 7 * DAY, 12 * HOUR, { unit: 'day', step: 2, max: 7, min: 0.5 }],
    ['a year', 365 * DAY, 0, { unit: 'day', step: 28, max: 365, min: 0 }],
  ])('counts down %s', (_what, from, until, expected) => {
    expect(timeAxis(NOON - from, NOON - until, NOON)).toMatchObject(expected);
  });

  it('counts below nothing when the start was moved to before what we saw', () => {
    const axis = timeAxis(NOON - HOUR, NOON + HOUR, NOON);
    expect(axis.before(NOON + HOUR)).toBe(axis.min);
    expect(axis.min).toBeLessThan(0);
  });
});

describe('valueAxis', () => {
  it('shows a market that stands still in the middle', () => {
    expect(valueAxis('spread', [-3, -3], [])).toEqual({ min: -3.5, max: -2.5, step: 0.5 });
    expect(valueAxis('moneyline', [0.5], [])).toEqual({ min: 0.48, max: 0.52, step: 0.01 });
  });

  it('has room for all lines', () => {
    const axis = valueAxis('total', [44, 47], [43.5]);
    expect(axis.min).toBeLessThan(43.5);
    expect(axis.max).toBeGreaterThan(47);
  });

  it('is not flattened by one book that is far off', () => {
    expect(valueAxis('spread', [-3, -5], [-40])).toEqual({ min: -7, max: -2, step: 1 });
  });

  it('ends where probability ends', () => {
    expect(valueAxis('moneyline', [0.001, 0.999], [])).toEqual({ min: 0, max: 1, step: 0.2 });
  });

  it('takes a market of any size', () => {
    const { min, max, step } = valueAxis('total', [0, 1000], []);
    expect((max - min) / step).toBeLessThanOrEqual(20);
  });
});
