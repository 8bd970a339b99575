import { dayOf } from '../../../shared/domain/signal/performance-week.ts';

/** A league and the days (UTC, `2025-11-16`) of which there are snapshots, in order. */
export interface LeagueDays {
  readonly league: string;
  /** As a person reads it. */
  readonly title: string;
  readonly days: readonly string[];
}

/** Notes of which leagues and days there are snapshots. */
export function leagueCalendar() {
  const days = new Map<string, Set<string>>();
  const titles = new Map<string, string>();
  return {
    /** Whether this is the league's first snapshot of its day. */
    note: (league: string, time: number): boolean => {
      const noted = days.get(league) ?? new Set();
      days.set(league, noted);
      return noted.size < noted.add(dayOf(time)).size;
    },
    name: (league: string, title: string): void => void titles.set(league, title),
    all: (): readonly LeagueDays[] =>
      [...days].map(([league, noted]) => ({ league, title: titles.get(league) ?? league, days: [...noted] })),
  };
}
