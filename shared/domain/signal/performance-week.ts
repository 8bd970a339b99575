import { z } from 'zod';
import { marketTypeSchema } from '../market/market.ts';
import type { Settlement } from './settlement.ts';
import { alertTypeSchema, levelSchema, type Signal } from './signal.ts';

/** What one signal claimed and what came of it: all that the performance record needs to know of it, for ever. */
const performanceRowSchema = z.object({
  signalId: z.string().min(1).max(64),
  eventId: z.string().min(1).max(64),
  /** Epoch ms. */
  detectedAt: z.number().int(),
  level: levelSchema,
  type: alertTypeSchema,
  market: marketTypeSchema,
  /** Claimed P(CLV > 0), four digits. */
  confidence: z.number().min(0).max(1),
  /** Closing line value, four digits; null when it could not be judged. */
  clv: z.number().nullable(),
  /** Why it could not be judged. */
  reason: z.string().max(40).optional(),
});
export type PerformanceRow = z.infer<typeof performanceRowSchema>;

/** More than thirty an hour, day and night: no feed of alerts but a defect. It keeps a document below half of what may be stored. */
const MOST_ROWS = 5000;

/** The signals that a league raised in one week, in the order in which they were raised. */
export const performanceWeekSchema = z.object({
  league: z.string().min(1).max(64),
  /** The week's Monday, UTC, e.g. `2026-11-23`. */
  week: z.iso.date(),
  rows: z.array(performanceRowSchema).max(MOST_ROWS),
  /** There were more than the record takes: the last ones are left out. */
  isFull: z.boolean(),
});
export type PerformanceWeek = z.infer<typeof performanceWeekSchema>;

const DAY_MS = 24 * 60 * 60_000;
export const WEEK_MS = 7 * DAY_MS;
/** The first Monday of the epoch: 1970 began on a Thursday. */
const FIRST_MONDAY = 4 * DAY_MS;

/** The UTC day of a moment (epoch ms), e.g. `2026-11-25`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** The Monday of a moment's ISO week, UTC. */
export const weekOf = (at: number): string => dayOf(FIRST_MONDAY + Math.floor((at - FIRST_MONDAY) / WEEK_MS) * WEEK_MS);

/** Without the negative zero that rounding a small loss gives. */
const fourDigits = (value: number): number => Math.round(value * 1e4) / 1e4 + 0;

export const rowOf = (signal: Signal, { clv, reason }: Settlement): PerformanceRow => ({
  signalId: signal.id,
  eventId: signal.event.id,
  detectedAt: signal.detectedAt,
  level: signal.level,
  type: signal.type,
  market: signal.market,
  confidence: fourDigits(signal.confidence),
  clv: clv === null ? null : fourDigits(clv),
  ...(reason === undefined ? {} : { reason }),
});

/**
 * A week with the rows of some events in the place of those that it had of them. The result depends on neither the order in which
 * events come nor on how often they do.
 * @param rows all rows of those events in this week
 */
export function withRows(
  { league, week, rows: before, isFull }: PerformanceWeek,
  rows: readonly PerformanceRow[],
): PerformanceWeek {
  const replaced = new Set(rows.map(({ eventId }) => eventId));
  const merged = [...before.filter(({ eventId }) => !replaced.has(eventId)), ...rows].sort(byDetection);
  return { league, week, rows: merged.slice(0, MOST_ROWS), isFull: isFull || merged.length > MOST_ROWS };
}

/** By time; of one moment, by id. */
const byDetection = (a: PerformanceRow, b: PerformanceRow): number =>
  a.detectedAt - b.detectedAt || (a.signalId < b.signalId ? -1 : a.signalId > b.signalId ? 1 : 0);
