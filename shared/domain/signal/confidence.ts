import type { Candidate } from './detect.ts';
import type { Features } from './features.ts';
import { isSuspect } from './offers.ts';
import type { Level } from './signal.ts';

/** A claim that can be checked, and what it rests on. */
export interface Claim {
  /** P(this price beats the fair closing line). */
  readonly confidence: number;
  readonly basis: string;
}

/** The seam at which a fitted model takes the formula's place. Pure. */
export type ConfidenceModel = (candidate: Pick<Candidate, 'type' | 'features'>) => Claim;

const BARS = [
  ['High', 0.8],
  ['Medium', 0.65],
  ['Low', 0.55],
] as const satisfies readonly (readonly [Level, number])[];

/** The most that is claimed for a suspect edge: never High on its own. */
const MOST_SUSPECT = 0.79;

/** A model's claim, held back where the edge is suspect. */
export const claimFor = (model: ConfidenceModel, candidate: Pick<Candidate, 'type' | 'features'>): Claim => {
  const claim = model(candidate);
  return isSuspect(candidate.features.edge)
    ? { ...claim, confidence: Math.min(claim.confidence, MOST_SUSPECT) }
    : claim;
};

/** The level of a confidence; undefined below the bar. */
export const levelOf = (confidence: number): Level | undefined => BARS.find(([, least]) => confidence >= least)?.[0];

/** 0 at `from` and below, 1 at `to` and above, straight in between. */
const ramp = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

/**
 * Log-odds of beating the close. Weights of a logistic regression over 2,894 candidates of nine recordings of American football,
 * baseball, basketball and soccer, rounded; on later weeks than those it was fitted on, claims of 0.60, 0.71 and 0.82 in the
 * mean came true 0.58, 0.73 and 0.92 of the time (n = 437, 476, 13).
 */
const logOdds = ({ edge, movers, hoursToStart, ways }: Features): number =>
  0.4 +
  // What the price is worth beyond the consensus: the first four per cent count most, more is doubtful.
  0.65 * ramp(edge, 0, 0.04) +
  0.4 * ramp(edge, 0.04, 0.1) +
  // The more books agree by moving, the more it is worth to hold a price that has not.
  0.8 * ramp(movers, 0, 6) -
  // The closer the start, the closer the consensus is to the close.
  0.26 * Math.log1p(Math.min(hoursToStart, 72)) -
  (ways === 3 ? 0.3 : 0);

/** First version: a logistic formula of four features. */
export const formulaModel: ConfidenceModel = ({ features }) => ({
  confidence: Math.round(1e4 / (1 + Math.exp(-logOdds(features)))) / 1e4,
  basis: 'first formula, fitted to recorded odds',
});
