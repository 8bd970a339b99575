import { asValue, compare, isTruthy, numberOf, readTimespan, Timespan, textOf, type Value } from './values.ts';

type Scalar = (args: readonly Value[], now: number) => Value;

/** A function of numbers: null where one of them is none. */
const numeric =
  (run: (...figures: number[]) => number): Scalar =>
  (args) => {
    const figures = args.map(numberOf);
    return figures.every((figure) => figure !== undefined) ? run(...figures) : null;
  };

const DAY = 86_400_000;

const dated =
  (run: (date: Date, ...rest: number[]) => number | Date): Scalar =>
  ([date, ...rest]) =>
    date instanceof Date ? run(date, ...rest.map((value) => numberOf(value) ?? 0)) : null;

const startOf = {
  day: (at: Date, by = 0) => new Date(Math.floor(at.getTime() / DAY) * DAY + by * DAY),
  month: (at: Date, by = 0) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + by, 1)),
  hour: (at: Date) => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000),
};

/** Down to a multiple, of numbers, lengths of time and dates alike. */
function bin(value: Value, size: Value): Value {
  const [figure, step] = [numberOf(value), numberOf(size)];
  if (figure === undefined || !step) return null;
  const down = Math.floor(figure / step) * step;
  if (value instanceof Date) return new Date(down);
  return value instanceof Timespan ? new Timespan(down) : down;
}

const toNumber = (value: Value, whole: boolean): Value => {
  if (value === null || value === '') return null;
  const figure =
    value instanceof Timespan ? value.ms * 10_000 : typeof value === 'string' ? Number(value) : numberOf(value);
  if (figure === undefined || Number.isNaN(figure)) return null;
  return whole ? Math.trunc(figure) : figure;
};

const parseJson = (value: Value): Value => {
  if (typeof value !== 'string') return value;
  try {
    return asValue(JSON.parse(value));
  } catch {
    return value;
  }
};

const toDate = (value: Value): Value => {
  const at = value instanceof Date ? value : new Date(textOf(value));
  return Number.isNaN(at.getTime()) ? null : at;
};

const isEmpty = (value: Value): boolean => value === null || textOf(value) === '';

/** As many of a date's figures as the letters ask for: yyyy MM dd HH mm ss. */
const formatDate = (date: Date, format: string): string => {
  const [, yyyy = '', MM = '', dd = '', HH = '', mm = '', ss = ''] =
    /^(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(date.toISOString()) ?? [];
  return format.replace(/yyyy|MM|dd|HH|mm|ss/g, (part) => ({ yyyy, MM, dd, HH, mm, ss })[part] ?? part);
};

const DIFFERENCES: Readonly<Record<string, number>> = {
  day: DAY,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};

const elements = (value: Value): readonly Value[] => (Array.isArray(value) ? value : []);

/** Scalar functions by name. What is not here is refused by name. */
export const FUNCTIONS: Readonly<Record<string, Scalar>> = {
  abs: numeric(Math.abs),
  round: numeric((value, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits),
  floor: ([value = null, size = null]) => bin(value, size),
  ceiling: numeric(Math.ceil),
  sqrt: numeric(Math.sqrt),
  pow: numeric((base, exponent) => base ** exponent),
  log: numeric(Math.log),
  max_of: (args) => args.reduce((a, b) => (compare(a, b) >= 0 ? a : b)),
  min_of: (args) => args.reduce((a, b) => (a !== null && (b === null || compare(a, b) <= 0) ? a : b)),
  bin: ([value = null, size = null]) => bin(value, size),
  not: ([value]) => (value === null ? null : !isTruthy(value ?? null)),
  iff: ([test = null, yes = null, no = null]) => (isTruthy(test) ? yes : no),
  iif: ([test = null, yes = null, no = null]) => (isTruthy(test) ? yes : no),
  case: (args) => {
    for (let at = 0; at + 1 < args.length; at += 2) if (isTruthy(args[at] ?? null)) return args[at + 1] ?? null;
    return args.at(-1) ?? null;
  },
  coalesce: (args) => args.find((value) => !isEmpty(value)) ?? null,
  isnull: ([value]) => value === null,
  isnotnull: ([value]) => value !== null,
  isempty: ([value = null]) => isEmpty(value),
  isnotempty: ([value = null]) => !isEmpty(value),
  isnan: ([value]) => Number.isNaN(value),
  isfinite: ([value]) => Number.isFinite(value),
  tostring: ([value = null]) => textOf(value),
  tolower: ([value = null]) => textOf(value).toLowerCase(),
  toupper: ([value = null]) => textOf(value).toUpperCase(),
  tolong: ([value = null]) => toNumber(value, true),
  toint: ([value = null]) => toNumber(value, true),
  todouble: ([value = null]) => toNumber(value, false),
  toreal: ([value = null]) => toNumber(value, false),
  tobool: ([value = null]) =>
    typeof value === 'boolean'
      ? value
      : ({ true: true, false: false, '1': true, '0': false }[textOf(value).toLowerCase()] ?? null),
  todatetime: ([value = null]) => toDate(value),
  totimespan: ([value = null]) => (value instanceof Timespan ? value : (readTimespan(textOf(value)) ?? null)),
  parse_json: ([value = null]) => parseJson(value),
  todynamic: ([value = null]) => parseJson(value),
  strlen: ([value = null]) => textOf(value).length,
  strcat: (args) => args.map(textOf).join(''),
  substring: ([value = null, from = 0, length = null]) => {
    const begin = numberOf(from) ?? 0;
    return textOf(value).slice(begin, length === null ? undefined : begin + (numberOf(length) ?? 0));
  },
  replace_string: ([value = null, from = null, to = null]) => textOf(value).replaceAll(textOf(from), textOf(to)),
  trim: ([pattern = null, value = null]) =>
    textOf(value).replace(new RegExp(`^(?:${textOf(pattern)})+|(?:${textOf(pattern)})+$`, 'g'), ''),
  split: ([value = null, by = null, index = null]) => {
    const parts = textOf(value).split(textOf(by));
    return index === null ? parts : [parts[numberOf(index) ?? 0] ?? ''];
  },
  extract: ([pattern = null, group = null, value = null]) =>
    new RegExp(textOf(pattern)).exec(textOf(value))?.[numberOf(group) ?? 0] ?? '',
  indexof: ([value = null, part = null]) => textOf(value).indexOf(textOf(part)),
  bag_keys: ([bag = null]) =>
    bag !== null && typeof bag === 'object' && !Array.isArray(bag) && !(bag instanceof Date) ? Object.keys(bag) : null,
  array_length: ([value = null]) => (Array.isArray(value) ? value.length : null),
  array_index_of: ([list = null, value = null]) => elements(list).findIndex((each) => compare(each, value) === 0),
  set_has_element: ([list = null, value = null]) => elements(list).some((each) => compare(each, value) === 0),
  pack_array: (args) => args,
  bag_pack: (args) =>
    Object.fromEntries(args.flatMap((name, at) => (at % 2 === 0 ? [[textOf(name), args[at + 1] ?? null]] : []))),
  now: ([by], now) => new Date(now + (by instanceof Timespan ? by.ms : 0)),
  ago: ([by], now) => (by instanceof Timespan ? new Date(now - by.ms) : null),
  startofday: dated(startOf.day),
  endofday: dated((at, by = 0) => new Date(startOf.day(at, by + 1).getTime() - 1)),
  startofmonth: dated(startOf.month),
  endofmonth: dated((at, by = 0) => new Date(startOf.month(at, by + 1).getTime() - 1)),
  hourofday: dated((at) => at.getUTCHours()),
  dayofmonth: dated((at) => at.getUTCDate()),
  dayofweek: ([at]) => (at instanceof Date ? new Timespan(at.getUTCDay() * DAY) : null),
  datetime_diff: ([unit = null, a, b]) => {
    const step = DIFFERENCES[textOf(unit).toLowerCase()];
    if (!(a instanceof Date) || !(b instanceof Date) || step === undefined) return null;
    return Math.floor(a.getTime() / step) - Math.floor(b.getTime() / step);
  },
  format_datetime: ([at, format = null]) => (at instanceof Date ? formatDate(at, textOf(format)) : null),
};
