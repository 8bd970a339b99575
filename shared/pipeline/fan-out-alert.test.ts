import { describe, expect, it } from 'vitest';
import {
  ALERTS_CHANNEL,
  aSignal,
  aUser,
  DETECTED_AT,
  makeWorld,
  SHARP_CHANNEL,
  takeAll,
  type World,
} from '../../tests/support/delivery-world.ts';
import { deliveryIdOf } from '../domain/account/delivery-id.ts';
import { alertSchema, deliverySchema, MAX_MESSAGE_BYTES } from '../messages/messages.ts';
import { addressOf } from './deliver-records.ts';
import { fanOutAlert } from './fan-out-alert.ts';
import { ANY_LEAGUE, saveWatcher } from './fan-out-watchers.ts';

const NFL = 'americanfootball_nfl';
const nflWatch = { id: 'nfl', league: NFL, leastLevel: 'Low' };
const anyWatch = { id: 'any', leastLevel: 'Low' };
/** A Low signal is an early one: no other tier is told of it. */
const sharp = { subscription: { status: 'active', tier: 'sharp' } };
const alert = (parts = {}) => ({ v: 1 as const, signal: aSignal(parts) });

/** Fans a signal out to its last page, and gives the ids of the destinations in the order planned. */
const fanOut = async (world: World, signal = aSignal()): Promise<string[]> => {
  await world.queue.send('alerts', { v: 1, signal });
  await world.queue.drain({ alerts: (message) => fanOutAlert(world, message) });
  return takeAll(world.queue, 'deliveries').map(({ destination }) => addressOf(destination).id);
};

describe('fanOutAlert', () => {
  it.each([
    ['High', 'SharpActivity', [ALERTS_CHANNEL, SHARP_CHANNEL]],
    ['Medium', 'ValueGap', [ALERTS_CHANNEL]],
    ['Low', 'SteamMove', [SHARP_CHANNEL]],
    ['Low', 'ValueGap', []],
  ])('sends a %s %s to its channels, under ids from content', async (level, type, channels) => {
    const world = makeWorld();
    await fanOutAlert(world, alert({ level, type }));
    const sent = takeAll(world.queue, 'deliveries');
    expect(sent).toEqual(
      channels.map((channelId) => ({
        v: 1,
        deliveryId: deliveryIdOf('signal-1', { kind: 'channel', id: channelId }),
        destination: { kind: 'channel', channelId },
        signal: aSignal({ level, type }),
      })),
    );
    expect(world.telemetry.total('deliveries_planned', { kind: 'channel' })).toBe(channels.length);
  });

  it('sends once where both channels are one', async () => {
    const world = { ...makeWorld(), channels: { 'odds-alerts': '1', 'sharp-signals': '1' } };
    expect(await fanOut(world)).toEqual(['1']);
  });

  it('writes to those who asked, and counts why the others are left out', async () => {
    const world = makeWorld();
    const users = [
      aUser('1'),
      aUser('2', { watches: [nflWatch] }),
      aUser('3', { watches: [{ ...nflWatch, league: 'baseball_mlb' }] }),
      aUser('4', { subscription: { status: 'active', tier: 'starter' } }),
      aUser('5', { directMessages: false }),
      aUser('6', { quietHours: { from: '09:00', to: '11:00', timeZone: 'America/New_York' } }),
      aUser('7', { watches: [{ ...anyWatch, team: 'Jets' }] }),
      aUser('8', { mutes: [{ eventId: 'event-1', market: 'spread', until: DETECTED_AT + 1 }] }),
    ];
    for (const user of users) await saveWatcher(world.watchers, user);
    expect((await fanOut(world)).slice(2)).toEqual(['2', '1']);
    for (const reason of ['tier', 'direct-messages-off', 'no-watch', 'muted', 'quiet-hours'])
      expect([reason, world.telemetry.total('watch_skipped', { reason })]).toEqual([reason, 1]);
    expect(world.telemetry.total('deliveries_planned', { kind: 'user' })).toBe(2);
  });

  it('tells the log what it planned, by nonce', async () => {
    const world = makeWorld();
    await saveWatcher(world.watchers, aUser('1', sharp));
    await fanOut(world, aSignal({ level: 'Low' }));
    const planned = world.telemetry.records.filter((r) => r.kind === 'log' && r.event === 'delivery_planned');
    expect(planned).toMatchObject([
      {
        fields: {
          signalId: 'signal-1',
          kind: 'channel',
          channelId: SHARP_CHANNEL,
          nonce: expect.stringMatching(/^\w{25}$/),
        },
      },
      { fields: { signalId: 'signal-1', kind: 'user', userId: '1', nonce: expect.stringMatching(/^\w{25}$/) } },
    ]);
  });

  it('reaches 5,000 users page by page, none twice, no message over the limit', async () => {
    const world = makeWorld();
    const watches = [
      [nflWatch],
      [anyWatch],
      [nflWatch, anyWatch],
      [nflWatch, { ...nflWatch, id: 'again', team: 'Bills' }],
    ];
    const ids = Array.from({ length: 5000 }, (_, i) => String(10 ** 17 + i * 7919));
    for (const [i, id] of ids.entries())
      await saveWatcher(world.watchers, aUser(id, { watches: watches[i % watches.length] }));
    await world.queue.send('alerts', alert());
    const pages: number[] = [];
    await world.queue.drain({
      alerts: async (message) => {
        const before = world.queue.size('deliveries');
        expect(Buffer.byteLength(JSON.stringify(alertSchema.parse(message)))).toBeLessThan(MAX_MESSAGE_BYTES);
        expect(await fanOutAlert(world, message)).toEqual({ kind: 'done', value: undefined });
        pages.push(world.queue.size('deliveries') - before);
      },
    });
    const sent = takeAll(world.queue, 'deliveries').map((message) => deliverySchema.parse(message));
    expect(Math.max(...sent.map((message) => Buffer.byteLength(JSON.stringify(message))))).toBeLessThan(
      MAX_MESSAGE_BYTES,
    );
    const users = sent.flatMap(({ destination }) => (destination.kind === 'user' ? [destination.userId] : []));
    expect(users).toHaveLength(5000);
    expect(new Set(users)).toEqual(new Set(ids));
    // 3,750 watch the league and 2,500 any: the last league page is filled up, half of the any pages are known already.
    expect(Math.max(...pages)).toBeLessThanOrEqual(102);
    expect(pages).toHaveLength(63);
  });

  it('keeps a cooldown between two signals, but lets a repeat of the first pass', async () => {
    const world = makeWorld();
    await saveWatcher(world.watchers, aUser('1', { ...sharp, cooldownMinutes: 15 }));
    const [first, second] = [aSignal({ level: 'Low' }), aSignal({ level: 'Low', id: 'signal-2' })];
    expect(await fanOut(world, first)).toContain('1');
    world.setTime(DETECTED_AT + 60_000);
    expect(await fanOut(world, second)).not.toContain('1');
    expect(world.telemetry.total('watch_skipped', { reason: 'cooldown' })).toBe(1);
    expect(await fanOut(world, first)).toContain('1');
    world.setTime(DETECTED_AT + 15 * 60_000);
    expect(await fanOut(world, { ...second, detectedAt: DETECTED_AT + 14 * 60_000 })).toContain('1');
  });

  it('lets one of two signals at the same instant through a cooldown', async () => {
    const world = makeWorld();
    await saveWatcher(world.watchers, aUser('1', { ...sharp, cooldownMinutes: 15 }));
    await Promise.all(['a', 'b', 'c'].map((id) => fanOutAlert(world, alert({ id, level: 'Low' }))));
    const toUser = takeAll(world.queue, 'deliveries').filter(({ destination }) => destination.kind === 'user');
    expect(toUser).toHaveLength(1);
  });

  it.each([
    ['too-old', DETECTED_AT + 600_001],
    ['event-begun', aSignal().event.commenceTime],
  ])('drops what is %s', async (reason, time) => {
    const world = makeWorld();
    world.setTime(time);
    expect(await fanOutAlert(world, alert())).toEqual({ kind: 'drop', reason });
    expect(world.queue.size()).toBe(0);
  });

  it.each([
    ['garbage', {}],
    ['sent:1', {}],
    ['league:1', { type: 'Reversal', reverses: ['signal-0'] }],
    ['sent:1', { type: 'Reversal', reverses: ['signal-0', 'signal-1'] }],
    ['sent:2:', { type: 'Reversal', reverses: ['signal-0', 'signal-1'] }],
    ['sent:0:1', {}],
    ['any:a/b', {}],
  ])('rejects the cursor %s', async (after, parts) => {
    const world = makeWorld();
    expect(await fanOutAlert(world, { ...alert(parts), after })).toEqual({ kind: 'reject', reason: 'unknown-cursor' });
    expect(world.queue.size()).toBe(0);
  });

  it('leaves nobody out because one message could not be sent, and fails so that the page comes again', async () => {
    const world = makeWorld();
    for (const id of ['1', '2', '3']) await saveWatcher(world.watchers, aUser(id));
    const refused = new Error('queue is away');
    const queue: World['queue'] = {
      ...world.queue,
      async send(name, message, options) {
        if ('destination' in message && addressOf(message.destination).id === '2') throw refused;
        return world.queue.send(name, message, options);
      },
    };
    await expect(fanOutAlert({ ...world, queue }, alert())).rejects.toMatchObject({
      message: '1 of 5 deliveries could not be planned',
      cause: refused,
    });
    expect(world.queue.size('deliveries')).toBe(4);
  });
});

describe('fanOutAlert of a Reversal', () => {
  const reversal = aSignal({ id: 'signal-2', type: 'Reversal', reverses: ['signal-1'], level: 'Low' });
  const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1));
  const told = (world: World, userIds: readonly string[], signalId = 'signal-1') =>
    Promise.all(
      userIds.map((userId) =>
        world.deliveries.create(
          { id: deliveryIdOf(signalId, { kind: 'user', id: userId }), partition: signalId },
          {
            signalId,
            destination: { kind: 'user', userId },
            channelId: '7',
            messageId: '8',
            deliveredAt: 0,
          },
        ),
      ),
    );

  it('goes to all who got the first alert, page by page, and to nobody else', async () => {
    const world = makeWorld();
    await told(world, numbered(250));
    await saveWatcher(world.watchers, aUser('999'));
    const sent = await fanOut(world, reversal);
    expect(sent).toHaveLength(250);
    expect(new Set(sent).size).toBe(250);
    expect(sent).not.toContain('999');
  });

  it('reaches, of an alert that rose a level, also those who got only the first, and each under one id', async () => {
    const world = makeWorld();
    await told(world, numbered(150), 'medium');
    await told(world, ['150', '151'], 'high');
    await world.queue.send('alerts', alert({ ...reversal, reverses: ['medium', 'nobody-got-this', 'high'] }));
    const cursors: (string | undefined)[] = [];
    await world.queue.drain({
      alerts: (message) => {
        cursors.push(message.after);
        return fanOutAlert(world, message);
      },
    });
    const sent = takeAll(world.queue, 'deliveries').map(({ deliveryId }) => deliveryId);
    expect(sent.toSorted()).toEqual(
      numbered(151)
        .map((id) => deliveryIdOf('signal-2', { kind: 'user', id }))
        .toSorted(),
    );
    expect(world.telemetry.total('deliveries_planned')).toBe(151);
    expect(cursors).toEqual([undefined, expect.stringMatching(/^sent:0:\w{32}$/), 'sent:1:', 'sent:2:']);
  });

  it('plans who got all steps of an escalation once, whatever lists are worked at once', async () => {
    const world = makeWorld();
    for (const signalId of ['low', 'medium', 'high']) await told(world, numbered(40), signalId);
    const escalated = alert({ ...reversal, reverses: ['low', 'medium', 'high'] });
    await Promise.all(['sent:2:', 'sent:0:', 'sent:1:'].map((after) => fanOutAlert(world, { ...escalated, after })));
    const sent = takeAll(world.queue, 'deliveries').map(({ destination }) => addressOf(destination).id);
    expect(sent.toSorted()).toEqual(numbered(40).toSorted());
    expect(world.telemetry.total('deliveries_planned')).toBe(40);
    takeAll(world.queue, 'alerts');
    expect((await fanOut(world, escalated.signal)).toSorted()).toEqual(numbered(40).toSorted());
  });

  it('reaches who got the next step only while the first list was being worked', async () => {
    const world = makeWorld();
    await told(world, ['1'], 'medium');
    const escalated = alert({ ...reversal, reverses: ['medium', 'high'] });
    await fanOutAlert(world, escalated);
    await told(world, ['1', '2'], 'high');
    await fanOutAlert(world, { ...escalated, after: 'sent:1:' });
    const sent = takeAll(world.queue, 'deliveries').map(({ destination }) => addressOf(destination).id);
    expect(sent).toEqual(['1', '2']);
  });

  it('goes nowhere when nobody got the first', async () => {
    const world = makeWorld();
    await saveWatcher(world.watchers, aUser('999'));
    expect(await fanOut(world, reversal)).toEqual([]);
  });

  it('is rejected when it does not say what it reverses', async () => {
    const outcome = await fanOutAlert(makeWorld(), alert({ type: 'Reversal' }));
    expect(outcome).toEqual({ kind: 'reject', reason: 'reversal-of-nothing' });
  });
});

describe('saveWatcher', () => {
  const standsIn = async ({ watchers }: World, id: string) => {
    const partitions = [ANY_LEAGUE, NFL, 'baseball_mlb'];
    const found = await Promise.all(partitions.map((partition) => watchers.read({ id, partition })));
    return partitions.filter((_, i) => found[i]);
  };

  it('moves a user with the watches, however often it is told', async () => {
    const world = makeWorld();
    await saveWatcher(world.watchers, aUser('1', { watches: [nflWatch, anyWatch] }));
    expect(await standsIn(world, '1')).toEqual([ANY_LEAGUE, NFL]);
    const moved = aUser('1', { watches: [{ ...nflWatch, league: 'baseball_mlb' }] });
    for (let i = 0; i < 2; i++) await saveWatcher(world.watchers, moved, [ANY_LEAGUE, NFL, 'baseball_mlb']);
    expect(await standsIn(world, '1')).toEqual(['baseball_mlb']);
    expect((await world.watchers.read({ id: '1', partition: 'baseball_mlb' }))?.value).toEqual(moved);
  });

  it('ends with one whole user when two saves run at once', async () => {
    const world = makeWorld();
    const versions = [aUser('1', { cooldownMinutes: 1 }), aUser('1', { cooldownMinutes: 2 })];
    await Promise.all(versions.map((user) => saveWatcher(world.watchers, user)));
    expect(versions).toContainEqual((await world.watchers.read({ id: '1', partition: ANY_LEAGUE }))?.value);
  });
});
