import { basename } from 'node:path';
import type { GroupReport, Span } from './gather-report.ts';
import type { LeagueDays } from './league-calendar.ts';
import type { ReportAlert } from './report-alert.ts';

export { reportPage } from './page.ts';

/** All that the page tells. */
export interface Report {
  /** Names of the recordings. */
  readonly files: readonly string[];
  readonly snapshots: number;
  readonly span: Span | undefined;
  /** In the order of time. */
  readonly alerts: readonly ReportAlert[];
  /** By title. */
  readonly leagues: readonly LeagueDays[];
}

interface Part {
  readonly snapshots: number;
  readonly report: GroupReport | undefined;
}

/** Puts the groups' reports together. The same whatever their order. */
export function reportOf(files: readonly string[], parts: readonly Part[]): Report {
  const reports = parts.flatMap(({ report }) => report ?? []);
  const spans = reports.flatMap(({ span }) => span ?? []);
  return {
    files: files.map((file) => basename(file)),
    snapshots: parts.reduce((sum, { snapshots }) => sum + snapshots, 0),
    span:
      spans.length === 0
        ? undefined
        : {
            from: Math.min(...spans.map(({ from }) => from)),
            until: Math.max(...spans.map(({ until }) => until)),
          },
    alerts: reports.flatMap(({ alerts }) => alerts).sort((a, b) => a.time - b.time),
    leagues: reports.flatMap(({ leagues }) => leagues).sort((a, b) => (a.title < b.title ? -1 : 1)),
  };
}
