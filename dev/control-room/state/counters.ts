import type { Labels } from '../../../shared/ports/telemetry.ts';

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
  readonly gauges: Map<string, number>;
  readonly windows: Map<string, number[]>;
}

/** Labels are few by contract; a defect that makes them many must not fill memory. */
const MAX_SERIES = 2000;
const WINDOW = 500;

export const createCounters = (): Counters => ({ totals: new Map(), gauges: new Map(), windows: new Map() });

const seriesKey = (metric: string, labels: Labels): string =>
  `${metric} ${JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

export const addCount = (counters: Counters, metric: string, value: number, labels: Labels): void => {
  const key = seriesKey(metric, labels);
  const series = counters.totals.get(key);
  if (series) series.value += value;
  else if (counters.totals.size < MAX_SERIES) counters.totals.set(key, { metric, labels, value });
};

export const setGauge = (counters: Counters, metric: string, value: number): void => {
  if (counters.gauges.has(metric) || counters.gauges.size < MAX_SERIES) counters.gauges.set(metric, value);
};

export const addToWindow = (counters: Counters, metric: string, value: number): void => {
  const window = counters.windows.get(metric) ?? [];
  window.push(value);
  if (window.length > WINDOW) window.shift();
  counters.windows.set(metric, window);
};

const matching = (counters: Counters, metric: string, where: Labels): Series[] =>
  [...counters.totals.values()].filter(
    (series) =>
      series.metric === metric && Object.entries(where).every(([label, value]) => series.labels[label] === value),
  );

/** Sum of a counter over the series that carry the labels of `where`. */
export const total = (counters: Counters, metric: string, where: Labels = {}): number =>
  matching(counters, metric, where).reduce((sum, series) => sum + series.value, 0);

/** A counter split by one of its labels, most frequent first. */
export const tally = (counters: Counters, metric: string, label: string, where: Labels = {}): Tally[] => {
  const sums = new Map<string, number>();
  for (const { labels, value } of matching(counters, metric, where)) {
    const name = labels[label] ?? 'unknown';
    sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return [...sums]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
};

/** The nearest-rank quantile (0 to 1) of a distribution's newest values; undefined before the first. */
export const quantile = (counters: Counters, metric: string, q: number): number | undefined => {
  const sorted = [...(counters.windows.get(metric) ?? [])].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
};
