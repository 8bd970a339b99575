import { context, DiagLogLevel, diag, propagation, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { Telemetry } from '../../ports/telemetry.ts';
import { QUIET } from '../../runtime/span.ts';
import { type Exporters, OPERATION_NAME } from './azure-monitor.ts';
import { type Figures, instruments } from './instruments.ts';

export interface OpenTelemetryOptions {
  readonly exporters: Exporters;
  /** From one export of metrics to the next, ms. */
  readonly exportEveryMs: number;
  /** Share of traces that are kept, 0 to 1. All steps of a trace share its fate. */
  readonly tracesRatio: number;
  /** Name of this instance, as far as it has one. */
  readonly instance?: string | undefined;
  /** Takes what goes wrong with exporting. */
  readonly log: Pick<Telemetry, 'warn'>;
}

export interface OpenTelemetry {
  readonly figures: Figures;
  /** Sends what is not yet sent. Never throws. */
  flush(): Promise<void>;
  /** The same, and no more after it. */
  stop(): Promise<void>;
}

/** Starts OpenTelemetry for this process: figures by the instruments it answers with, traces by OpenTelemetry's global API. */
export function startOpenTelemetry(options: OpenTelemetryOptions): OpenTelemetry {
  const { exporters, exportEveryMs, tracesRatio, instance, log } = options;
  const resource = resourceFromAttributes({
    'service.name': 'oddstracker',
    ...(instance === undefined ? {} : { 'service.instance.id': instance }),
  });
  // Telemetry that cannot be sent is no reason to stop, but one to say so.
  const complain = (message: string): void => log.warn('telemetry_not_sent', { reason: message });
  diag.setLogger(
    { error: complain, warn: () => undefined, info: () => undefined, debug: () => undefined, verbose: () => undefined },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: exporters.metrics,
        exportIntervalMillis: exportEveryMs,
        exportTimeoutMillis: Math.min(exportEveryMs, 30_000),
      }),
    ],
  });
  const spans = new BatchSpanProcessor(exporters.spans, { scheduledDelayMillis: Math.min(exportEveryMs, 5000) });
  const tracers = new BasicTracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(tracesRatio) }),
    spanProcessors: [
      {
        onStart: (span, parent) => {
          if (span.kind === SpanKind.CONSUMER) span.setAttribute(OPERATION_NAME, span.name);
          spans.onStart(span, parent);
        },
        onEnd: (span) => isQuiet(span) || spans.onEnd(span),
        forceFlush: () => spans.forceFlush(),
        shutdown: () => spans.shutdown(),
      },
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(tracers);
  const both = async (act: (provider: MeterProvider | BasicTracerProvider) => Promise<void>): Promise<void> =>
    void (await Promise.allSettled([act(meters), act(tracers)]));
  return {
    figures: instruments(meters.getMeter('oddstracker')),
    flush: () => both((provider) => provider.forceFlush()),
    stop: async () => {
      await both((provider) => provider.shutdown());
      trace.disable();
      propagation.disable();
      context.disable();
    },
  };
}

const isQuiet = ({ attributes }: ReadableSpan): boolean => attributes[QUIET] === true;
