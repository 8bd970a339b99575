import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, hrTimeToMilliseconds } from '@opentelemetry/core';
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { TelemetryRow } from '../../runtime/local-seam.ts';
import { type Exporters, OPERATION_NAME } from './azure-monitor.ts';

type OnRows = (rows: readonly TelemetryRow[]) => void;

/** Hands metrics and spans over as the rows that Log Analytics makes of what {@link azureMonitor} sends. */
export function tableRows(onRows: OnRows): Exporters {
  const hand = (rows: readonly TelemetryRow[], done: (result: ExportResult) => void): void => {
    if (rows.length > 0) onRows(rows);
    done({ code: ExportResultCode.SUCCESS });
  };
  const nothing = async (): Promise<void> => undefined;
  return {
    metrics: {
      export: (metrics, done) => hand(metricRows(metrics), done),
      selectAggregationTemporality: () => AggregationTemporality.DELTA,
      forceFlush: nothing,
      shutdown: nothing,
    },
    spans: { export: (spans, done) => hand(spans.map(spanRow), done), forceFlush: nothing, shutdown: nothing },
  };
}

const metricRows = ({ scopeMetrics }: ResourceMetrics): TelemetryRow[] =>
  scopeMetrics.flatMap(({ metrics }) => metrics.flatMap(rowsOf));

const rowsOf = (metric: MetricData): TelemetryRow[] => {
  const { name } = metric.descriptor;
  return metric.dataPointType === DataPointType.HISTOGRAM
    ? metric.dataPoints.map(({ attributes, value: { sum = 0, count, min = 0, max = 0 } }) =>
        metricRow(name, attributes, { Sum: sum, ItemCount: count, Min: min, Max: max }),
      )
    : metric.dataPoints.map(({ attributes, value }) => {
        const figure = Number(value);
        return metricRow(name, attributes, { Sum: figure, ItemCount: 1, Min: figure, Max: figure });
      });
};

const metricRow = (Name: string, attributes: object, figures: Record<string, number>): TelemetryRow => ({
  table: 'AppMetrics',
  columns: { TimeGenerated: Date.now(), Name, ...figures, Properties: texts(attributes) },
});

const spanRow = (span: ReadableSpan): TelemetryRow => {
  const { traceId, spanId } = span.spanContext();
  const isRequest = span.kind === SpanKind.CONSUMER || span.kind === SpanKind.SERVER;
  const isFailed = span.status.code === SpanStatusCode.ERROR;
  return {
    table: isRequest ? 'AppRequests' : 'AppDependencies',
    columns: {
      TimeGenerated: hrTimeToMilliseconds(span.startTime),
      Id: spanId,
      OperationId: traceId,
      ParentId: span.parentSpanContext?.spanId ?? '',
      Name: span.name,
      DurationMs: hrTimeToMilliseconds(span.duration),
      Success: !isFailed,
      ResultCode: '0',
      Properties: texts(span.attributes),
    },
  };
};

const texts = (attributes: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => name !== OPERATION_NAME)
      .map(([name, value]) => [name, String(value)]),
  );
