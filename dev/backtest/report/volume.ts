import { dayOf } from '../../../shared/domain/signal/performance-week.ts';
import { LEVELS, type Level } from '../../../shared/domain/signal/signal.ts';
import type { LeagueDays } from './league-calendar.ts';
import type { ReportAlert } from './report-alert.ts';

/** The alerts of one league on one day, by level. */
export interface DayVolume {
  /** `2025-11-16`, UTC. */
  readonly day: string;
  readonly counts: Readonly<Record<Level, number>>;
  /** Whether there are snapshots of that day. */
  readonly isRecorded: boolean;
}

/** How many alerts a league raised, day by day. */
export interface LeagueVolume {
  readonly league: string;
  readonly title: string;
  /** Every day from the first recorded one to the last. */
  readonly days: readonly DayVolume[];
  readonly recordedDays: number;
  readonly alerts: number;
  /** Per recorded day. */
  readonly perDay: number;
  readonly mediumAndHighPerDay: number;
}

const DAY_MS = 24 * 60 * 60_000;

export function volumeOf({ league, title, days }: LeagueDays, alerts: readonly ReportAlert[]): LeagueVolume {
  const own = alerts.filter(({ signal }) => signal.event.league === league);
  const byDay = Map.groupBy(own, ({ time }) => dayOf(time));
  const recorded = new Set(days);
  const worthIt = own.filter(({ signal }) => signal.level !== 'Low').length;
  return {
    league,
    title,
    days: daysBetween(days).map((day) => ({
      day,
      counts: countsOf(byDay.get(day) ?? []),
      isRecorded: recorded.has(day),
    })),
    recordedDays: days.length,
    alerts: own.length,
    perDay: own.length / days.length,
    mediumAndHighPerDay: worthIt / days.length,
  };
}

/** Medium and High on days that had any, over all leagues: the mean that tools/judge-signals.mjs gives. */
export function meanOfDaysWithAny(volumes: readonly LeagueVolume[]): number | undefined {
  const counts = volumes
    .flatMap(({ days }) => days.map(({ counts: { Medium, High } }) => Medium + High))
    .filter((count) => count > 0);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

const countsOf = (alerts: readonly ReportAlert[]): Record<Level, number> => {
  const counts: Record<Level, number> = { Low: 0, Medium: 0, High: 0 };
  for (const { signal } of alerts) counts[signal.level]++;
  return counts;
};

export const sumOf = (counts: Readonly<Record<Level, number>>): number =>
  LEVELS.reduce((sum, level) => sum + counts[level], 0);

function daysBetween(days: readonly string[]): readonly string[] {
  const sorted = days.toSorted();
  const [from, until] = [Date.parse(sorted[0] ?? ''), Date.parse(sorted.at(-1) ?? '')];
  const length = Number.isNaN(from) ? 0 : Math.round((until - from) / DAY_MS) + 1;
  return Array.from({ length }, (_, index) => dayOf(from + index * DAY_MS));
}
