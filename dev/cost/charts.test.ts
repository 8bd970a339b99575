import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chartsDrawn } from './charts.ts';

const hours = { busyHoursPerDay: 6, marketsAskedFor: 30 };
/** 30 days, 6 hours, 4 quarters. */
const SPANS = 720;

it('draws one chart for one question, and each market once a quarter of an hour for any number of them', () => {
  expect(chartsDrawn(0, hours)).toBe(0);
  expect(chartsDrawn(SPANS, hours)).toBeCloseTo(SPANS, 6);
  // Two questions a quarter of an hour: the second is about another market 29 times of 30.
  expect(chartsDrawn(2 * SPANS, hours)).toBeCloseTo(SPANS * (1 + 29 / 30), 6);
  expect(chartsDrawn(1e9, hours)).toBeCloseTo(SPANS * 30, 6);
});

it('draws no more than is asked for, and no fewer for more questions', () => {
  fc.assert(
    fc.property(fc.integer({ min: SPANS, max: 1_000_000 }), fc.nat(100_000), (asked, more) => {
      expect(chartsDrawn(asked, hours)).toBeLessThanOrEqual(asked + 1e-6);
      expect(chartsDrawn(asked + more, hours)).toBeGreaterThanOrEqual(chartsDrawn(asked, hours));
    }),
  );
});
