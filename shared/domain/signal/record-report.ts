import { by, type LeagueRow, type Summary, summarise } from './performance.ts';

/** The name of some signals that have something in common, and how they did. */
export type NamedSummary = readonly [name: string, summary: Summary];

/** A track record in short: plain data, in the order of the names. */
export interface RecordReport {
  readonly total: Summary;
  readonly levels: readonly NamedSummary[];
  readonly types: readonly NamedSummary[];
  readonly leagues: readonly NamedSummary[];
  /** By their Mondays, e.g. `2026-11-23`. */
  readonly weeks: readonly NamedSummary[];
}

export const recordReport = (rows: readonly LeagueRow[]): RecordReport => ({
  total: summarise(rows),
  levels: [...by(rows, 'level')],
  types: [...by(rows, 'type')],
  leagues: [...by(rows, 'league')],
  weeks: [...by(rows, 'week')],
});
