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

/** Least confidence that is sent where nothing drifts. */
const LEAST_SENT = 0.55;

/**
 * Holds the claims of each level against its results; levels of which nothing was judged are left out. Only what would still be sent
 * counts: what a raise has already put an end to must not raise it further.
 * @param raise what is added to the least confidence that is sent, at present
 */
export function levelClaims(rows: readonly PerformanceRow[], raise: number): LevelClaim[] {
  const sent = rows.filter(({ confidence }) => confidence >= LEAST_SENT + raise);
  return LEVELS.flatMap((level) => {
    const { judged, claimed, beatRate, interval } = summarise(sent.filter((row) => row.level === level));
    if (claimed === undefined || beatRate === undefined) return [];
    return { level, judged, claimed, beatRate, interval, isDrifting: judged >= LEAST_JUDGED && claimed > interval[1] };
  });
}

const changeSchema = z.object({
  day: z.iso.date(),
  from: z.number(),
  to: z.number(),
  /** Levels that claimed too much that day; none when the raise was taken back. */
  levels: z.array(levelSchema),
});

/** How much more than usual a league's signals must promise to be sent. */
export const thresholdSchema = z.object({
  league: z.string().min(1).max(64),
  /** Added to the least confidence that is sent. */
  raise: z.number().min(0).max(1),
  /** The UTC day on which the claims were last held against the results. */
  day: z.iso.date(),
  /** The last changes, newest last. */
  history: z.array(changeSchema).max(MOST_CHANGES),
});
export type Threshold = z.infer<typeof thresholdSchema>;

/**
 * The raise of the next day: up while any level drifts, back by half as much when none does. Too few signals to judge are no drift:
 * a league whose season is over begins the next one without a raise.
 */
export function nextRaise(raise: number, claims: readonly LevelClaim[]): number {
  // An operator may have set more than we would: that is left to them.
  if (claims.some(({ isDrifting }) => isDrifting))
    return Math.max(raise, hundredths(Math.min(MOST_RAISE, raise + RAISE_STEP)));
  return hundredths(Math.max(0, raise - LOWER_STEP));
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** A league's threshold after a day's check; the very one that was given when that day, or a later one, was checked already. */
export function afterCheck(
  before: Threshold | undefined,
  { league, day, claims }: { readonly league: string; readonly day: string; readonly claims: readonly LevelClaim[] },
): Threshold {
  if (before && before.day >= day) return before;
  const { raise: from = 0, history = [] } = before ?? {};
  const to = nextRaise(from, claims);
  const levels = claims.filter(({ isDrifting }) => isDrifting).map(({ level }) => level);
  return {
    league,
    raise: to,
    day,
    history: to === from ? history : [...history, { day, from, to, levels }].slice(-MOST_CHANGES),
  };
}
