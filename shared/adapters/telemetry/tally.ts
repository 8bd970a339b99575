import type { Labels } from '../../ports/telemetry.ts';
import { safeFields } from './safe-fields.ts';

/** What was observed of one series. A gauge is read by its `last`. */
interface Observed {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
}

/** Figures that come together until they are taken. */
export interface Tally {
  count(metric: string, value: number, labels: Labels): void;
  observe(metric: string, value: number, labels: Labels): void;
  /** What came together since the last time, as fields; undefined if nothing has. */
  take(): Readonly<Record<string, number>> | undefined;
}

/**
 * Sums counters and sums up observations per series, of which it holds `maxSeries`. Fields: `metric{label=value}` with a counter's
 * sum, unless zero; `metric{label=value}.count`, `.sum`, `.min`, `.max` and `.last` of an observation. What is not a number and
 * what would begin one series too many is only counted, as `left_out`.
 */
export function createTally(maxSeries: number): Tally {
  const sums = new Map<string, number>();
  const observed = new Map<string, Observed>();
  let leftOut = 0;

  const merge = <T>(into: Map<string, T>, name: string, value: number, merged: (before: T | undefined) => T): void => {
    const before = into.get(name);
    const full = before === undefined && sums.size + observed.size >= maxSeries;
    if (full || !Number.isFinite(value)) leftOut += 1;
    else into.set(name, merged(before));
  };

  return {
    count: (metric, value, labels) => {
      if (value !== 0) merge(sums, seriesName(metric, labels), value, (sum = 0) => sum + value);
    },
    observe: (metric, value, labels) =>
      merge(observed, seriesName(metric, labels), value, (before) => observe(before, value)),
    take: () => {
      if (sums.size + observed.size + leftOut === 0) return undefined;
      const figures = [...sums, ...[...observed].flatMap(([name, series]) => figuresOf(name, series))];
      const fields = Object.fromEntries(leftOut > 0 ? [...figures, ['left_out', leftOut]] : figures);
      sums.clear();
      observed.clear();
      leftOut = 0;
      return fields;
    },
  };
}

const observe = (before: Observed | undefined, value: number): Observed => ({
  count: (before?.count ?? 0) + 1,
  sum: (before?.sum ?? 0) + value,
  min: Math.min(before?.min ?? value, value),
  max: Math.max(before?.max ?? value, value),
  last: value,
});

const figuresOf = (name: string, series: Observed): [string, number][] =>
  Object.entries(series).map(([figure, value]) => [`${name}.${figure}`, value]);

/** What stands in a series' name as it is; other values are quoted, so that no two series share a name. */
const PLAIN = /^[^\s"=,{}]*$/;

/** `metric{label=value,…}`, labels in order of their names. Values are made safe here: nobody looks for secrets in a field's name. */
function seriesName(metric: string, labels: Labels): string {
  const pairs = Object.entries(safeFields(labels)).map(([name, value]) => {
    const text = String(value);
    return `${name}=${PLAIN.test(text) ? text : JSON.stringify(text)}`;
  });
  return pairs.length === 0 ? metric : `${metric}{${pairs.sort().join(',')}}`;
}
