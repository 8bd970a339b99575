import type { Labels, Telemetry } from '../../ports/telemetry.ts';
import type { TelemetryRecord } from '../../runtime/local-seam.ts';
import { seamTelemetry } from './seam-telemetry.ts';

/** Telemetry that remembers: for tests, and wherever counters are read back. */
export interface RecordingTelemetry extends Telemetry {
  readonly records: readonly TelemetryRecord[];
  /** Sum of a counter over all records that carry at least those labels. */
  total(metric: string, labels?: Labels): number;
}

export function recordingTelemetry(): RecordingTelemetry {
  const records: TelemetryRecord[] = [];
  const matches = (record: TelemetryRecord, metric: string, labels: Labels) =>
    record.kind === 'count' &&
    record.metric === metric &&
    Object.entries(labels).every(([name, value]) => record.labels[name] === value);
  return {
    ...seamTelemetry((record) => records.push(record)),
    records,
    total: (metric, labels = {}) =>
      records.reduce(
        (sum, record) => (record.kind === 'count' && matches(record, metric, labels) ? sum + record.value : sum),
        0,
      ),
  };
}
