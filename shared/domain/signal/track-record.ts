import { z } from 'zod';
import type { PerformanceRow } from './performance-week.ts';
import { ALERT_TYPES, type AlertType, alertTypeSchema, LEVELS, type Level, levelSchema } from './signal.ts';

/** Signals of one type and level that were judged, and how many of them beat the close. */
const cellSchema = z.object({
  type: alertTypeSchema,
  level: levelSchema,
  judged: z.number().int().positive(),
  beats: z.number().int().nonnegative(),
});
export type TrackRecordCell = z.infer<typeof cellSchema>;

/** The last 52 weeks of a league, small enough to be read with every signal. */
export const trackRecordSchema = z.object({
  /** League key, or `all`. */
  league: z.string().min(1).max(64),
  /** When it was computed, epoch ms. */
  asOf: z.number().int(),
  cells: z.array(cellSchema).max(ALERT_TYPES.length * LEVELS.length),
});
export type TrackRecord = z.infer<typeof trackRecordSchema>;

/** Counts rows into cells; what was not judged counts for nothing. */
export const cellsOf = (rows: readonly PerformanceRow[]): TrackRecordCell[] =>
  sumCells(
    rows.flatMap(({ type, level, clv }) => (clv === null ? [] : [{ type, level, judged: 1, beats: clv > 0 ? 1 : 0 }])),
  );

/** One cell for each type and level, always in the same order. */
export function sumCells(cells: Iterable<TrackRecordCell>): TrackRecordCell[] {
  const sums = new Map<string, TrackRecordCell>();
  for (const { type, level, judged, beats } of cells) {
    const sum = sums.get(`${type} ${level}`);
    sums.set(`${type} ${level}`, {
      type,
      level,
      judged: judged + (sum?.judged ?? 0),
      beats: beats + (sum?.beats ?? 0),
    });
  }
  return ALERT_TYPES.flatMap((type) => LEVELS.flatMap((level) => sums.get(`${type} ${level}`) ?? []));
}

/** How signals like this one did so far: of its type and level. Undefined when none was judged. */
export const evidenceOf = (
  record: TrackRecord | undefined,
  like: { readonly type: AlertType; readonly level: Level },
): Pick<TrackRecordCell, 'judged' | 'beats'> | undefined =>
  record?.cells.find(({ type, level }) => type === like.type && level === like.level);
