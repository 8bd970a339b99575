import type { RecordReport } from '../domain/signal/record-report.ts';

export interface RecordQuery {
  /** All leagues that we ever watched, without it. */
  readonly league?: string | undefined;
  /** How far back, in days; 52 weeks at most. */
  readonly days: number;
  /** The present, epoch ms. */
  readonly now: number;
}

/** How signals did: every one whose event has begun, at most five minutes old. */
export interface TrackRecords {
  report(query: RecordQuery): Promise<RecordReport>;
}
