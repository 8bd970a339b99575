import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter';
import type { ExportResult } from '@opentelemetry/core';
import { ExportResultCode } from '@opentelemetry/core';
import { AggregationTemporality, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';

/** The attribute by which Azure Monitor names a request: of a consumer it would have no name else. It becomes no property. */
export const OPERATION_NAME = 'ai.operation.name';

export interface Exporters {
  readonly metrics: PushMetricExporter;
  readonly spans: SpanExporter;
}

export interface AzureMonitorOptions {
  /** `APPLICATIONINSIGHTS_CONNECTION_STRING`. */
  readonly connectionString: string;
  /** Client id of the user-assigned managed identity that may write; without it the connection string alone opens the door. */
  readonly identityClientId?: string | undefined;
  /** Of the exporter itself, for a stand-in on this machine. */
  readonly exporter?: AzureMonitorExporterOptions;
}

interface Exporter<T> {
  export(items: T, done: (result: ExportResult) => void): unknown;
}

/** Nothing is loaded before there is something to send: a cold start is not the time to read half a megabyte of code. */
export function azureMonitor(options: AzureMonitorOptions): Exporters {
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => {
    loading ??= load(options);
    return loading;
  };
  const sending = new Set<Promise<unknown>>();
  const hand = async <T>(
    pick: (all: Awaited<ReturnType<typeof load>>) => Exporter<T>,
    items: T,
    done: (result: ExportResult) => void,
  ): Promise<void> => {
    const sent = loaded().then((all) => send(pick(all), items));
    sending.add(sent);
    try {
      done(await sent);
    } catch (error) {
      done({ code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      sending.delete(sent);
    }
  };
  const settle = async (): Promise<void> => void (await Promise.allSettled(sending));
  const stop = async (): Promise<void> => {
    await settle();
    // What was never loaded has nothing to end.
    const all = await loading;
    await Promise.allSettled([all?.metrics.shutdown(), all?.spans.shutdown()]);
  };
  return {
    metrics: {
      export: (items, done) => void hand((all) => all.metrics, items, done),
      selectAggregationTemporality: () => AggregationTemporality.DELTA,
      forceFlush: settle,
      shutdown: stop,
    },
    spans: { export: (items, done) => void hand((all) => all.spans, items, done), forceFlush: settle, shutdown: stop },
  };
}

const send = <T>(exporter: Exporter<T>, items: T): Promise<ExportResult> =>
  new Promise((resolve, reject) => {
    Promise.resolve(exporter.export(items, resolve)).catch(reject);
  });

async function load({ connectionString, identityClientId, exporter }: AzureMonitorOptions) {
  const [{ AzureMonitorMetricExporter, AzureMonitorTraceExporter }, credential] = await Promise.all([
    import('@azure/monitor-opentelemetry-exporter'),
    identityClientId === undefined
      ? undefined
      : import('@azure/identity').then(
          ({ ManagedIdentityCredential }) => new ManagedIdentityCredential(identityClientId),
        ),
  ]);
  // The disk of an instance goes with it: what could not be sent for long is lost, and the next minute is sent anew.
  const shared = { connectionString, disableOfflineStorage: true, ...(credential ? { credential } : {}), ...exporter };
  return { metrics: new AzureMonitorMetricExporter(shared), spans: new AzureMonitorTraceExporter(shared) };
}
