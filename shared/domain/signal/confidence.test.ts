import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaModel, levelOf } from './confidence.ts';
import type { Features } from './features.ts';

const features = fc.record({
  edge: fc.double({ min: 0, max: 0.5, noNaN: true }),
  movers: fc.integer({ min: 0, max: 40 }),
  hoursToStart: fc.double({ min: 0, max: 5000, noNaN: true }),
  ways: fc.constantFrom(2, 3),
});
const confidenceOf = (of: Features) => formulaModel({ type: 'SharpActivity', features: of }).confidence;

describe('formulaModel', () => {
  it('claims a chance, and never a certainty', () => {
    fc.assert(
      fc.property(features, (of) => {
        expect(confidenceOf(of)).toBeGreaterThan(0);
        expect(confidenceOf(of)).toBeLessThan(0.95);
      }),
    );
  });

  it.each([
    ['edge', { edge: 0.01 }, { edge: 0.04 }],
    ['moving books', { movers: 2 }, { movers: 5 }],
    ['time', { hoursToStart: 20 }, { hoursToStart: 1 }],
    ['outcomes', { ways: 3 }, { ways: 2 }],
  ])('claims more with better %s, never less', (_name, worse, better) => {
    fc.assert(
      fc.property(features, (of) => {
        expect(confidenceOf({ ...of, ...better })).toBeGreaterThan(confidenceOf({ ...of, ...worse }));
      }),
    );
  });
});

describe('levelOf', () => {
  it.each([
    [0.8, false, 'High'],
    [0.7999, false, 'Medium'],
    [0.65, false, 'Medium'],
    [0.6499, false, 'Low'],
    [0.55, false, 'Low'],
    [0.5499, false, undefined],
    [0.95, true, 'Medium'],
    [0.6, true, 'Low'],
  ])('%d, suspect: %s → %s', (confidence, suspect, level) => {
    expect(levelOf(confidence, suspect)).toBe(level);
  });
});
