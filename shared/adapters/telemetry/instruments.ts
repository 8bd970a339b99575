import type { Counter, Gauge, Histogram, Meter } from '@opentelemetry/api';
import type { Telemetry } from '../../ports/telemetry.ts';

export type Figures = Pick<Telemetry, 'count' | 'observe' | 'gauge'>;

/** Figures as OpenTelemetry's instruments, each made when its metric is first told of. Values that are no finite numbers are left out. */
export function instruments(meter: Meter): Figures {
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const gauges = new Map<string, Gauge>();
  return {
    count: (metric, value = 1, labels = {}) => {
      if (!Number.isFinite(value) || value < 0) return;
      kept(counters, metric, () => meter.createCounter(metric, { unit: unitOf(metric) })).add(value, labels);
    },
    observe: (metric, value, labels = {}) => {
      if (!Number.isFinite(value)) return;
      // Azure Monitor keeps sum, count, least and most, and no buckets.
      const advice = { explicitBucketBoundaries: [] };
      kept(histograms, metric, () => meter.createHistogram(metric, { unit: unitOf(metric), advice })).record(
        value,
        labels,
      );
    },
    gauge: (metric, value, labels = {}) => {
      if (!Number.isFinite(value)) return;
      kept(gauges, metric, () => meter.createGauge(metric, { unit: unitOf(metric) })).record(value, labels);
    },
  };
}

function kept<T>(all: Map<string, T>, metric: string, make: () => T): T {
  const found = all.get(metric) ?? make();
  all.set(metric, found);
  return found;
}

const UNITS: readonly (readonly [suffix: string, unit: string])[] = [
  ['_ms', 'ms'],
  ['_seconds', 's'],
  ['_usd', 'USD'],
  ['_ratio', '1'],
];

/** The unit that a metric's name ends with, by UCUM; others count things. */
const unitOf = (metric: string): string => UNITS.find(([suffix]) => metric.endsWith(suffix))?.[1] ?? '1';
