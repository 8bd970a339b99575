import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  additiveProbabilities,
  hold,
  multiplicativeProbabilities,
  powerProbabilities,
  type RemoveVig,
  shinProbabilities,
} from './fair.ts';

const methods: [string, RemoveVig][] = [
  ['power', powerProbabilities],
  ['multiplicative', multiplicativeProbabilities],
  ['additive', additiveProbabilities],
  ['shin', shinProbabilities],
];
const price = fc.double({ min: 1.01, max: 101, noNaN: true });
const market = fc
  .array(price, { minLength: 2, maxLength: 3 })
  .filter((prices) => hold(prices) > 0 && hold(prices) < 0.25);

describe.each(methods)('%s probabilities', (_name, fair) => {
  it('sum to 1, each between 0 and 1', () => {
    fc.assert(
      fc.property(market, (prices) => {
        const p = fair(prices);
        expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        for (const one of p) expect(one >= 0 && one <= 1).toBe(true);
      }),
    );
  });

  it('keep the order of the prices: the shorter price is never the less likely', () => {
    fc.assert(
      fc.property(market, (prices) => {
        const p = fair(prices);
        for (const [i, a] of prices.entries())
          for (const [j, b] of prices.entries()) if (a < b) expect((p[i] ?? 0) - (p[j] ?? 0)).toBeGreaterThan(-1e-12);
      }),
    );
  });

  it('finds even money in an even market', () => {
    expect(fair([1.91, 1.91])).toEqual([0.5, 0.5]);
  });
});

it('the power method holds for any prices, however senseless the market', () => {
  const senseless = fc.array(fc.double({ min: 1.01, max: 1001, noNaN: true }), { minLength: 2, maxLength: 3 });
  fc.assert(
    fc.property(senseless, (prices) => {
      const logs = prices.map((price) => Math.log(price));
      const p = powerProbabilities(prices);
      const k = -Math.log(p[0] ?? 0) / (logs[0] ?? 1);
      p.forEach((probability, i) => {
        expect(-Math.log(probability) / (logs[i] ?? 1) / k).toBeCloseTo(1, 4);
      });
    }),
    { examples: [[[1001, 1001]], [[1.01, 1.01, 1.01]], [[1.01, 1001]]] },
  );
});

it('Shin equals additive for two outcomes', () => {
  fc.assert(
    fc.property(market, (prices) => {
      fc.pre(prices.length === 2 && additiveProbabilities(prices).every((p) => p > 0));
      const additive = additiveProbabilities(prices);
      shinProbabilities(prices).forEach((p, i) => {
        expect(p).toBeCloseTo(additive[i] ?? Number.NaN, 6);
      });
    }),
  );
});

it('the power method takes more vig from the outsider than the multiplicative one', () => {
  expect(powerProbabilities([1.2, 4.8])[1]).toBeLessThan(multiplicativeProbabilities([1.2, 4.8])[1] ?? 0);
});
