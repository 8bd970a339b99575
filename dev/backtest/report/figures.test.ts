import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binsOf, figuresOf } from './figures.ts';

const alert = fc.record({
  clv: fc.option(fc.double({ min: -0.9, max: 3, noNaN: true }), { nil: undefined }),
  signal: fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }) }),
});

describe('figuresOf', () => {
  it('gives what counting by hand gives', () => {
    fc.assert(
      fc.property(fc.array(alert, { minLength: 1, maxLength: 60 }), (alerts) => {
        const judged = alerts.flatMap(({ clv, signal }) => (clv === undefined ? [] : [{ clv, p: signal.confidence }]));
        const figures = figuresOf(alerts);
        expect(figures).toMatchObject({ signals: alerts.length, judged: judged.length });
        expect(figures.calibrationError === undefined).toBe(judged.length === 0);
        if (judged.length === 0) return;
        // The sum over the ten bins, as tools/judge-signals.mjs writes it.
        let error = 0;
        for (let bin = 0; bin < 10; bin++) {
          const own = judged.filter(({ p }) => Math.min(9, Math.floor(p * 10)) === bin);
          if (own.length === 0) continue;
          const beat = own.filter(({ clv }) => clv > 0).length / own.length;
          const claimed = own.reduce((sum, { p }) => sum + p, 0) / own.length;
          error += (own.length / judged.length) * Math.abs(beat - claimed);
        }
        expect(figures.calibrationError).toBeCloseTo(error, 12);
        expect(figures.beatRate).toBeCloseTo(judged.filter(({ clv }) => clv > 0).length / judged.length, 12);
      }),
    );
  });
});

describe('binsOf', () => {
  it('puts every judged alert into the bin that holds its confidence, and no other', () => {
    fc.assert(
      fc.property(fc.array(alert), fc.integer({ min: 1, max: 30 }), (alerts, count) => {
        const bins = binsOf(alerts, count);
        expect(bins.reduce((sum, { judged }) => sum + judged, 0)).toBe(figuresOf(alerts).judged);
        for (const { from, to, claimed, beatRate, interval } of bins) {
          expect(claimed).toBeGreaterThanOrEqual(from - 1e-9);
          expect(claimed).toBeLessThanOrEqual(to + 1e-9);
          expect(interval[0]).toBeLessThanOrEqual(beatRate);
          expect(interval[1]).toBeGreaterThanOrEqual(beatRate);
        }
      }),
    );
  });
});
