import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimFor, formulaModel, levelOf } from './confidence.ts';
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

describe('claimFor', () => {
  const sure = () => ({ confidence: 0.95, basis: 'test' });
  const candidate = (edge: number) => ({
    type: 'ValueGap' as const,
    features: { edge, movers: 1, hoursToStart: 1, ways: 2 },
  });

  it('holds a claim back where the edge is too good to be likely', () => {
    expect(claimFor(sure, candidate(0.1)).confidence).toBe(0.95);
    expect(levelOf(claimFor(sure, candidate(0.101)).confidence)).toBe('Medium');
  });

  it('never raises a claim', () => {
    expect(claimFor(() => ({ confidence: 0.3, basis: 'test' }), candidate(0.5)).confidence).toBe(0.3);
  });
});

describe('levelOf', () => {
  it.each([
    [0.8, 'High'],
    [0.7999, 'Medium'],
    [0.65, 'Medium'],
    [0.6499, 'Low'],
    [0.55, 'Low'],
    [0.5499, undefined],
  ])('%d → %s', (confidence, level) => {
    expect(levelOf(confidence)).toBe(level);
  });
});
