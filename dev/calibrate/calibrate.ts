import type { Figures, Model } from '../../shared/domain/signal/confidence-model.ts';
import { dayOf } from '../../shared/domain/signal/performance-week.ts';
import { atLeast, type Level } from '../../shared/domain/signal/signal.ts';
import { sumCells } from '../../shared/domain/signal/track-record.ts';
import { crossValidate, weekOfSample } from './cross-validate.ts';
import { figuresOf } from './figures.ts';
import { type Foreseen, fitBeat, fitCalibration, fitLasting } from './fit.ts';
import { type Alert, alertsOf } from './policy.ts';
import type { Sample } from './sample.ts';

type Fitted = Omit<Model, 'provenance'>;

export interface Calibration {
  readonly model: Fitted;
  /** Weeks that were tested. */
  readonly folds: number;
  readonly crossValidated: Readonly<Record<string, Figures>>;
  /** How much better than their base rate alerts were foreseen. */
  readonly skill: number;
}

/** What SIGNALS asks of High, and of Medium and High together, with a hundredth in hand for weeks that nobody has seen. */
const HIGH_BEATS = 0.93;
const MEDIUM_UP_BEATS = 0.84;
const LEAST_BARS = { Low: 0.55, Medium: 0.65, High: 0.8 } as const;
const MOST_HIGH_BAR = 0.9;
const AS_IT_IS = { intercept: 0, slope: 1 } as const;
/** A claim is about an alert, and the best of a market's prices beats the close more often than the others: so many are looked at. */
const EVERYTHING = { Low: 0.5, Medium: 0.65, High: 0.8 } as const;

/** Fits a model, and what is to be said of it by weeks that it was not fitted on. Deterministic. */
export function calibrate(given: readonly Sample[]): Calibration {
  const samples = given.toSorted(byTime);
  const judged = samples.filter(({ clv }) => clv !== undefined);
  const { foreseen, folds } = crossValidate(samples);
  if (foreseen.length === 0)
    throw new Error(`${judged.length} judged candidates are too few to fit and test a model: give more recordings.`);
  const lasting = fitLasting(samples);
  const uncalibrated = (sample: Sample) => {
    const beat = folds.get(weekOfSample(sample));
    return beat && { beat, lasting, calibration: AS_IT_IS, bars: EVERYTHING };
  };
  const told = new Set(alertsOf(samples, uncalibrated).map(({ sample }) => sample));
  const alerted = foreseen.filter(({ sample }) => told.has(sample));
  if (new Set(alerted.map(({ sample }) => (sample.clv ?? 0) > 0)).size < 2)
    throw new Error(`${alerted.length} judged alerts are too few to test a model: give more recordings.`);
  const calibration = fitCalibration(alerted);
  const withBars = (bars: Model['bars']) => (sample: Sample) => {
    const beat = folds.get(weekOfSample(sample));
    return beat && { beat, calibration, lasting, bars };
  };
  const bars = chooseBars((bars) => alertsOf(samples, withBars(bars)));
  const alerts = alertsOf(samples, withBars(bars));
  const tested = samples.filter((sample) => folds.has(weekOfSample(sample)));
  return {
    model: { beat: fitBeat(judged), calibration, bars, lasting, record: recordOf(alerts) },
    folds: folds.size,
    crossValidated: figuresByGroup(alerts, tested),
    skill: skillOf(alerted, calibration),
  };
}

/** The lowest bars, not below those of SIGNALS, above which the tested weeks kept what is promised. */
function chooseBars(alertsWith: (bars: Model['bars']) => Alert[]): Model['bars'] {
  const bars: Model['bars'] = { ...LEAST_BARS };
  while (bars.High < MOST_HIGH_BAR && beatRate(alertsWith(bars), 'High') < HIGH_BEATS)
    bars.High = hundredths(bars.High + 0.01);
  while (bars.Medium < bars.High && beatRate(alertsWith(bars), 'Medium') < MEDIUM_UP_BEATS)
    bars.Medium = hundredths(bars.Medium + 0.01);
  return bars;
}

/** Sums of many numbers depend on their order in the last digits: the order of files must not. */
const byTime = (a: Sample, b: Sample): number =>
  a.candidate.view.observedAt - b.candidate.view.observedAt || (nameOf(a) < nameOf(b) ? -1 : 1);

const nameOf = ({ candidate: { view, offer } }: Sample): string =>
  `${view.transitionId} ${offer.book} ${offer.outcome}`;

const hundredths = (value: number): number => Math.round(value * 100) / 100;

const beatRate = (alerts: readonly Alert[], least: Level): number =>
  figuresOf(
    alerts.filter(({ claim }) => atLeast(claim.level, least)),
    1,
  ).beatRate;

const recordOf = (alerts: readonly Alert[]): Fitted['record'] =>
  sumCells(
    alerts.flatMap(({ sample: { candidate, clv }, claim: { level } }) =>
      clv === undefined ? [] : [{ type: candidate.type, level, judged: 1, beats: clv > 0 ? 1 : 0 }],
    ),
  );

const LEVEL_GROUPS = [
  ['High', ['High']],
  ['Medium', ['Medium']],
  ['Low', ['Low']],
  ['Medium and High', ['Medium', 'High']],
  ['all', ['Low', 'Medium', 'High']],
] as const satisfies readonly (readonly [string, readonly Level[]])[];

/** Figures of each league and of all, by level; e.g. under `baseball_mlb: High`. */
function figuresByGroup(alerts: readonly Alert[], tested: readonly Sample[]): Record<string, Figures> {
  const leagues = [...new Set(tested.map(leagueOf))].sort();
  const figures: Record<string, Figures> = {};
  for (const league of [...leagues, 'all leagues']) {
    const isIn = (sample: Sample) => league === 'all leagues' || leagueOf(sample) === league;
    const days = new Set(tested.filter(isIn).map(leagueDayOf)).size;
    for (const [name, levels] of LEVEL_GROUPS) {
      const group = alerts.filter(
        ({ sample, claim }) => isIn(sample) && (levels as readonly Level[]).includes(claim.level),
      );
      figures[`${league}: ${name}`] = figuresOf(group, days);
    }
  }
  return figures;
}

const leagueOf = ({ candidate }: Sample): string => candidate.view.event.league;
const leagueDayOf = (sample: Sample): string => `${leagueOf(sample)} ${dayOf(sample.candidate.view.observedAt)}`;

/** How much better than their base rate alerts were foreseen: 1 − log loss / entropy (McFadden's R²). */
function skillOf(alerted: readonly Foreseen[], { intercept, slope }: Model['calibration']): number {
  const rows = alerted.map(({ sample, logOdds }) => ({
    p: 1 / (1 + Math.exp(-intercept - slope * logOdds)),
    beats: (sample.clv ?? 0) > 0,
  }));
  const base = rows.filter(({ beats }) => beats).length / rows.length;
  const loss = (chance: (p: number) => number) =>
    rows.reduce((sum, { p, beats }) => sum - Math.log(beats ? chance(p) : 1 - chance(p)), 0);
  return Math.round(1e4 * (1 - loss((p) => p) / loss(() => base))) / 1e4;
}
