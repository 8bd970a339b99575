import type { LeagueRow } from '../domain/signal/performance.ts';
import {
  type PerformanceRow,
  type PerformanceWeek,
  WEEK_MS,
  weekOf,
  withRows,
} from '../domain/signal/performance-week.ts';
import type { Documents, Key } from '../ports/documents.ts';
import { changeDocument } from './change-document.ts';

/** The performance record, for ever. Partition: league; id: the week's Monday. The leagues are those of the store `leagues`. */
export type PerformanceStore = Documents<PerformanceWeek>;

/** No reader goes further back: the trade changes, and so do our models. */
export const RECORD_WEEKS = 52;
const PAGE_SIZE = 20;

const weekKey = (league: string, week: string): Key => ({ id: week, partition: league });

/**
 * Takes all rows of some events of one league into the weeks in which they were raised, in place of those that were there.
 * Gives the weeks that had to leave rows out.
 */
export async function recordRows(
  performance: PerformanceStore,
  league: string,
  rows: readonly PerformanceRow[],
): Promise<readonly string[]> {
  const full: string[] = [];
  for (const [week, ofWeek] of Map.groupBy(rows, ({ detectedAt }) => weekOf(detectedAt))) {
    const { value } = await changeDocument(performance, weekKey(league, week), (stored) =>
      withRows(stored ?? { league, week, rows: [], isFull: false }, ofWeek),
    );
    if (value.isFull) full.push(week);
  }
  return full;
}

export interface PerformanceQuery {
  readonly leagues: readonly string[];
  /** Signals detected from then on, epoch ms; at most {@link RECORD_WEEKS} before `until`. */
  readonly from: number;
  /** Signals detected before then, epoch ms. */
  readonly until: number;
}

/** The rows of some leagues and a time, each league's in the order in which they were raised. */
export async function readPerformance(
  performance: PerformanceStore,
  { leagues, from, until }: PerformanceQuery,
): Promise<LeagueRow[]> {
  const earliest = Math.max(from, until - RECORD_WEEKS * WEEK_MS);
  const rows: LeagueRow[] = [];
  for (const league of leagues)
    for await (const week of weeks(performance, league, earliest, until))
      for (const row of week.rows)
        if (row.detectedAt >= earliest && row.detectedAt < until) rows.push({ ...row, league });
  return rows;
}

async function* weeks(performance: PerformanceStore, league: string, from: number, until: number) {
  let after: string | undefined = weekOf(from - WEEK_MS);
  do {
    const page: Awaited<ReturnType<PerformanceStore['list']>> = await performance.list(league, {
      limit: PAGE_SIZE,
      after,
    });
    for (const { key, value } of page.items) {
      if (key.id > weekOf(until)) return;
      yield value;
    }
    after = page.next;
  } while (after !== undefined);
}
