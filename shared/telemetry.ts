import { azureMonitor, type Exporters } from './adapters/telemetry/azure-monitor.ts';
import { consoleTelemetry } from './adapters/telemetry/console-telemetry.ts';
import { startOpenTelemetry } from './adapters/telemetry/open-telemetry.ts';
import { seamTelemetry } from './adapters/telemetry/seam-telemetry.ts';
import { tableRows } from './adapters/telemetry/table-rows.ts';
import type { Config } from './config.ts';
import type { Telemetry } from './ports/telemetry.ts';
import type { LocalSeam } from './runtime/local-seam.ts';

export interface AppTelemetry extends Telemetry {
  /** Sends what is not yet sent, and no more after it. */
  stop(): Promise<void>;
}

/**
 * Where the app's telemetry goes. Log events become lines on the console, which Azure's host records, or go to the local host as they
 * come. Metrics and spans go by OpenTelemetry to Azure Monitor, or to the local host as rows; without either nobody takes them.
 */
export function createTelemetry({ telemetry: config, storage }: Config, seam: LocalSeam): AppTelemetry {
  const log = seam.onTelemetry ? seamTelemetry(seam.onTelemetry) : consoleTelemetry();
  const exporters = exportersOf(
    config.connectionString,
    storage.kind === 'identity' ? storage.clientId : undefined,
    seam,
  );
  if (!exporters) return { ...log, stop: async () => undefined };
  const { exportEveryMs, tracesRatio, instance } = config;
  const sdk = startOpenTelemetry({
    exporters,
    exportEveryMs: seam.exportEveryMs ?? exportEveryMs,
    tracesRatio,
    instance,
    log,
  });
  const { figures } = sdk;
  return {
    ...log,
    count: (...figure) => {
      log.count(...figure);
      figures.count(...figure);
    },
    observe: (...figure) => {
      log.observe(...figure);
      figures.observe(...figure);
    },
    gauge: (...figure) => {
      log.gauge(...figure);
      figures.gauge(...figure);
    },
    stop: sdk.stop,
  };
}

const exportersOf = (
  connectionString: string | undefined,
  identityClientId: string | undefined,
  { onRows }: LocalSeam,
): Exporters | undefined => {
  if (onRows) return tableRows(onRows);
  return connectionString === undefined ? undefined : azureMonitor({ connectionString, identityClientId });
};
