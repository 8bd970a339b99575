import { present, quantile, sumByName, type Tally, tally, total } from './counters.ts';
import type { Room } from './model.ts';

interface QueueView {
  readonly name: string;
  readonly depth: number;
  readonly poison: number;
}

/** The pipeline's figures since the host started. */
export interface PipelineView {
  readonly polls: number;
  readonly pollFailures: readonly Tally[];
  readonly recordsRejected: readonly Tally[];
  readonly changes: number;
  readonly signals: number;
  readonly signalTypes: readonly Tally[];
  readonly signalLevels: readonly Tally[];
  readonly drops: readonly Tally[];
  readonly rejects: readonly Tally[];
  readonly putBack: readonly Tally[];
  readonly failures: readonly Tally[];
  readonly planned: number;
  readonly delivered: number;
  readonly deliveryFailures: readonly Tally[];
  readonly queues: readonly QueueView[];
  readonly cache: readonly { readonly layer: string; readonly hits: number; readonly requests: number }[];
  readonly credits: { readonly used: number; readonly remaining: number | undefined };
  /** From detection to delivery, ms, over the newest 500 alerts. */
  readonly latency: { readonly p50: number | undefined; readonly p95: number | undefined };
}

const POISON = '-poison';
const withoutPoison = (queue: string): string => (queue.endsWith(POISON) ? queue.slice(0, -POISON.length) : queue);

/** Depths as the host measured them; where it did not measure a poison queue, what the app last saw in it. */
const queuesOf = ({ queueDepths, counters }: Room): QueueView[] =>
  [...new Set(Object.keys(queueDepths).map(withoutPoison))].map((name) => ({
    name,
    depth: queueDepths[name] ?? 0,
    poison: queueDepths[name + POISON] ?? present(counters, 'poison_messages', { queue: name }) ?? 0,
  }));

const cacheOf = ({ counters }: Room): PipelineView['cache'] =>
  tally(counters, 'cache_requests', 'layer')
    .map(({ name, count }) => ({
      layer: name,
      hits: total(counters, 'cache_requests', { layer: name, result: 'hit' }),
      requests: count,
    }))
    .sort((a, b) => (a.layer < b.layer ? -1 : 1));

/** Computes the figures from the counters: one line a figure. */
export const pipelineView = (room: Room): PipelineView => {
  const { counters } = room;
  const outcomes = (kind: string, label: string): Tally[] => tally(counters, 'stage_outcomes', label, { kind });
  return {
    polls: total(counters, 'odds_polls'),
    pollFailures: tally(counters, 'odds_poll_failures', 'kind'),
    recordsRejected: tally(counters, 'odds_records_rejected', 'reason'),
    changes: total(counters, 'fingerprint_changes'),
    signals: total(counters, 'signals'),
    signalTypes: tally(counters, 'signals', 'type'),
    signalLevels: tally(counters, 'signals', 'level'),
    // Scoring one change may drop some of its signals and still be done: it counts those apart.
    drops: sumByName([...outcomes('drop', 'reason'), ...tally(counters, 'signals_dropped', 'reason')]),
    rejects: outcomes('reject', 'reason'),
    putBack: outcomes('later', 'reason'),
    failures: outcomes('fail', 'stage'),
    planned: total(counters, 'deliveries_planned'),
    delivered: total(counters, 'alerts_delivered'),
    deliveryFailures: tally(counters, 'delivery_failures', 'reason'),
    queues: queuesOf(room),
    cache: cacheOf(room),
    credits: { used: total(counters, 'credits_used'), remaining: present(counters, 'credits_remaining') },
    latency: { p50: quantile(counters, 'alert_latency_ms', 0.5), p95: quantile(counters, 'alert_latency_ms', 0.95) },
  };
};
