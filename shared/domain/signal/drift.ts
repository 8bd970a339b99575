import { z } from 'zod';
import { summarise } from './performance.ts';
import type { PerformanceRow } from './performance-week.ts';
import { LEVELS, type Level, levelSchema } from './signal.ts';

/** So far back signals speak for the present. */
export const DRIFT_WINDOW_MS = 28 * 24 * 60 * 60_000;
/** Fewer judged signals than this prove nothing. */
const LEAST_JUDGED = 30;
const RAISE_STEP = 0.02;
const MOST_RAISE = 0.2;
const LOWER_STEP = 0.01;
const MOST_CHANGES = 60;

/** What was claimed of the signals of a level, and what came of it. */
export interface LevelClaim {
  readonly level: Level;
  readonly judged: number;
  /** Mean confidence. */
  readonly claimed: number;
  readonly beatRate: number;
  /** 95 % Wilson score interval of the beat rate. */
  readonly interval: readonly [low: number, high: number];
  /** We claim more than we deliver, and it is no accident. */
  readonly isDrifting: boolean;
}

/** Of each level, what is added to the model's bar. */
export type Raises = Readonly<Record<Level, number>>;
export const NO_RAISES: Raises = { Low: 0, Medium: 0, High: 0 };

const hundredths = (value: number): number => Math.round(value * 100) / 100;
const byLevel = (numberOf: (level: Level) => number): Record<Level, number> => ({
  Low: numberOf('Low'),
  Medium: numberOf('Medium'),
  High: numberOf('High'),
});

/** The bars in force: the model's with what drift has added to each. */
export const raisedBars = (bars: Readonly<Record<Level, number>>, raises: Raises): Record<Level, number> =>
  byLevel((level) => hundredths(bars[level] + raises[level]));

/**
 * Holds the claims of each level against its results; levels of which nothing was judged are left out. Only what would still be sent
 * at its level counts: what a raise has already put an end to must not raise it further.
 * @param bars the raised bars in force
 */
export function levelClaims(rows: readonly PerformanceRow[], bars: Readonly<Record<Level, number>>): LevelClaim[] {
  return LEVELS.flatMap((level) => {
    const sent = rows.filter((row) => row.level === level && row.confidence >= bars[level]);
    const { judged, claimed, beatRate, interval } = summarise(sent);
    if (claimed === undefined || beatRate === undefined) return [];
    return { level, judged, claimed, beatRate, interval, isDrifting: judged >= LEAST_JUDGED && claimed > interval[1] };
  });
}

const changeSchema = z.object({
  day: z.iso.date(),
  level: levelSchema,
  from: z.number(),
  to: z.number(),
  /** The daily check of the claims, or a person. */
  by: z.enum(['drift', 'operator']).default('drift'),
  /** Of a person's: when, epoch ms, and why, if they said so. */
  at: z.number().int().optional(),
  why: z.string().max(200).optional(),
  /** A person left the level to the daily check again. */
  isGivenBack: z.literal(true).optional(),
});
export type ThresholdChange = z.infer<typeof changeSchema>;

export const raisesSchema = z.record(levelSchema, z.number().min(0).max(1));

/** How much more than usual a league's signals must promise to be sent at their level. */
export const thresholdSchema = z.object({
  league: z.string().min(1).max(64),
  /** Added to the bar of each level. */
  raises: raisesSchema,
  /** The UTC day on which the claims were last held against the results. */
  day: z.iso.date(),
  /** Levels whose raise a person has set: the daily check leaves them alone until they are given back. */
  held: z.array(levelSchema).max(LEVELS.length).default([]),
  /** The last changes, newest last. */
  history: z.array(changeSchema).max(MOST_CHANGES),
});
export type Threshold = z.infer<typeof thresholdSchema>;

/**
 * A level's raise of the next day: up while it drifts, back by half as much while it does not. Too few signals to judge are no drift:
 * a league whose season is over begins the next one without a raise.
 */
export function nextRaise(raise: number, isDrifting: boolean): number {
  // A person who gave it back may have set more than we would.
  if (isDrifting) return Math.max(raise, hundredths(Math.min(MOST_RAISE, raise + RAISE_STEP)));
  return hundredths(Math.max(0, raise - LOWER_STEP));
}

/** Notes a change, and forgets the oldest where there are too many. */
export const withChanges = (
  history: readonly ThresholdChange[],
  changes: readonly ThresholdChange[],
): ThresholdChange[] => [...history, ...changes].slice(-MOST_CHANGES);

/**
 * A league's threshold after a day's check; the very one that was given when that day, or a later one, was checked already. What a
 * person has set stays as it is, whatever the claims of that level do.
 */
export function afterCheck(
  before: Threshold | undefined,
  { league, day, claims }: { readonly league: string; readonly day: string; readonly claims: readonly LevelClaim[] },
): Threshold {
  if (before && before.day >= day) return before;
  const { raises: from = NO_RAISES, history = [], held = [] } = before ?? {};
  const drifting = new Set(claims.filter(({ isDrifting }) => isDrifting).map(({ level }) => level));
  const raises = byLevel((level) => (held.includes(level) ? from[level] : nextRaise(from[level], drifting.has(level))));
  const changes = LEVELS.filter((level) => raises[level] !== from[level]).map((level) => ({
    day,
    level,
    from: from[level],
    to: raises[level],
    by: 'drift' as const,
  }));
  return { league, raises, day, held, history: withChanges(history, changes) };
}
