import { describe, expect, it } from 'vitest';
import {
  ALERTS_CHANNEL,
  aSignal,
  aUser,
  DETECTED_AT,
  makeWorld,
  SHARP_CHANNEL,
  takeAll,
} from '../../../tests/support/delivery-world.ts';
import { memoryDocuments } from '../../adapters/memory/memory-documents.ts';
import type { User } from '../../domain/account/account.ts';
import type { RecentSignal } from '../../domain/signal/recent-signal.ts';
import type { Signal } from '../../domain/signal/signal.ts';
import { deliverAlert } from '../deliver-alert.ts';
import { updateDestination } from '../deliver-records.ts';
import { fanOutAlert } from '../fan-out-alert.ts';
import { saveWatcher } from '../fan-out-watchers.ts';
import type { SignalRecord } from '../raise-signal.ts';
import { recordRecent } from '../recent-signal-store.ts';
import { type Resent, resend } from './resend.ts';

const now = () => DETECTED_AT;

async function setup({ signals: raised = [aSignal()], users = [aUser('1')] } = {}) {
  const world = makeWorld();
  const deps = {
    ...world,
    signals: memoryDocuments<SignalRecord>({ now }),
    recentSignals: memoryDocuments<RecentSignal>({ now }),
    users: memoryDocuments<User>({ now }),
  };
  for (const signal of raised) {
    await deps.signals.create({ id: signal.id, partition: signal.event.id }, { signal, state: 'dispatched' });
    await recordRecent(deps.recentSignals, signal);
  }
  for (const user of users) {
    await deps.users.create({ id: user.id, partition: user.id }, user);
    await saveWatcher(world.watchers, user);
  }
  const work = () =>
    world.queue.drain({
      alerts: (message) => fanOutAlert(world, message),
      deliveries: (message) => deliverAlert(world, message),
    });
  const again = (to?: string, id = 'signal-1', dryRun = false): Promise<Resent> =>
    resend(deps, { signalId: id, to, dryRun });
  /** The signal reaches everybody. */
  const told = async (signal: Signal) => {
    await world.queue.send('alerts', { v: 1, signal });
    await work();
  };
  const got = () => world.discord.messages.map(({ channelId }) => channelId);
  return { ...world, work, again, told, got };
}

describe('resend', () => {
  it('brings an alert to everybody who did not get it', async () => {
    const { again, work, got, deliveries } = await setup();
    await again(SHARP_CHANNEL);
    await work();
    expect(got()).toEqual([SHARP_CHANNEL]);
    expect(await again()).toMatchObject({ to: undefined, delivered: { channels: 1, users: 0 } });
    await work();
    expect(got()).toEqual([SHARP_CHANNEL, ALERTS_CHANNEL, '71']);
    expect((await deliveries.list('signal-1', { limit: 10 })).items).toHaveLength(3);
    await again();
    await work();
    expect(got()).toHaveLength(3);
  });

  it('sends nothing in a dry run', async () => {
    const { again, queue } = await setup();
    for (const to of [undefined, '1', ALERTS_CHANNEL])
      expect((await again(to, 'signal-1', true)).refused).toBeUndefined();
    expect(queue.size()).toBe(0);
  });

  it('reaches a user past the cooldown, once', async () => {
    const { again, work, got } = await setup({ users: [aUser('1', { cooldownMinutes: 60 })] });
    for (const _again of [1, 2]) await again('1');
    await work();
    expect(got()).toEqual(['71']);
    expect(await again('1')).toMatchObject({ refused: { kind: 'delivered', at: DETECTED_AT } });
  });

  it.each([
    ['tier', { subscription: { status: 'none' } }],
    ['direct-messages-off', { directMessages: false }],
    ['no-watch', { watches: [] }],
  ])('asks whether the user may and wants: %s', async (reason, parts) => {
    const { again, queue } = await setup({ users: [aUser('1', parts)] });
    expect(await again('1')).toMatchObject({ refused: { kind: 'unwanted', reason } });
    expect(queue.size()).toBe(0);
  });

  it('leaves alone where Discord says that it never works', async () => {
    const { again, destinations, queue } = await setup();
    const disabled = { code: 50007, reason: 'Cannot send messages to this user', at: DETECTED_AT };
    await updateDestination(destinations, { kind: 'user', userId: '1' }, () => ({ disabled }));
    expect(await again('1')).toMatchObject({ refused: { kind: 'disabled', reason: disabled.reason } });
    expect(queue.size()).toBe(0);
  });

  it('brings no channel what it does not carry', async () => {
    const { again, queue } = await setup({ signals: [aSignal({ type: 'ValueGap', level: 'Medium' })] });
    expect(await again(SHARP_CHANNEL)).toMatchObject({ refused: { kind: 'not-for-it' } });
    expect(queue.size()).toBe(0);
  });

  it('brings a Reversal to those who were told what it takes back', async () => {
    const reversal = aSignal({ id: 'signal-2', type: 'Reversal', reverses: ['signal-1'] });
    const { again, told, work, got } = await setup({
      signals: [aSignal(), reversal],
      users: [aUser('1'), aUser('2', { directMessages: false })],
    });
    await told(aSignal());
    expect(await again('2', 'signal-2')).toMatchObject({ refused: { kind: 'not-for-it' } });
    await again('1', 'signal-2');
    await work();
    expect(got().filter((channel) => channel === '71')).toHaveLength(2);
  });

  it.each([
    ['too-old', 600_001],
    ['event-begun', 2 * 3_600_000],
  ] as const)('sends nothing that every stage would drop: %s', async (stale, after) => {
    const { again, queue, setTime } = await setup();
    setTime(DETECTED_AT + after);
    for (const to of [undefined, '1'])
      expect(await again(to)).toMatchObject({ refused: { kind: 'stale', stale, ageMs: after } });
    expect(queue.size()).toBe(0);
  });

  it('says whom and what it does not know', async () => {
    const { again, queue } = await setup();
    await expect(again('3')).rejects.toThrow(
      `3 is neither a user that we know nor one of our channels: ${ALERTS_CHANNEL}`,
    );
    await expect(again(undefined, 'signal-9')).rejects.toThrow('No signal signal-9 was raised in the last eight days');
    expect(takeAll(queue, 'alerts')).toEqual([]);
  });
});
