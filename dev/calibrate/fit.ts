import { LASTING_FEATURES, type Model } from '../../shared/domain/signal/confidence-model.ts';
import { FEATURES, type Feature } from '../../shared/domain/signal/features.ts';
import { fisherScoring, type Score } from './fisher.ts';
import type { Sample } from './sample.ts';

/** A pull towards no effect, as strong as so many rows: of 20 to 400, what foresaw unseen weeks best. */
const RIDGE = 200;

const logistic = (eta: number): number => 1 / (1 + Math.exp(-eta));

const logisticScore = (beats: boolean, weight: number, eta: number): Score => {
  const p = logistic(eta);
  return { gradient: weight * ((beats ? 1 : 0) - p), information: weight * p * (1 - p) };
};

const isBeaten = ({ clv }: Sample): boolean => (clv ?? 0) > 0;

const named = <Name extends string>(names: readonly Name[], weights: readonly number[]): Record<Name, number> =>
  Object.fromEntries(names.map((name, k) => [name, sixDigits(weights[k] ?? 0)])) as Record<Name, number>;

/** More digits than a reader needs, and enough that rounding changes no claim. */
const sixDigits = (value: number): number => Math.round(value * 1e6) / 1e6 + 0;

/**
 * How much each sample counts. A price that stands for a day is seen in each poll: it is one price, told many times, so it counts
 * with the root of its number.
 */
export function weightsOf(samples: readonly Sample[]): number[] {
  const counts = new Map<string, number>();
  const keyOf = ({ candidate: { view, offer } }: Sample) =>
    `${view.event.id} ${view.market} ${offer.book} ${offer.outcome}`;
  for (const sample of samples) counts.set(keyOf(sample), (counts.get(keyOf(sample)) ?? 0) + 1);
  return samples.map((sample) => 1 / Math.sqrt(counts.get(keyOf(sample)) ?? 1));
}

/** What must not make a price look better, or worse: a fit to few leagues finds such things by chance. */
const SIGNS: Readonly<Partial<Record<Feature, 1 | -1>>> = {
  edgeOverTime: 1,
  cautiousEdge: 1,
  agreement: 1,
  support: 1,
  longshot: -1,
  distance: -1,
};

/** Log-odds of beating the close: a logistic regression over the judged samples. A weight of the wrong sign is left out. */
export function fitBeat(samples: readonly Sample[], names: readonly Feature[] = FEATURES): Model['beat'] {
  const weights = weightsOf(samples);
  const rows = samples.map(({ candidate }) => names.map((name) => candidate.features[name]));
  const fit = fisherScoring(
    rows,
    (eta, i) => logisticScore(samples[i] !== undefined && isBeaten(samples[i]), weights[i] ?? 0, eta),
    { ridge: RIDGE },
  );
  const sensible = names.filter((name, k) => (fit.weights[k] ?? 0) * (SIGNS[name] ?? 0) >= 0);
  if (sensible.length < names.length) return fitBeat(samples, sensible);
  return { intercept: sixDigits(fit.intercept), weights: { ...NO_WEIGHTS, ...named(names, fit.weights) } };
}

const NO_WEIGHTS = named(FEATURES, []);

/** One sample as the model that was fitted before it saw it. */
export interface Foreseen {
  readonly sample: Sample;
  readonly logOdds: number;
}

/** Platt's method: a logistic regression of what came on the log-odds that were foreseen. Source: Platt (1999). */
export function fitCalibration(foreseen: readonly Foreseen[]): Model['calibration'] {
  const fit = fisherScoring(
    foreseen.map(({ logOdds }) => [logOdds]),
    (eta, i) => {
      const one = foreseen[i];
      return one ? logisticScore(isBeaten(one.sample), 1, eta) : { gradient: 0, information: 0 };
    },
    { ridge: 0 },
  );
  return { intercept: sixDigits(fit.intercept), slope: sixDigits(Math.max(0.1, fit.weights[0] ?? 1)) };
}

/** A first guess of the rate at which prices go, ln per minute: 1 % a minute. */
const FIRST_RATE = Math.log(0.01);
/** A next snapshot that is further away says little of a price's first minutes. */
const MOST_MINUTES = 45;

/**
 * ln of the rate at which prices go: P(stands after t minutes) = exp(−t · rate), fitted to whether prices stood in the next snapshot.
 * Source: Prentice & Gloeckler, "Regression analysis of grouped survival data", Biometrics 34 (1978).
 */
export function fitLasting(samples: readonly Sample[]): Model['lasting'] {
  const seen = samples.flatMap(({ lasting, next }) =>
    next && next.minutes > 0 && next.minutes <= MOST_MINUTES ? [{ lasting, ...next }] : [],
  );
  const fit = fisherScoring(
    seen.map(({ lasting }) => LASTING_FEATURES.map((name) => lasting[name])),
    (eta, i) => {
      const one = seen[i];
      if (!one) return { gradient: 0, information: 0 };
      const hazard = one.minutes * Math.exp(Math.min(3, eta));
      const gone = -Math.expm1(-hazard);
      const pull = (hazard * Math.exp(-hazard)) / gone;
      return { gradient: one.stands ? -hazard : pull, information: hazard * pull };
    },
    { ridge: RIDGE, start: FIRST_RATE },
  );
  return { intercept: sixDigits(fit.intercept), weights: named(LASTING_FEATURES, fit.weights) };
}
