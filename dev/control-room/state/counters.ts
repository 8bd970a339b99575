import type { Labels } from '../../../shared/ports/telemetry.ts';
import { percentile } from '../../statistics.ts';

/** A label value and how often it was counted. */
export interface Tally {
  readonly name: string;
  readonly count: number;
}

interface Series {
  readonly metric: string;
  readonly labels: Labels;
  value: number;
}

/** Totals of counters, present values of gauges, and the newest values of each distribution. */
export interface Counters {
  readonly totals: Map<string, Series>;
  readonly gauges: Map<string, Series>;
  readonly windows: Map<string, number[]>;
}

/** Labels are few by contract; a defect that makes them many must not fill memory. */
const MAX_SERIES = 2000;
const WINDOW = 500;

export const createCounters = (): Counters => ({ totals: new Map(), gauges: new Map(), windows: new Map() });

const seriesKey = (metric: string, labels: Labels): string =>
  `${metric} ${JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

const seriesIn = (store: Map<string, Series>, metric: string, labels: Labels): Series | undefined => {
  const key = seriesKey(metric, labels);
  const known = store.get(key);
  if (known || store.size >= MAX_SERIES) return known;
  const series = { metric, labels, value: 0 };
  store.set(key, series);
  return series;
};

export const addCount = (counters: Counters, metric: string, value: number, labels: Labels): void => {
  const series = seriesIn(counters.totals, metric, labels);
  if (series) series.value += value;
};

export const setGauge = (counters: Counters, metric: string, value: number, labels: Labels): void => {
  const series = seriesIn(counters.gauges, metric, labels);
  if (series) series.value = value;
};

export const addToWindow = (counters: Counters, metric: string, value: number): void => {
  const window = counters.windows.get(metric) ?? [];
  window.push(value);
  if (window.length > WINDOW) window.shift();
  counters.windows.set(metric, window);
};

const matching = (store: ReadonlyMap<string, Series>, metric: string, where: Labels): Series[] =>
  [...store.values()].filter(
    (series) =>
      series.metric === metric && Object.entries(where).every(([label, value]) => series.labels[label] === value),
  );

/** The present value of a gauge, undefined before it was first told. */
export const present = (counters: Counters, metric: string, where: Labels = {}): number | undefined =>
  matching(counters.gauges, metric, where)[0]?.value;

/** Sum of a counter over the series that carry the labels of `where`. */
export const total = (counters: Counters, metric: string, where: Labels = {}): number =>
  matching(counters.totals, metric, where).reduce((sum, series) => sum + series.value, 0);

/** A counter split by one of its labels, most frequent first. */
export const tally = (counters: Counters, metric: string, label: string, where: Labels = {}): Tally[] =>
  sumByName(
    matching(counters.totals, metric, where).map(({ labels, value }) => ({
      name: labels[label] || 'unknown',
      count: value,
    })),
  );

/** Joins tallies that share names, most frequent first. */
export const sumByName = (tallies: readonly Tally[]): Tally[] => {
  const sums = new Map<string, number>();
  for (const { name, count } of tallies) sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
};

/** The nearest-rank quantile (0 to 1) of a distribution's newest values; undefined before the first. */
export const quantile = (counters: Counters, metric: string, q: number): number | undefined => {
  const window = counters.windows.get(metric);
  return window && percentile(window, q);
};
