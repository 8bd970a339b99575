import { compare, isTruthy, keyOf, numberOf, type Row, Timespan, type Value } from './values.ts';

type Of = (row: Row) => Value;

/** What comes of a group of rows: one value a column. */
type Aggregate = (args: readonly Of[], rows: readonly Row[]) => Value;

const present = (of: Of | undefined, rows: readonly Row[]): readonly Value[] =>
  of === undefined ? [] : rows.map(of).filter((value) => value !== null);

const figures = (of: Of | undefined, rows: readonly Row[]): readonly number[] =>
  present(of, rows).flatMap((value) => numberOf(value) ?? []);

/** Sums keep what they are sums of: numbers, or lengths of time. */
const likeFirst = (of: Of | undefined, rows: readonly Row[], figure: number): Value => {
  const [first] = present(of, rows);
  return first instanceof Timespan ? new Timespan(figure) : first instanceof Date ? new Date(figure) : figure;
};

const where = (test: Of | undefined, rows: readonly Row[]): readonly Row[] =>
  rows.filter((row) => isTruthy(test?.(row) ?? null));

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const mean: Aggregate = ([of], rows) => {
  const values = figures(of, rows);
  return values.length === 0 ? null : likeFirst(of, rows, total(values) / values.length);
};

const extreme =
  (sign: 1 | -1): Aggregate =>
  ([of], rows) =>
    present(of, rows).reduce<Value>(
      (best, value) => (best === null || sign * compare(value, best) > 0 ? value : best),
      null,
    );

/** The nearest rank, as Kusto's estimate has it for few values. */
const percentile: Aggregate = ([of, share], rows) => {
  const values = figures(of, rows).toSorted((a, b) => a - b);
  const wanted = numberOf(share?.({}) ?? null) ?? Number.NaN;
  if (values.length === 0) return null;
  const rank = Math.min(values.length, Math.max(1, Math.ceil((wanted / 100) * values.length)));
  return likeFirst(of, rows, values[rank - 1] ?? Number.NaN);
};

const distinct = (of: Of | undefined, rows: readonly Row[]): readonly Value[] => [
  ...new Map(present(of, rows).map((value) => [keyOf([value]), value])).values(),
];

const onlyIf =
  (aggregate: Aggregate): Aggregate =>
  (args, rows) =>
    aggregate(args.slice(0, -1), where(args.at(-1), rows));

const count: Aggregate = (_, rows) => rows.length;
const sum: Aggregate = ([of], rows) => likeFirst(of, rows, total(figures(of, rows)));
const dcount: Aggregate = ([of], rows) => distinct(of, rows).length;
const takeAny: Aggregate = ([of], rows) => present(of, rows)[0] ?? null;

/** Aggregates by name, but for those that give several columns (arg_max, arg_min, percentiles). */
export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  count,
  countif: ([test], rows) => where(test, rows).length,
  sum,
  sumif: onlyIf(sum),
  avg: mean,
  avgif: onlyIf(mean),
  min: extreme(-1),
  minif: onlyIf(extreme(-1)),
  max: extreme(1),
  maxif: onlyIf(extreme(1)),
  percentile,
  dcount,
  dcountif: onlyIf(dcount),
  take_any: takeAny,
  any: takeAny,
  make_list: ([of], rows) => present(of, rows),
  make_set: ([of], rows) => distinct(of, rows),
  stdev: ([of], rows) => {
    const values = figures(of, rows);
    if (values.length < 2) return 0;
    const middle = total(values) / values.length;
    return Math.sqrt(total(values.map((value) => (value - middle) ** 2)) / (values.length - 1));
  },
};

/** The row in which something is greatest (`sign` 1) or least. */
export const extremeRow = (of: Of, rows: readonly Row[], sign: 1 | -1): Row | undefined =>
  rows
    .filter((row) => of(row) !== null)
    .reduce<Row | undefined>(
      (best, row) => (best === undefined || sign * compare(of(row), of(best)) > 0 ? row : best),
      undefined,
    );
