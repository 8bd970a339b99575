import type { Telemetry } from '../../shared/ports/telemetry.ts';
import type { TelemetryRecord } from '../../shared/runtime/local-seam.ts';

/** Tells a record of the app's telemetry to another one. */
export function relay(to: Telemetry, record: TelemetryRecord): void {
  if (record.kind === 'log') to[record.level](record.event, record.fields);
  else to[record.kind](record.metric, record.value, record.labels);
}
