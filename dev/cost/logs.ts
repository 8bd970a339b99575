import type { Assumptions } from './assumptions.ts';
import { TIMERS } from './compute.ts';
import type { Phase } from './phases.ts';
import type { UnitCosts } from './unit-costs.ts';
import { total, type Work } from './usage.ts';

const MINUTES = 30 * 24 * 60;
const DAYS = 30;
const GB = 1e9;

export interface Logs {
  /** Before the cap, GB a month. */
  readonly gb: number;
  /** Of that, what is taken: the daily cap cuts off the rest. */
  readonly takenGb: number;
}

/** What goes to Log Analytics in a month: lines, spans, metrics, what the host adds, and the metrics that Azure sends by itself. */
export function logsOf(works: readonly Work[], phase: Phase, units: UnitCosts, assumptions: Assumptions): Logs {
  const { metricShareOfProcess, hostLogBytesPerExecution, platformMetrics } = assumptions;
  const executions = total(works, ({ functions }) =>
    Object.values(functions).reduce((sum, each) => sum + each.executions, 0),
  );
  // The timers' instances live all the time, too.
  const processes = phase.alwaysReady.reduce((sum, { instanceCount }) => sum + instanceCount, 0) + TIMERS;
  const { rows, bytesPerRow } = units.metrics;
  const platformRows = platformMetrics.storageRows + (phase.useRedis ? platformMetrics.redisRows : 0);
  const bytes =
    total(works, ({ lineBytes }) => lineBytes) +
    total(works, ({ spanBytes }) => spanBytes) * phase.tracesRatio +
    executions * hostLogBytesPerExecution +
    MINUTES * processes * metricShareOfProcess * rows * bytesPerRow +
    MINUTES * platformRows * platformMetrics.bytesPerRow;
  const gb = bytes / GB;
  return { gb, takenGb: Math.min(gb, phase.dailyLogCapGb * DAYS) };
}
