import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extremes } from './report-alert.ts';

describe('extremes', () => {
  it('are at most ten of each, none in both, in order, and leave out only what lies between', () => {
    const clv = fc.option(fc.double({ min: -1, max: 2, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(clv, { maxLength: 40 }), (clvs) => {
        const alerts = clvs.map((value, id) => ({ id, value }));
        const { best, worst } = extremes(alerts, ({ value }) => value);
        const judged = alerts.filter(({ value }) => value !== undefined);
        expect(new Set([...best, ...worst]).size).toBe(Math.min(20, judged.length));
        expect(Math.max(best.length, worst.length)).toBeLessThanOrEqual(10);
        const valuesOf = (some: typeof alerts) => some.map(({ value = 0 }) => value);
        expect(valuesOf([...best])).toEqual(valuesOf([...best]).sort((a, b) => b - a));
        expect(valuesOf([...worst])).toEqual(valuesOf([...worst]).sort((a, b) => a - b));
        const rest = judged.filter((alert) => !best.includes(alert) && !worst.includes(alert));
        for (const { value = 0 } of rest) {
          expect(value).toBeLessThanOrEqual(best.at(-1)?.value ?? 0);
          expect(value).toBeGreaterThanOrEqual(worst.at(-1)?.value ?? 0);
        }
      }),
    );
  });
});
