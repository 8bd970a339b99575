/** A length of time, ms: told apart from a number, as Kusto does. */
export class Timespan {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

/** A cell. Objects and arrays are `dynamic`. */
export type Value =
  | string
  | number
  | boolean
  | Date
  | Timespan
  | null
  | readonly Value[]
  | { readonly [key: string]: Value };

export type Row = Readonly<Record<string, unknown>>;
export type Tables = Readonly<Record<string, readonly Row[]>>;

/** Whatever a caller puts into a cell: undefined is null. */
export const asValue = (cell: unknown): Value => (cell === undefined ? null : (cell as Value));

export const isTruthy = (value: Value): boolean => value === true;

/** A number to compare and to reckon with: dates and lengths of time by their ms. Undefined for what has none. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.getTime();
  return value instanceof Timespan ? value.ms : undefined;
}

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, ms: 1, m: 60_000, s: 1000 };

/** `90s`, `1.5h`, `00:05:00`, `1.02:03:04`; undefined for anything else. */
export function readTimespan(text: string): Timespan | undefined {
  const inner = text.replace(/^(?:time|timespan)\((.*)\)$/s, '$1').trim();
  const short = /^(-?[\d.]+)\s*(d|h|ms|m|s)[a-z]*$/.exec(inner);
  if (short) return new Timespan(Number(short[1]) * (UNITS[short[2] ?? ''] ?? Number.NaN));
  const long = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/.exec(inner);
  if (!long) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = long;
  return new Timespan(((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000);
}

/** `1.02:03:04.5`, as Kusto writes it. */
const timespanText = (ms: number): string => {
  const seconds = Math.abs(ms) / 1000;
  const two = (figure: number) => String(Math.floor(figure)).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const fraction = seconds % 1 === 0 ? '' : (seconds % 1).toFixed(7).slice(1);
  const time = `${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
  return `${ms < 0 ? '-' : ''}${days > 0 ? `${days}.` : ''}${time}`;
};

/** As `tostring()` writes a value; null is an empty text. */
export function textOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString().replace(/Z$/, '0000Z');
  if (value instanceof Timespan) return timespanText(value.ms);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const keyPart = (value: Value): unknown => {
  if (value instanceof Date) return ['date', value.getTime()];
  return value instanceof Timespan ? ['span', value.ms] : value;
};

/** What tells groups apart. */
export const keyOf = (values: readonly Value[]): string => JSON.stringify(values.map(keyPart));

/** Order of two values of one type, nulls as equal to each other and less than all else. */
export function compare(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [s, t] = [textOf(a), textOf(b)];
  return s < t ? -1 : s > t ? 1 : 0;
}
