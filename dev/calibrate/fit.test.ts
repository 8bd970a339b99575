import { describe, expect, it } from 'vitest';
import { chanceToLast } from '../../shared/domain/signal/confidence-model.ts';
import { fisherScoring } from './fisher.ts';
import { fitBeat, fitCalibration, fitLasting, weightsOf } from './fit.ts';
import { chances, inventSamples, TRUTH } from './testing/samples.ts';

const logistic = (eta: number): number => 1 / (1 + Math.exp(-eta));

describe('fisherScoring', () => {
  const random = chances(7);
  const rows = Array.from({ length: 4000 }, () => [10 * random(), 100 + random()]);
  const hits = rows.map(([a = 0]) => random() < logistic(0.4 * a - 2));
  const score = (eta: number, i: number) => {
    const p = logistic(eta);
    return { gradient: (hits[i] ? 1 : 0) - p, information: p * (1 - p) };
  };

  it('ends where the gradient of the likelihood is nothing', () => {
    const { intercept, weights } = fisherScoring(rows, score, { ridge: 0 });
    const rests = rows.map((row, i) => score(intercept + row.reduce((sum, x, k) => sum + x * (weights[k] ?? 0), 0), i));
    expect(Math.abs(rests.reduce((sum, { gradient }) => sum + gradient, 0))).toBeLessThan(1e-6);
    expect(Math.abs(rests.reduce((sum, { gradient }, i) => sum + gradient * (rows[i]?.[0] ?? 0), 0))).toBeLessThan(
      1e-4,
    );
    expect(weights[0]).toBeCloseTo(0.4, 1);
  });

  it('holds weights towards nothing the more, the stronger the ridge', () => {
    const sizes = [0, 200, 20_000].map((ridge) => Math.abs(fisherScoring(rows, score, { ridge }).weights[0] ?? 0));
    expect(sizes[1]).toBeLessThan(sizes[0] ?? 0);
    expect(sizes[2]).toBeLessThan((sizes[0] ?? 0) / 4);
  });

  it('bears a feature that is the same in all rows', () => {
    const { weights } = fisherScoring(
      rows.map(([a = 0]) => [a, 3]),
      score,
      { ridge: 1 },
    );
    expect(weights[1]).toBeCloseTo(0, 6);
  });
});

describe('fitBeat', () => {
  it('finds what makes prices beat the close, and nothing else', () => {
    const { weights } = fitBeat(inventSamples({ seed: 1, count: 20_000, weeks: 10 }));
    expect(weights.edgeOverTime).toBeGreaterThan(TRUTH.edgeOverTime * 0.75);
    expect(weights.edgeOverTime).toBeLessThan(TRUTH.edgeOverTime * 1.15);
    expect(weights.agreement).toBeCloseTo(TRUTH.agreement, 0);
    expect(weights.longshot).toBeCloseTo(0, 6);
  });

  it('leaves out what would make a price look better that cannot', () => {
    const samples = inventSamples({ seed: 5, count: 5000, weeks: 4 }).map((sample) => {
      const { candidate, clv = 0 } = sample;
      return { ...sample, candidate: { ...candidate, features: { ...candidate.features, distance: clv > 0 ? 1 : 0 } } };
    });
    const { weights } = fitBeat(samples);
    expect(weights.distance).toBe(0);
    expect(weights.edgeOverTime).toBeGreaterThan(0);
  });

  it('counts a price that stands all day with the root of its number', () => {
    const [one, ...others] = inventSamples({ seed: 2, count: 10, weeks: 1 });
    if (!one) throw new Error('no sample');
    expect(weightsOf([one, one, one, one, ...others]).slice(0, 5)).toEqual([0.5, 0.5, 0.5, 0.5, 1]);
  });
});

describe('fitCalibration', () => {
  it('takes back half of what is claimed twice too surely', () => {
    const samples = inventSamples({ seed: 3, count: 20_000, weeks: 4 });
    const foreseen = samples.map((sample) => {
      const { edgeOverTime, agreement } = sample.candidate.features;
      const logOdds = TRUTH.intercept + TRUTH.edgeOverTime * edgeOverTime + TRUTH.agreement * agreement;
      return { sample, logOdds: 2 * logOdds };
    });
    expect(fitCalibration(foreseen).slope).toBeCloseTo(0.5, 1);
  });
});

describe('fitLasting', () => {
  it('finds how fast new prices go, and old ones', () => {
    const lasting = fitLasting(inventSamples({ seed: 4, count: 20_000, weeks: 4 }));
    const standing = (isNew: number, minutes: number) =>
      chanceToLast({ lasting }, { isNew, readMinutes: 0, nearness: 0, stir: 0, cautiousEdge: 0, support: 0 }, minutes);
    expect(standing(0, 15)).toBeCloseTo(Math.exp(-0.15), 1);
    expect(standing(1, 15)).toBeCloseTo(Math.exp(-0.6), 1);
    expect(standing(1, 5)).toBeCloseTo(Math.exp(-0.2), 1);
  });
});
