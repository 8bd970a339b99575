import type { TelemetryRecord } from '../../shared/runtime/local-seam.ts';
import type { PlannedDelivery, Reconciliation } from '../stand-ins/discord/ledger.ts';

/** The line that `--json` ends with. */
export interface Summary {
  readonly polls: number;
  readonly snapshots: number;
  readonly changes: number;
  readonly signals: number;
  readonly alerts: number;
  readonly deliveries: number;
  readonly delivered: number;
  readonly duplicates: number;
  readonly lost: number;
  readonly rejected: number;
  readonly seconds: number;
}

/** Counters of the app that the summary shows, by metric. */
const COUNTED = {
  odds_polls: 'polls',
  fingerprint_changes: 'changes',
  signals: 'signals',
  odds_records_rejected: 'rejected',
} as const satisfies Record<string, keyof Summary>;

/** Drops that are no loss: the price was gone, or nobody could be written to. What was delivered before is not among them. */
const isDeliberate = (reason: unknown): boolean => reason !== 'already-delivered';

/** Adds up what the app tells, and what it planned to deliver. */
export function createTally() {
  const totals = { polls: 0, changes: 0, signals: 0, rejected: 0 };
  const planned = new Map<string, PlannedDelivery>();
  const alerted = new Set<string>();
  return {
    take(record: TelemetryRecord): void {
      if (record.kind === 'count') {
        const name = COUNTED[record.metric as keyof typeof COUNTED];
        if (name) totals[name] += record.value;
        if (record.metric === 'stage_outcomes' && record.labels['kind'] === 'reject') totals.rejected += record.value;
        return;
      }
      if (record.kind !== 'log') return;
      const { nonce, channelId, userId, signalId, reason } = record.fields;
      if (typeof nonce !== 'string') return;
      if (record.event === 'delivery_planned') {
        planned.set(nonce, {
          nonce,
          ...(typeof channelId === 'string' ? { channelId } : {}),
          ...(typeof userId === 'string' ? { userId } : {}),
        });
        alerted.add(String(signalId));
      }
      if (record.event === 'delivery_dropped' && isDeliberate(reason)) planned.delete(nonce);
    },
    /** @param reconcile what the Discord stand-in says of the planned deliveries; without one they are taken at the app's word */
    summary(
      snapshots: number,
      seconds: number,
      reconcile: ((planned: Iterable<PlannedDelivery>) => Reconciliation) | undefined,
    ): Summary {
      const { delivered, duplicates, lost } = reconcile?.(planned.values()) ?? {
        delivered: planned.size,
        duplicates: 0,
        lost: 0,
      };
      return {
        polls: totals.polls,
        snapshots,
        changes: totals.changes,
        signals: totals.signals,
        alerts: alerted.size,
        deliveries: planned.size,
        delivered,
        duplicates,
        lost,
        rejected: totals.rejected,
        seconds: Math.round(seconds * 10) / 10,
      };
    },
  };
}

/**
 * The summary for a person.
 * @param isIdle nothing was on its way any more when it ended: what did not arrive is lost
 */
export const describeSummary = (s: Summary, isIdle: boolean): string =>
  `${s.snapshots > 0 ? `${s.snapshots} snapshots, ` : ''}${s.polls} polls, ${s.changes} changes, ${s.alerts} alerts; ` +
  `${s.delivered} of ${s.deliveries} deliveries arrived, ${s.duplicates} twice, ` +
  `${s.lost} ${isIdle ? 'lost' : 'still on their way when it was stopped'}; ${s.seconds} s`;
