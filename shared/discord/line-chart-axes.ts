import type { MarketType } from '../domain/market/market.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** At most so many spans between the marks of an axis: more would not be read on a phone. */
const MOST_SPANS = 6;

/** What time is told in, and how far apart its marks may stand. */
const TIME_UNITS = [
  { unit: 'minute', ms: MINUTE, steps: [1, 2, 5, 10, 15, 30] },
  { unit: 'hour', ms: HOUR, steps: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 6, 12] },
  { unit: 'day', ms: DAY, steps: [1, 2, 3, 7, 14, 28] },
] as const;
/** Longer before the start nobody counts in minutes. */
const MOST_MINUTES = 120;

/** An axis with a mark at each multiple of `step`. */
export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Time as a number: units left until the start, which falls as time goes by. */
export interface TimeAxis extends Axis {
  readonly unit: (typeof TIME_UNITS)[number]['unit'];
  /** Epoch ms → units left until the start, to four places (an hour's is a third of a second). */
  readonly before: (at: number) => number;
}

const TIME_STEPS = TIME_UNITS.flatMap(({ steps, ...unit }) => steps.map((step) => ({ ...unit, step })));
const WIDEST = { unit: 'day', ms: DAY, step: 28 } as const;

/** The axis that runs from `from` to `until` (epoch ms) and counts down to `start`. */
export function timeAxis(from: number, until: number, start: number): TimeAxis {
  const inMinutes = start - from <= MOST_MINUTES * MINUTE;
  const fits = TIME_STEPS.filter(({ unit }) => inMinutes || unit !== 'minute');
  const { unit, ms, step } = fits.find((one) => until - from <= MOST_SPANS * one.step * one.ms) ?? WIDEST;
  const before = (at: number): number => rounded((start - at) / ms);
  return { unit, step, before, min: before(until), max: before(from) };
}

/** How far apart the marks of an axis of values may stand, and the least that it shows: less would make noise look like a move. */
const VALUES = {
  points: { steps: [0.5, 1, 2, 5, 10, 20, 50], least: 1 },
  probability: { steps: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2], least: 0.03 },
} as const;
const WIDEST_STEP = 100;
/** Room above and below the lines, as a share of what they span. */
const ROOM = 0.06;

/**
 * The axis that shows the lines that matter whole. The others widen it, but each way at most by half of what those span: one book
 * that is far off must not flatten the rest.
 */
export function valueAxis(market: MarketType, main: readonly number[], others: readonly number[]): Axis {
  const { steps, least } = VALUES[market === 'moneyline' ? 'probability' : 'points'];
  const [mainLow, mainHigh] = rangeOf(main);
  const reach = Math.max(least, (mainHigh - mainLow) / 2);
  const [otherLow, otherHigh] = rangeOf([...others, mainLow, mainHigh]);
  const low = Math.max(otherLow, mainLow - reach);
  const high = Math.min(otherHigh, mainHigh + reach);
  const missing = Math.max(0, least - (high - low)) / 2;
  const room = missing + ROOM * (high - low);
  const [bottom, top] = [low - room, high + room];
  const step = steps.find((one) => top - bottom <= MOST_SPANS * one) ?? WIDEST_STEP;
  const [min, max] = [rounded(Math.floor(bottom / step) * step), rounded(Math.ceil(top / step) * step)];
  return market === 'moneyline' ? { min: Math.max(0, min), max: Math.min(1, max), step } : { min, max, step };
}

const rangeOf = (values: readonly number[]): readonly [low: number, high: number] =>
  values.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000 + 0;
