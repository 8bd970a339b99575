import type { Signal } from '../../shared/domain/signal/signal.ts';
import type { Telemetry } from '../../shared/ports/telemetry.ts';
import { readSnapshots } from '../recording/read-snapshots.ts';
import { memoryApp } from './memory-app.ts';
import { recordedSource } from './recorded-source.ts';

export interface BacktestOptions {
  readonly files: readonly string[];
  /** Each signal that would have been sent, with its snapshot's time as the recording writes it. */
  readonly onSignal: (signal: Signal, at: string) => void;
  readonly onProgress?: (snapshots: number, at: string) => void;
  readonly telemetry: Telemetry;
}

/** Runs the pipeline over recorded odds on the recording's clock. Resolves with the number of snapshots. */
export async function backtest({ files, onSignal, onProgress, telemetry }: BacktestOptions): Promise<number> {
  let now = 0;
  let at = '';
  let snapshots = 0;
  const clock = () => now;
  const source = recordedSource(clock);
  const { leagues } = source;
  const app = memoryApp({ clock, source, leagues, telemetry, onSignal: (signal) => onSignal(signal, at) });
  for await (const snapshot of readSnapshots(files)) {
    now = snapshot.capturedAt;
    at = snapshot.at;
    source.show(snapshot);
    await app.tick();
    onProgress?.(++snapshots, at);
  }
  return snapshots;
}
