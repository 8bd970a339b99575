import type { ScoringModel } from '../../shared/pipeline/score-market.ts';
import { silentTelemetry } from '../silent-telemetry.ts';
import { alertLine } from './alert-line.ts';
import { backtest } from './backtest.ts';
import { type GroupReport, gatherReport } from './report/gather-report.ts';

/** What one group of files is run for. It travels to a thread, as everything here does: plain data. */
export interface GroupTask {
  readonly files: readonly string[];
  /** Whether to gather what a report needs: it costs time and memory. */
  readonly withReport: boolean;
  /** Default: the one that the app uses. */
  readonly model?: ScoringModel | undefined;
}

export interface FoundAlert {
  /** Its snapshot's time, epoch ms. */
  readonly time: number;
  readonly league: string;
  /** As it stands in the list of alerts. */
  readonly line: string;
}

export interface GroupResult {
  readonly snapshots: number;
  /** Every league that had a game. */
  readonly leagues: readonly string[];
  /** In the order of finding. */
  readonly alerts: readonly FoundAlert[];
  readonly report: GroupReport | undefined;
}

export interface GroupProgress {
  readonly snapshots: number;
  readonly alerts: number;
}

/** Runs some files together, in this thread. Throws RecordingError. */
export async function runGroup(
  { files, withReport, model }: GroupTask,
  onProgress: (progress: GroupProgress) => void,
): Promise<GroupResult> {
  const alerts: FoundAlert[] = [];
  const gathering = withReport ? gatherReport() : undefined;
  const { snapshots, leagues } = await backtest({
    files,
    telemetry: silentTelemetry,
    model,
    watcher: gathering,
    onSignal: (signal, at) => {
      alerts.push({ time: Date.parse(at), league: signal.event.league, line: alertLine(signal, at) });
    },
    onProgress: (count) => onProgress({ snapshots: count, alerts: alerts.length }),
  });
  return { snapshots, leagues, alerts, report: await gathering?.finish() };
}
