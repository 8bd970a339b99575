import type { QueueClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostEvent } from './events.ts';
import { createHarness, type Harness } from './testing/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

const bodies = async (queue: QueueClient): Promise<string[]> =>
  (await queue.peekMessages({ numberOfMessages: 32 })).peekedMessageItems.map((message) => message.messageText);

/** The most invocations that ran at one time. */
const mostAtOnce = (events: readonly HostEvent[]): number => {
  let running = 0;
  return Math.max(
    ...events.map((event) => {
      if (event.kind === 'invocation-started') running += 1;
      if (event.kind === 'invocation-ended') running -= 1;
      return running;
    }),
  );
};

describe('a queue function', () => {
  it('gets a message with its metadata, and the message is gone when it succeeds', async () => {
    const { host, queue } = await harness.start();
    const sent = await queue.sendMessage('{"a":1}');
    const { data, answer } = await harness.probe.next('work');
    expect(data.message).toEqual({ a: 1 });
    expect(data.metadata).toMatchObject({ id: sent.messageId, dequeueCount: 1, queueTrigger: { a: 1 } });
    expect(data.metadata.popReceipt).toMatch(/.+/);
    for (const name of ['insertionTime', 'expirationTime', 'nextVisibleTime']) {
      expect(data.metadata[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    }
    answer();
    await host.idle();
    expect(await host.queueDepths()).toContainEqual({ queue: queue.name, messages: 0, poison: 0 });
    expect(host.counts()).toMatchObject({ ok: 1, failed: 0, queueErrors: 0 });
  });

  it.each([
    ['plain words', 'plain words'],
    ['{"torn":', '{"torn":'],
    ['{"n":1}', { n: 1 }],
    ['["a"]', ['a']],
    // As in Azure: why ids are sent inside objects, as strings.
    ['123456789012345678901', 123456789012345680000],
  ])('gets %j as %j', async (body, seen) => {
    const { queue } = await harness.start();
    await queue.sendMessage(body);
    const { data, answer } = await harness.probe.next('work');
    answer();
    expect(data.message).toEqual(seen);
  });

  it('gets the largest message that storage takes, whole', async () => {
    const { queue } = await harness.start({ worker: 'process' });
    const body = 'x'.repeat(65_536);
    await queue.sendMessage(body);
    const { data, answer } = await harness.probe.next('work');
    answer();
    expect(data.message).toBe(body);
  });

  it('is tried again after a failure, and after the last one the message is poison with the same body', async () => {
    const started = await harness.start();
    const { host, queue, poison } = started;
    await queue.sendMessage('{"will":"fail"}');
    for (const attempt of [1, 2, 3]) {
      const { data, answer } = await harness.probe.next('work');
      expect(data.metadata.dequeueCount).toBe(attempt);
      answer({ fail: `failure ${attempt}` });
    }
    await harness.event(started, 'message-poisoned');
    await host.idle();
    expect(await bodies(poison)).toEqual(['{"will":"fail"}']);
    expect(await host.queueDepths()).toContainEqual({ queue: queue.name, messages: 0, poison: 1 });
    expect(host.counts()).toMatchObject({ failed: 3, poisoned: 1 });
    const failures = started.events.flatMap((event) => (event.kind === 'invocation-ended' ? event.error?.message : []));
    expect(failures).toEqual(['failure 1', 'failure 2', 'failure 3']);
  });

  it('succeeds on a later attempt, and nothing is poison', async () => {
    const { host, queue } = await harness.start();
    await queue.sendMessage('once more');
    (await harness.probe.next('work')).answer({ fail: 'not yet' });
    (await harness.probe.next('work')).answer();
    await host.idle();
    expect(await host.queueDepths()).toContainEqual({ queue: queue.name, messages: 0, poison: 0 });
  });

  it('runs a batch at once, fetches the next at the threshold, and never more than both together', async () => {
    const { host, queue, events } = await harness.start();
    await Promise.all(Array.from({ length: 20 }, (_, n) => queue.sendMessage(`message ${n}`)));
    const first = await Promise.all([1, 2, 3, 4].map(() => harness.probe.next('work')));
    expect(harness.probe.untaken('work')).toBe(0);
    first[0]?.answer();
    first[1]?.answer(); // two run: the threshold
    const second = await Promise.all([1, 2, 3, 4].map(() => harness.probe.next('work')));
    for (const call of [...first.slice(2), ...second]) call.answer();
    for (let left = 12; left > 0; left -= 1) (await harness.probe.next('work')).answer();
    await host.idle();
    expect(mostAtOnce(events)).toBe(6);
    expect(host.counts().ok).toBe(20);
  });

  it('keeps its message for longer than the lease while it runs', async () => {
    const { host, queue, events } = await harness.start({ leaseSeconds: 1 });
    await queue.sendMessage('slow');
    const { answer } = await harness.probe.next('work');
    const after = performance.now() + 2_200;
    while (performance.now() < after) await host.queueDepths();
    answer();
    await host.idle();
    expect(events.filter((event) => event.kind === 'invocation-started')).toHaveLength(1);
    expect(host.counts()).toMatchObject({ ok: 1, queueErrors: 0 });
  });
});

describe('idle', () => {
  it('waits for a message through all its hops, one of them delayed', async () => {
    const { host } = await harness.start();
    await harness.service.getQueueClient(`${(await host.queueDepths())[0]?.queue}-first`).sendMessage('{"hops":4}');
    let idle = false;
    const waiting = host.idle().then(() => {
      idle = true;
    });
    const { answer } = await harness.probe.next('last');
    expect(idle).toBe(false);
    answer();
    await waiting;
    expect(host.counts()).toMatchObject({ ok: 5, failed: 0 });
  });

  it('is prompt when there is nothing to do', async () => {
    const { host } = await harness.start();
    await host.idle();
    const times: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const since = performance.now();
      await host.idle();
      times.push(performance.now() - since);
    }
    // The quickest one: the others may have had to share the machine.
    expect(Math.min(...times)).toBeLessThan(20);
  });

  it('waits for a function that no queue knows of', async () => {
    const { host } = await harness.start();
    const response = fetch(`${host.url}/api/do/wait`);
    const { answer } = await harness.probe.next('wait');
    const order: string[] = [];
    const waiting = host.idle().then(() => order.push('idle'));
    await host.queueDepths(); // as much as idle would have to ask
    order.push('answered');
    answer();
    await Promise.all([waiting, response]);
    expect(order).toEqual(['answered', 'idle']);
  });
});
