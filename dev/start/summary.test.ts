import { describe, expect, it } from 'vitest';
import type { Labels } from '../../shared/ports/telemetry.ts';
import type { TelemetryRecord } from '../../shared/runtime/local-seam.ts';
import type { PlannedDelivery } from '../stand-ins/discord/ledger.ts';
import { createTally, describeSummary } from './summary.ts';

const counted = (metric: string, value = 1, labels: Labels = {}): TelemetryRecord => ({
  kind: 'count',
  metric,
  value,
  labels,
});
const logged = (event: string, fields: Record<string, string>): TelemetryRecord => ({
  kind: 'log',
  level: 'info',
  event,
  fields,
});
const planned = (nonce: string, signalId: string, to: object = { channelId: '1' }) =>
  logged('delivery_planned', { nonce, signalId, ...to });
const dropped = (nonce: string, reason: string) => logged('delivery_dropped', { nonce, reason });

const tallyOf = (...records: readonly TelemetryRecord[]) => {
  const tally = createTally();
  records.forEach(tally.take);
  return tally;
};

describe('createTally', () => {
  it('adds up the app’s counters', () => {
    const tally = tallyOf(
      counted('odds_polls', 1, { class: 'active' }),
      counted('odds_polls', 1, { class: 'upcoming' }),
      counted('fingerprint_changes', 7),
      counted('signals', 1),
      counted('odds_records_rejected', 3),
      counted('stage_outcomes', 1, { kind: 'reject' }),
      counted('stage_outcomes', 1, { kind: 'drop' }),
      counted('credits_used', 9),
    );
    expect(tally.summary(4, 1.26, undefined)).toEqual({
      polls: 2,
      snapshots: 4,
      changes: 7,
      signals: 1,
      alerts: 0,
      deliveries: 0,
      delivered: 0,
      duplicates: 0,
      lost: 0,
      rejected: 4,
      seconds: 1.3,
    });
  });

  it('counts an alert once, its deliveries each, and a delivery that is planned again not twice', () => {
    const tally = tallyOf(
      planned('a', 's1'),
      planned('b', 's1'),
      planned('a', 's1'),
      planned('c', 's2', { userId: '7' }),
    );
    expect(tally.summary(0, 0, undefined)).toMatchObject({ alerts: 2, deliveries: 3, delivered: 3 });
  });

  it('does not expect what was left out on purpose, but does expect what was already there', () => {
    const tally = tallyOf(
      planned('a', 's1'),
      planned('b', 's1'),
      planned('c', 's1'),
      dropped('a', 'event-begun'),
      dropped('b', 'already-delivered'),
    );
    expect(tally.summary(0, 0, undefined)).toMatchObject({ deliveries: 2 });
  });

  it('asks Discord what arrived, and believes that', () => {
    const asked: PlannedDelivery[] = [];
    const tally = tallyOf(planned('a', 's1'), planned('b', 's1', { userId: '7' }));
    const reconcile = (deliveries: Iterable<PlannedDelivery>) => {
      asked.push(...deliveries);
      return { delivered: 1, lost: 1, duplicates: 4 };
    };
    expect(tally.summary(0, 0, reconcile)).toMatchObject({ deliveries: 2, delivered: 1, lost: 1, duplicates: 4 });
    expect(asked).toEqual([
      { nonce: 'a', channelId: '1' },
      { nonce: 'b', userId: '7' },
    ]);
  });
});

describe('describeSummary', () => {
  it('is one line for a person; snapshots only after a replay', () => {
    const summary = tallyOf(planned('a', 's1')).summary(0, 3, undefined);
    expect(describeSummary(summary, true)).toBe(
      '0 polls, 0 changes, 1 alerts; 1 of 1 deliveries arrived, 0 twice, 0 lost; 3 s',
    );
    expect(describeSummary({ ...summary, snapshots: 12 }, true)).toMatch(/^12 snapshots, /);
  });

  it('calls nothing lost that was on its way when the app was stopped', () => {
    const stopped = { ...tallyOf(planned('a', 's1')).summary(0, 3, undefined), delivered: 0, lost: 1 };
    expect(describeSummary(stopped, false)).toContain(
      '0 of 1 deliveries arrived, 0 twice, 1 still on their way when it was stopped; 3 s',
    );
    expect(describeSummary(stopped, true)).toContain('1 lost;');
  });
});
