/** A linear scale from values to places on a drawing. */
export type Scale = (value: number) => number;

export const linear =
  ([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale =>
  (value) =>
    high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from);

/** A place on a drawing, to a tenth: more would only make the page longer. */
export const place = (value: number): string => String(Number(value.toFixed(1)) + 0);

const STEPS = [1, 2, 2.5, 5, 10];

/** Round values within a range, at most so many. */
export function ticks(low: number, high: number, most: number): readonly number[] {
  const rough = (high - low) / most;
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  28 * DAY,
];

/** Round moments (UTC, epoch ms) within a range, at most so many, and the step between them. */
export function timeTicks(from: number, until: number, most: number): { times: readonly number[]; step: number } {
  const step = TIME_STEPS.find((candidate) => (until - from) / candidate <= most) ?? 28 * DAY;
  const first = Math.ceil(from / step);
  const times = Array.from(
    { length: Math.max(0, Math.floor(until / step) - first + 1) },
    (_, index) => (first + index) * step,
  );
  return { times, step };
}
