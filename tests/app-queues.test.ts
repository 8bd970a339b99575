import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QUEUE_NAMES, type QueueName } from '../shared/messages/messages.ts';
import { rejectedKey } from '../shared/runtime/record-rejected.ts';
import { ALERTS_CHANNEL, SHARP_CHANNEL, startWorld, type World } from './support/app-world.ts';
import { HOME, LEAGUE, opening, steamed, titleOf } from './support/games.ts';
import { HOUR, MINUTE, NOON } from './support/odds.ts';
import { testWorlds } from './support/test-worlds.ts';

const STAGE: Record<QueueName, string> = {
  'fingerprint-changes': 'score-market',
  alerts: 'fan-out-alert',
  deliveries: 'deliver-alert',
  interactions: 'answer-interaction',
  'billing-events': 'apply-billing-event',
};
/** A storage queue takes 65,536 bytes at most. */
const LARGEST = JSON.stringify({ v: 1, padding: 'x'.repeat(65_536 - '{"v":1,"padding":""}'.length) });

const GARBAGE: readonly (readonly [what: string, body: string, reason: string])[] = [
  ['no JSON', 'hello, is this the queue?', 'not-json'],
  ['cut JSON', '{"v":1,"signal":{"id":"a', 'not-json'],
  ['HTML', '<html><body>Bad gateway</body></html>', 'not-json'],
  ['an unknown version', '{"v":99,"signal":{}}', 'unknown-version'],
  ['a wrong shape', '{"v":1,"signal":"none","deliveryId":7}', 'invalid'],
  ['no object', '[1,2,3]', 'invalid'],
  ['nothing at all', 'null', 'invalid'],
  ['a bare number', '42', 'invalid'],
  ['the largest body that Azure takes', LARGEST, 'too-large'],
];

const { background, begin } = testWorlds();

describe.each(QUEUE_NAMES)('what does not belong on queue %s', (queue) => {
  let app: World;
  beforeAll(async () => {
    app = await startWorld(background());
  });
  afterAll(() => app.stop());

  it.each(GARBAGE)('%s is kept with its reason, counted, and not tried again', async (_what, body, reason) => {
    const outcome = { stage: STAGE[queue], kind: 'reject', reason };
    const before = { rejected: app.counted('stage_outcomes', outcome), ended: app.host.counts() };
    await background().queues.getQueueClient(queue).sendMessage(body);
    await app.host.idle();

    const kept = (await app.stores.rejected.read(rejectedKey(queue, body)))?.value;
    expect(kept).toMatchObject({ source: queue, kind: 'rejected' });
    expect(kept?.reason.split(':')[0]).toBe(reason);
    expect(app.counted('stage_outcomes', outcome)).toBe(before.rejected + 1);
    const { ok, failed, lost, poisoned } = before.ended;
    expect(app.host.counts()).toMatchObject({ ok: ok + 1, failed, lost, poisoned });
  });
});

describe('a message that fails for ever', () => {
  let app: World;
  beforeEach(async () => {
    app = await begin();
  });

  const breaks: readonly (readonly [why: string, breakIt: () => void, reason: RegExp])[] = [
    [
      'Discord refuses our token',
      () => app.discord.control.inject({ kind: 'bad-key', path: `/channels/${ALERTS_CHANNEL}/` }),
      /check DISCORD_BOT_TOKEN/,
    ],
    [
      'Discord finds the body invalid',
      () => app.discord.control.deny(ALERTS_CHANNEL, 50006),
      /Discord answered create-message with 400, code 50006/,
    ],
  ];
  it.each(breaks)('is given up after five tries when %s, and the watch says why', async (_why, breakIt, reason) => {
    breakIt();
    await app.prepareSteam([1]);
    await app.poll(2);
    await app.host.idle();

    expect(app.titles(SHARP_CHANNEL)).toEqual([titleOf(1)]);
    expect(app.titles(ALERTS_CHANNEL)).toEqual([]);
    expect(app.counted('stage_outcomes', { stage: 'deliver-alert', kind: 'fail' })).toBe(5);
    expect(await app.host.queueDepths()).toContainEqual({ queue: 'deliveries', messages: 0, poison: 1 });

    expect((await app.host.trigger('watch-poison-queues')).kind).toBe('ok');
    expect(app.logged('poison_messages_waiting')).toMatchObject([
      { queue: 'deliveries-poison', count: 1, reasons: [expect.stringMatching(reason)] },
    ]);
  });
});

describe('bad odds among good ones', () => {
  it('are kept once with their place and reason, while the good ones become an alert', async () => {
    const app = await begin();
    await app.prepareSteam([1]);
    const bad = opening({ number: 2, start: NOON + HOUR, away: '' });
    app.show([bad, steamed({ number: 1, start: NOON + HOUR })]);
    await app.poll(2);
    await app.poll(3);
    await app.host.idle();

    const { items } = await app.stores.rejected.list(`odds-${LEAGUE}`, { limit: 10 });
    expect(items.map(({ value }) => value)).toMatchObject([
      { kind: 'rejected', reason: 'event-without-teams: game2', at: NOON + 2 * MINUTE },
    ]);
    expect(items[0]?.value.input).toContain(`${HOME} 2`);
    expect(app.counted('odds_records_rejected', { reason: 'event-without-teams' })).toBeGreaterThanOrEqual(2);
    expect(app.titles(ALERTS_CHANNEL)).toEqual([titleOf(1)]);
  });
});
