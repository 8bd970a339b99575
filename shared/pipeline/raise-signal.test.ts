import { describe, expect, it } from 'vitest';
import { aSignal, DETECTED_AT } from '../../tests/support/delivery-world.ts';
import { MINUTE } from '../../tests/support/odds.ts';
import { memoryCache } from '../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { memoryQueues } from '../adapters/memory/memory-queues.ts';
import type { Claim } from '../domain/signal/dedupe.ts';
import { type RecentSignal, recentOf } from '../domain/signal/recent-signal.ts';
import type { Signal } from '../domain/signal/signal.ts';
import { claimKey, type RaiseDeps, raiseSignal, type SignalRecord } from './raise-signal.ts';

const MOVE = { from: -4.5, to: -6.5 };
const now = () => DETECTED_AT;

function setup() {
  const shared = {
    claims: memoryDocuments<Claim>({ now }),
    signals: memoryDocuments<SignalRecord>({ now }),
    recentSignals: memoryDocuments<RecentSignal>({ now }),
    queue: memoryQueues({ now }),
  };
  /** Another instance: the same stores and queues, a cache of its own. */
  const instance = (parts: Partial<RaiseDeps> = {}): RaiseDeps => ({
    ...shared,
    cache: memoryCache({ now }),
    ...parts,
  });
  return { ...shared, instance, deps: instance() };
}
const later = (id: string, minutes: number, parts: Partial<Signal> = {}) =>
  aSignal({ id, detectedAt: DETECTED_AT + minutes * MINUTE, ...parts });

const elsewhere = { ...aSignal().offer, book: 'fanduel' };

describe('raiseSignal', () => {
  it('claims, records, hands on and marks', async () => {
    const { deps, claims, signals, queue } = setup();
    const signal = aSignal();
    expect(await raiseSignal(deps, signal, MOVE)).toEqual({ pass: true, reason: 'first' });
    expect(queue.take('alerts')).toEqual({ v: 1, signal });
    expect((await claims.read(claimKey(signal)))?.value).toEqual({
      signalId: signal.id,
      told: [signal.id],
      type: signal.type,
      level: signal.level,
      at: signal.detectedAt,
      ...MOVE,
      prices: [
        { book: 'betrivers', outcome: 'home', point: 3.5, price: 1.95, level: signal.level, at: signal.detectedAt },
      ],
    });
    const record = await signals.read({ id: signal.id, partition: signal.event.id });
    expect(record?.value).toEqual({ signal, state: 'dispatched' });
  });

  it('has the lists show it, those of its league and of all, before it hands it on; once', async () => {
    const { deps, instance, recentSignals, queue } = setup();
    const broken = { ...queue, send: () => Promise.reject(new Error('the queue is down')) };
    await expect(raiseSignal(instance({ queue: broken }), aSignal(), MOVE)).rejects.toThrow('the queue is down');
    await raiseSignal(deps, aSignal(), MOVE);
    for (const partition of [aSignal().event.league, 'all']) {
      const { items } = await recentSignals.list(partition, { limit: 10 });
      expect(items.map(({ value }) => value)).toEqual([recentOf(aSignal())]);
    }
  });

  it('hands a signal on once, on whichever instance it comes again', async () => {
    const { deps, instance, queue } = setup();
    await raiseSignal(deps, aSignal(), MOVE);
    for (const again of [deps, instance()])
      expect(await raiseSignal(again, aSignal(), MOVE)).toEqual({ pass: false, reason: 'already-dispatched' });
    expect(queue.size('alerts')).toBe(1);
  });

  it('carries on where it stopped: a message that could not be sent is sent by the next try', async () => {
    const { deps, instance, queue } = setup();
    const broken = { ...queue, send: () => Promise.reject(new Error('the queue is down')) };
    await expect(raiseSignal(instance({ queue: broken }), aSignal(), MOVE)).rejects.toThrow('the queue is down');
    expect(queue.size('alerts')).toBe(0);
    expect(await raiseSignal(deps, aSignal(), MOVE)).toEqual({ pass: true, reason: 'own-claim' });
    expect(queue.size('alerts')).toBe(1);
  });

  it.each([
    ['the same level within the hour', later('b', 59), 'duplicate', 1],
    ['a lower level within the hour', later('b', 59, { level: 'Medium' }), 'lower-level', 1],
    ['the same price after the hour', later('b', 60), 'same-price', 1],
    ['another price after the hour', later('b', 60, { offer: elsewhere }), 'window-over', 2],
    ['another type at the same instant', later('b', 0, { type: 'ValueGap' }), 'first', 2],
    ['another market at the same instant', later('b', 0, { market: 'total' }), 'first', 2],
  ])('%s', async (_what, second, reason, sent) => {
    for (const sameCache of [true, false]) {
      const { deps, instance, queue } = setup();
      await raiseSignal(deps, aSignal({ id: 'a' }), MOVE);
      expect((await raiseSignal(sameCache ? deps : instance(), second, MOVE)).reason).toBe(reason);
      expect(queue.size('alerts')).toBe(sent);
    }
  });

  it('lets a higher level pass within the hour', async () => {
    const { deps, queue } = setup();
    await raiseSignal(deps, aSignal({ id: 'a', level: 'Low' }), MOVE);
    expect(await raiseSignal(deps, later('b', 5, { level: 'High' }), MOVE)).toEqual({
      pass: true,
      reason: 'escalation',
    });
    expect(queue.size('alerts')).toBe(2);
  });

  it('lets exactly one of many at the same instant pass', async () => {
    const { instance, queue } = setup();
    const ids = Array.from({ length: 10 }, (_, index) => `signal-${index}`);
    const results = await Promise.all(ids.map((id) => raiseSignal(instance(), aSignal({ id }), MOVE)));
    expect(results.filter(({ pass }) => pass)).toHaveLength(1);
    expect(queue.size('alerts')).toBe(1);
  });

  it('counts the hour from the newest alert, also when messages come out of order', async () => {
    const { deps, claims } = setup();
    await raiseSignal(deps, later('a', 30, { level: 'Low' }), MOVE);
    await raiseSignal(deps, later('b', 10, { level: 'High' }), MOVE);
    expect((await claims.read(claimKey(aSignal())))?.value.at).toBe(DETECTED_AT + 30 * MINUTE);
    expect((await raiseSignal(deps, later('c', 85, { level: 'High', offer: elsewhere }), MOVE)).reason).toBe(
      'duplicate',
    );
  });

  it('sends what is on record when the same signal comes again with another claim', async () => {
    const { deps, instance, queue } = setup();
    const broken = { ...queue, send: () => Promise.reject(new Error('the queue is down')) };
    await expect(raiseSignal(instance({ queue: broken }), aSignal({ level: 'Medium' }), MOVE)).rejects.toThrow();
    await raiseSignal(deps, aSignal({ level: 'High' }), MOVE);
    expect(queue.take('alerts')?.signal.level).toBe('Medium');
  });

  it('leaves alone what was settled while it was on its way', async () => {
    const { deps, instance, queue, signals } = setup();
    const signal = aSignal();
    const key = { id: signal.id, partition: signal.event.id };
    const settlement = { start: DETECTED_AT, at: DETECTED_AT, clv: null, closingProbability: null, reason: 'too-old' };
    const slow: typeof queue = {
      ...queue,
      send: async () => {
        const recorded = await signals.read(key);
        if (recorded) await signals.replace(key, { ...recorded.value, settlement }, recorded.etag);
      },
    };
    await raiseSignal(instance({ queue: slow }), signal, MOVE);
    expect((await signals.read(key))?.value).toEqual({ signal, state: 'dispatched', settlement });
    expect(await raiseSignal(deps, signal, MOVE)).toMatchObject({ reason: 'already-dispatched' });
  });

  it('gives the message back when the claim keeps changing under it', async () => {
    const { instance, claims } = setup();
    const restless = { ...claims, create: async () => 'exists' as const };
    await expect(raiseSignal(instance({ claims: restless }), aSignal(), MOVE)).rejects.toThrow('changed under us');
  });
});
