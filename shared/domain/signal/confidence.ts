import type { Candidate } from './detect.ts';
import type { Features } from './features.ts';
import type { AlertType, Level } from './signal.ts';

/** A claim that can be checked, and what it rests on. */
export interface Claim {
  /** P(this price beats the fair closing line). */
  readonly confidence: number;
  readonly basis: string;
}

/** The seam at which a fitted model takes the formula's place. Pure. */
export type ConfidenceModel = (candidate: Pick<Candidate, 'type' | 'features'>) => Claim;

/** An edge above this is usually a mistake or a dead feed. */
export const SUSPECT_EDGE = 0.1;

const BARS = [
  ['High', 0.8],
  ['Medium', 0.65],
  ['Low', 0.55],
] as const satisfies readonly (readonly [Level, number])[];

/** The level of a confidence; undefined below the bar. A suspect edge is never High on its own. */
export function levelOf(confidence: number, suspect: boolean): Level | undefined {
  const level = BARS.find(([, least]) => confidence >= least)?.[0];
  return level === 'High' && suspect ? 'Medium' : level;
}

/** What the kind of alert says by itself, in log-odds: a whole market in motion tells more than one book alone. */
const TYPE_LOG_ODDS: Readonly<Record<AlertType, number>> = {
  SteamMove: 0.3,
  SharpActivity: 0,
  KeyNumberCross: -0.2,
  ValueGap: -0.6,
  Reversal: -1,
};

/** Log-odds of beating the close. */
const logOdds = (type: AlertType, f: Features): number =>
  -1.9 +
  TYPE_LOG_ODDS[type] +
  // What the price is worth beyond the consensus: the first four per cent count in full, more is doubtful.
  45 * Math.min(f.edge, 0.04) +
  // Other books that think it a good price on their own.
  1.2 * f.agreement +
  // Books that moved this way, against those that moved the other.
  0.12 * Math.min(f.movers, 6) -
  0.25 * f.opposing -
  // Books that disagree among themselves make a poor consensus.
  8 * f.dispersion;

/** First version: a logistic formula with hand-set weights. */
export const formulaModel: ConfidenceModel = ({ type, features }) => ({
  confidence: Math.round(1e4 / (1 + Math.exp(-logOdds(type, features)))) / 1e4,
  basis: 'a formula of edge, agreement and movement; not yet fitted to results',
});
