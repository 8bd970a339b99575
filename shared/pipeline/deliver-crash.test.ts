import { describe, expect, it } from 'vitest';
import { aSignal, aUser, makeWorld, takeAll, type World } from '../../tests/support/delivery-world.ts';
import type { QueueHandlers } from '../adapters/memory/memory-queues.ts';
import { deliveryIdOf, nonceOf } from '../domain/account/delivery-id.ts';
import type { Signal } from '../domain/signal/signal.ts';
import type { Delivery } from '../messages/messages.ts';
import type { Documents } from '../ports/documents.ts';
import { deliverAlert } from './deliver-alert.ts';
import { addressOf } from './deliver-records.ts';
import { fanOutAlert } from './fan-out-alert.ts';
import { saveWatcher } from './fan-out-watchers.ts';

/** Where the power fails: at the n-th call to the outside, before it takes effect or after it did but before we know. */
interface Crash {
  readonly at: number;
  readonly when: 'before' | 'after';
}

class PowerCut extends Error {}

/** The same world with every asynchronous call counted, and failing at the crash. `calls` tells how many there were. */
const withCrash = (world: World, crash: Crash | undefined) => {
  let calls = 0;
  const guarded = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          const isHere = ++calls === crash?.at;
          if (isHere && crash.when === 'before') throw new PowerCut();
          const result: unknown = await Reflect.apply(member, target, args);
          if (isHere) throw new PowerCut();
          return result;
        };
      },
    });
  const documents = <T>(store: Documents<T>): Documents<T> => guarded(store);
  const deps: World = {
    ...world,
    // Only sending is a call to the outside: draining is what the test does.
    queue: { ...world.queue, send: guarded({ send: world.queue.send }).send },
    discord: guarded(world.discord),
    watchers: documents(world.watchers),
    cooldowns: documents(world.cooldowns),
    deliveries: documents(world.deliveries),
    destinations: documents(world.destinations),
  };
  return { deps, calls: () => calls };
};

/** Works the queues empty; after a power cut the message comes again, as a queue would have it. */
const drain = async (world: World, handlers: QueueHandlers): Promise<number> => {
  for (let cuts = 0; ; cuts++) {
    try {
      await world.queue.drain(handlers);
      return cuts;
    } catch (error) {
      const cause = error instanceof Error && error.cause;
      if (!(error instanceof PowerCut || cause instanceof PowerCut)) throw error;
    }
  }
};

const runToTheEnd = async (world: World, signal: Signal, crash?: Crash) => {
  const { deps, calls } = withCrash(world, crash);
  await world.queue.send('alerts', { v: 1, signal });
  const cuts = await drain(world, {
    alerts: (message) => fanOutAlert(deps, message),
    deliveries: (message) => deliverAlert(deps, message),
  });
  return { calls: calls(), cuts };
};

const NFL = 'americanfootball_nfl';
const USERS = ['1', '2', '3'];
const seeded = async (): Promise<World> => {
  const world = makeWorld();
  for (const id of USERS) await saveWatcher(world.watchers, aUser(id, { cooldownMinutes: id === '3' ? 0 : 15 }));
  return world;
};
const noncesFor = (world: World, signalId: string): string[] =>
  [
    ...Object.values(world.channels).map((id) => ({ kind: 'channel' as const, id })),
    ...USERS.map((id) => ({ kind: 'user' as const, id })),
  ].map((address) => nonceOf(deliveryIdOf(signalId, address)));

describe('a crash at every await of fan-out and delivery', () => {
  it.each(['before', 'after'] as const)('loses no alert and doubles none: %s it takes effect', async (when) => {
    const { calls } = await runToTheEnd(await seeded(), aSignal());
    expect(calls).toBeGreaterThan(30);
    for (let at = 1; at <= calls; at++) {
      const world = await seeded();
      const { cuts } = await runToTheEnd(world, aSignal(), { at, when });
      expect(cuts).toBe(1);
      const received = world.discord.messages.map(({ nonce }) => nonce);
      expect([at, received.toSorted()]).toEqual([at, noncesFor(world, 'signal-1').toSorted()]);
    }
  });

  it.each(['before', 'after'] as const)('holds for a Reversal too: %s it takes effect', async (when) => {
    const reversal = aSignal({ id: 'signal-2', type: 'Reversal', reverses: ['signal-1'] });
    const told = async () => {
      const world = await seeded();
      await runToTheEnd(world, aSignal());
      return world;
    };
    const { calls } = await runToTheEnd(await told(), reversal);
    for (let at = 1; at <= calls; at++) {
      const world = await told();
      await runToTheEnd(world, reversal, { at, when });
      const received = world.discord.messages.slice(USERS.length + 2).map(({ nonce }) => nonce);
      expect([at, received.toSorted()]).toEqual([at, noncesFor(world, 'signal-2').toSorted()]);
    }
  });

  it.each(['before', 'after'] as const)('holds for a Reversal of an escalation: %s it takes effect', async (when) => {
    const reversal = aSignal({ id: 'signal-3', type: 'Reversal', reverses: ['signal-1', 'signal-2'] });
    const told = async () => {
      const world = await seeded();
      await runToTheEnd(world, aSignal({ level: 'Medium' }));
      await runToTheEnd(world, aSignal({ id: 'signal-2' }));
      return world;
    };
    const { calls } = await runToTheEnd(await told(), reversal);
    for (let at = 1; at <= calls; at++) {
      const world = await told();
      const before = world.discord.messages.length;
      const planned = world.telemetry.total('deliveries_planned');
      await runToTheEnd(world, reversal, { at, when });
      const received = world.discord.messages.slice(before).map(({ nonce }) => nonce);
      expect([at, received.toSorted()]).toEqual([at, noncesFor(world, 'signal-3').toSorted()]);
      expect(world.telemetry.total('deliveries_planned') - planned).toBeGreaterThanOrEqual(received.length);
    }
  });

  it.each(['before', 'after'] as const)('leaves out nobody of several pages: %s it takes effect', async (when) => {
    const world = makeWorld();
    const ids = Array.from({ length: 210 }, (_, i) => String(1000 + i));
    for (const [i, id] of ids.entries())
      await saveWatcher(
        world.watchers,
        aUser(id, { watches: [{ id: 'w', leastLevel: 'Low', league: i % 2 ? NFL : undefined }] }),
      );
    const planned = async (crash?: Crash) => {
      const { deps, calls } = withCrash(world, crash);
      await world.queue.send('alerts', { v: 1, signal: aSignal() });
      await drain(world, { alerts: (message) => fanOutAlert(deps, message) });
      const reached = new Set(takeAll(world.queue, 'deliveries').map(({ destination }) => addressOf(destination).id));
      return { calls: calls(), reached };
    };
    const undisturbed = await planned();
    expect(undisturbed.reached).toEqual(new Set([...Object.values(world.channels), ...ids]));
    for (let at = 1; at <= undisturbed.calls; at++)
      expect([at, (await planned({ at, when })).reached]).toEqual([at, undisturbed.reached]);
  });

  it('tells each of two instances that work the same delivery at once the same message', async () => {
    const world = await seeded();
    const destination = { kind: 'user', userId: '1' } as const;
    const deliveryId = deliveryIdOf('signal-1', addressOf(destination));
    const message: Delivery = { v: 1, deliveryId, destination, signal: aSignal() };
    const outcomes = await Promise.all([deliverAlert(world, message), deliverAlert(world, message)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done']);
    expect(world.discord.messages).toHaveLength(1);
  });
});
