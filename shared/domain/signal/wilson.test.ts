import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wilsonInterval } from './wilson.ts';

const hitsOf = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

it.each([
  // R: prop.test(x, n, correct = FALSE)
  [15, 20, 0.5313, 0.8881],
  [1, 10, 0.0179, 0.4042],
  [0, 10, 0, 0.2775],
  [10, 10, 0.7225, 1],
  [50, 100, 0.4038, 0.5962],
])('gives the published interval of %i of %i', (hits, n, low, high) => {
  const interval = wilsonInterval(hits, n);
  expect(interval[0]).toBeCloseTo(low, 4);
  expect(interval[1]).toBeCloseTo(high, 4);
});

it('knows nothing of nothing', () => {
  expect(wilsonInterval(0, 0)).toEqual([0, 1]);
});

it('holds the rate that was seen, between 0 and 1', () => {
  fc.assert(
    fc.property(hitsOf, ([hits, n]) => {
      const [low, high] = wilsonInterval(hits, n);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(hits / n);
      expect(high).toBeGreaterThanOrEqual(hits / n);
    }),
  );
});

it('ends where a rate as far away as it would be seen once in twenty times', () => {
  fc.assert(
    fc.property(hitsOf, ([hits, n]) => {
      for (const end of wilsonInterval(hits, n)) {
        if (end === 0 || end === 1) continue;
        expect(Math.abs(hits / n - end) / Math.sqrt((end * (1 - end)) / n)).toBeCloseTo(1.959964, 5);
      }
    }),
  );
});

it('mirrors: what did not hit is as sure as what did', () => {
  fc.assert(
    fc.property(hitsOf, ([hits, n]) => {
      const [low, high] = wilsonInterval(hits, n);
      const [otherLow, otherHigh] = wilsonInterval(n - hits, n);
      expect(otherLow).toBeCloseTo(1 - high, 12);
      expect(otherHigh).toBeCloseTo(1 - low, 12);
    }),
  );
});

it('narrows as more is seen of the same rate', () => {
  fc.assert(
    fc.property(hitsOf, fc.integer({ min: 2, max: 10 }), ([hits, n], times) => {
      const [low, high] = wilsonInterval(hits, n);
      const [nearer, near] = wilsonInterval(hits * times, n * times);
      expect(near - nearer).toBeLessThan(high - low);
    }),
  );
});
