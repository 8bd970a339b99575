import type { Clock } from '../../ports/clock.ts';
import type { Labels, Telemetry } from '../../ports/telemetry.ts';
import { createTally } from './tally.ts';

export interface MetricsLogOptions {
  /** Takes log events as they come, and the event `metrics`. */
  readonly log: Telemetry;
  readonly now: Clock;
  /** From the first figure to the event that holds it. */
  readonly everyMs?: number;
  /** How many series one event holds at most, so that its line stays below the 32 KiB of a trace. */
  readonly maxSeries?: number;
  /** Runs something once, later. Default: a timer that does not keep the process alive. */
  readonly after?: (ms: number, run: () => void) => void;
}

export interface MetricsLog extends Telemetry {
  /** Writes at once what has come together, if anything has. */
  flush(): void;
}

/**
 * Keeps figures visible where nobody takes them as metrics: writes what came together in this process as one info event `metrics` a
 * minute, with the fields of a {@link createTally} and `seconds`, the time since the event before (or the start). Never throws.
 */
export function metricsLog(options: MetricsLogOptions): MetricsLog {
  const { log, now, everyMs = 60_000, maxSeries = 200, after = afterUnref } = options;
  const tally = createTally(maxSeries);
  let since = now();
  let scheduled = false;

  const flush = (): void => {
    const figures = tally.take();
    if (!figures) return;
    const seconds = Math.round((now() - since) / 1000);
    since = now();
    try {
      log.info('metrics', { seconds, ...figures });
    } catch {
      // A log that cannot be written to loses this minute's figures, not the process that was counting.
    }
  };
  /** Lazily, so that a process in which nothing happens has no timer. */
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    after(everyMs, () => {
      scheduled = false;
      flush();
    });
  };

  return {
    ...log,
    count: (metric: string, value = 1, labels: Labels = {}) => {
      tally.count(metric, value, labels);
      schedule();
    },
    observe: (metric: string, value: number, labels: Labels = {}) => {
      tally.observe(metric, value, labels);
      schedule();
    },
    flush,
  };
}

const afterUnref = (ms: number, run: () => void): void => {
  setTimeout(run, ms).unref();
};
