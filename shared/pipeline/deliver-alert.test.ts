import { describe, expect, it } from 'vitest';
import { ALERTS_CHANNEL, aSignal, DETECTED_AT, makeWorld, type World } from '../../tests/support/delivery-world.ts';
import { deliveryIdOf, nonceOf } from '../domain/account/delivery-id.ts';
import type { Delivery, Destination } from '../messages/messages.ts';
import { deliverAlert } from './deliver-alert.ts';
import { addressOf, destinationKey, enableDestination } from './deliver-records.ts';

const CHANNEL: Destination = { kind: 'channel', channelId: ALERTS_CHANNEL };
const USER: Destination = { kind: 'user', userId: '42' };
const DONE = { kind: 'done', value: undefined };
const delivery = (destination: Destination, signal = aSignal()): Delivery => ({
  v: 1,
  deliveryId: deliveryIdOf(signal.id, addressOf(destination)),
  destination,
  signal,
});
const known = async ({ destinations }: World, destination: Destination) =>
  (await destinations.read(destinationKey(destination)))?.value;

describe('deliverAlert', () => {
  it('posts to a channel, records it, and says how long it took', async () => {
    const world = makeWorld();
    world.setTime(DETECTED_AT + 1500);
    const message = delivery(CHANNEL);
    expect(await deliverAlert(world, message)).toEqual(DONE);
    expect(world.discord.messages).toEqual([{ channelId: ALERTS_CHANNEL, nonce: nonceOf(message.deliveryId) }]);
    const record = await world.deliveries.read({ id: message.deliveryId, partition: 'signal-1' });
    expect(record?.value).toEqual({
      signalId: 'signal-1',
      destination: CHANNEL,
      channelId: ALERTS_CHANNEL,
      messageId: '1000',
      deliveredAt: DETECTED_AT + 1500,
    });
    expect(world.telemetry.total('alerts_delivered', { kind: 'channel' })).toBe(1);
    expect(world.telemetry.records).toContainEqual({
      kind: 'observe',
      metric: 'alert_latency_ms',
      value: 1500,
      labels: { kind: 'channel' },
    });
  });

  it('opens the direct-message channel of a user once and keeps it', async () => {
    const world = makeWorld();
    for (const id of ['signal-1', 'signal-2']) await deliverAlert(world, delivery(USER, aSignal({ id })));
    expect(world.discord.openedFor).toEqual(['42']);
    expect(world.discord.messages.map(({ channelId }) => channelId)).toEqual(['742', '742']);
  });

  it('drops a repeat without asking Discord, however late it comes', async () => {
    const world = makeWorld();
    await deliverAlert(world, delivery(CHANNEL));
    world.setTime(DETECTED_AT + 3_600_000);
    expect(await deliverAlert(world, delivery(CHANNEL))).toEqual({ kind: 'drop', reason: 'already-delivered' });
    expect(world.telemetry.total('alerts_delivered')).toBe(1);
  });

  it.each([
    ['too-old', DETECTED_AT + 600_001],
    ['event-begun', aSignal().event.commenceTime],
  ])('drops and tells what is %s', async (reason, time) => {
    const world = makeWorld();
    world.setTime(time);
    expect(await deliverAlert(world, delivery(USER))).toEqual({ kind: 'drop', reason });
    expect(world.discord.messages).toEqual([]);
    const { deliveryId } = delivery(USER);
    expect(world.telemetry.records).toContainEqual({
      kind: 'log',
      level: 'info',
      event: 'delivery_dropped',
      fields: { signalId: 'signal-1', deliveryId, nonce: nonceOf(deliveryId), reason },
    });
  });

  it('puts the message back for as long as a limit lasts', async () => {
    const world = makeWorld();
    world.discord.refusals.push({ kind: 'retry', afterMs: 1234, reason: '429-route' });
    expect(await deliverAlert(world, delivery(CHANNEL))).toEqual({ kind: 'later', afterMs: 1234, reason: '429-route' });
    expect(await deliverAlert(world, delivery(CHANNEL))).toEqual(DONE);
  });

  it('waits while Discord is down, no two messages for the same time, and counts it', async () => {
    const world = makeWorld();
    const messages = ['a', 'b', 'c', 'd'].map((id) => delivery(CHANNEL, aSignal({ id })));
    for (const _ of messages) world.discord.refusals.push({ kind: 'unavailable', afterMs: 8000 });
    const waits: number[] = [];
    for (const message of messages) {
      const outcome = await deliverAlert(world, message);
      expect(outcome).toMatchObject({ kind: 'later', reason: 'discord-unavailable' });
      if (outcome.kind === 'later') waits.push(outcome.afterMs);
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(8000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(12_000);
    expect(new Set(waits).size).toBe(messages.length);
    expect(world.telemetry.total('delivery_failures', { reason: 'discord-unavailable' })).toBe(messages.length);
  });

  it('outlasts an outage as long as the alert is news, and no longer', async () => {
    const world = makeWorld();
    const message = delivery(USER);
    const tryUntil = async (isUp: (at: number) => boolean) => {
      for (let at = DETECTED_AT; ; ) {
        world.setTime(at);
        if (!isUp(at)) world.discord.refusals.push({ kind: 'unavailable', afterMs: 8000 });
        const outcome = await deliverAlert(world, message);
        if (outcome.kind !== 'later') return { outcome, minutes: (at - DETECTED_AT) / 60_000 };
        at += outcome.afterMs;
      }
    };
    const never = await tryUntil(() => false);
    expect(never.outcome).toEqual({ kind: 'drop', reason: 'too-old' });
    expect(never.minutes).toBeLessThan(10.5);
    world.discord.refusals.length = 0;
    const late = await tryUntil((at) => at >= DETECTED_AT + 9 * 60_000);
    expect(late.outcome).toEqual(DONE);
    expect(late.minutes).toBeLessThan(9.5);
  });

  const closed = { kind: 'permanent', code: 50007, reason: 'Cannot send messages to this user' } as const;

  it('leaves a user alone after a permanent refusal, until enabled', async () => {
    const world = makeWorld();
    world.discord.refusals.push(closed);
    const dropped = { kind: 'drop', reason: 'destination-disabled' };
    expect(await deliverAlert(world, delivery(USER))).toEqual(dropped);
    expect(await known(world, USER)).toEqual({
      dmChannelId: '742',
      disabled: { code: 50007, reason: closed.reason, at: DETECTED_AT },
    });
    const nextDay = aSignal({ id: 'signal-2', detectedAt: DETECTED_AT + 3_600_000 });
    world.setTime(DETECTED_AT + 3_600_000);
    expect(await deliverAlert(world, delivery(USER, nextDay))).toEqual(dropped);
    expect(world.discord.messages).toEqual([]);
    expect(world.telemetry.total('delivery_failures', { reason: '50007' })).toBe(1);
    await enableDestination(world.destinations, USER);
    expect(await deliverAlert(world, delivery(USER, nextDay))).toEqual(DONE);
  });

  it('tries a channel again after a quarter of an hour, and forgets its failure when it works', async () => {
    const world = makeWorld();
    world.discord.refusals.push({ kind: 'permanent', code: 50013, reason: 'Missing Permissions' });
    await deliverAlert(world, delivery(CHANNEL));
    const at = async (ms: number) => {
      world.setTime(DETECTED_AT + ms);
      return (await deliverAlert(world, delivery(CHANNEL, aSignal({ id: `s${ms}`, detectedAt: DETECTED_AT + ms }))))
        .kind;
    };
    expect([await at(899_999), await at(900_000), await at(900_001)]).toEqual(['drop', 'done', 'done']);
    expect(await known(world, CHANNEL)).toEqual({});
  });

  it('opens another channel when the kept one is gone, instead of giving up the user', async () => {
    const world = makeWorld();
    await world.destinations.create(destinationKey(USER), { dmChannelId: '5' });
    world.discord.refusals.push({ kind: 'permanent', code: 10003, reason: 'Unknown Channel' });
    expect(await deliverAlert(world, delivery(USER))).toMatchObject({ kind: 'later' });
    expect(await deliverAlert(world, delivery(USER))).toEqual(DONE);
    expect(world.discord.messages.map(({ channelId }) => channelId)).toEqual(['742']);
  });

  it('lets what nobody foresees fail, and leaves nothing marked as done', async () => {
    const world = makeWorld();
    const defect = new Error('Discord answered 400');
    const discord = { ...world.discord, createMessage: () => Promise.reject(defect) };
    await expect(deliverAlert({ ...world, discord }, delivery(CHANNEL))).rejects.toBe(defect);
    expect(world.telemetry.total('delivery_failures', { reason: 'error' })).toBe(1);
    expect(await deliverAlert(world, delivery(CHANNEL))).toEqual(DONE);
  });
});
