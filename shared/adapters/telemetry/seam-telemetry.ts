import type { Telemetry } from '../../ports/telemetry.ts';
import type { TelemetryRecord } from '../../runtime/local-seam.ts';

/** Hands every record on as data: how the local host's control room listens. */
export function seamTelemetry(onTelemetry: (record: TelemetryRecord) => void): Telemetry {
  const log =
    (level: 'debug' | 'info' | 'warn' | 'error'): Telemetry[typeof level] =>
    (event, fields = {}) =>
      onTelemetry({ kind: 'log', level, event, fields });
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    count: (metric, value = 1, labels = {}) => onTelemetry({ kind: 'count', metric, value, labels }),
    observe: (metric, value, labels = {}) => onTelemetry({ kind: 'observe', metric, value, labels }),
    gauge: (metric, value, labels = {}) => onTelemetry({ kind: 'gauge', metric, value, labels }),
  };
}
