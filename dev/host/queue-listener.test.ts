import { QueueServiceClient } from '@azure/storage-queue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startAzurite } from '../services/azurite.ts';
import type { Dispatcher } from './dispatcher.ts';
import { createHostEvents } from './events.ts';
import type { QueueSettings } from './host-json.ts';
import { listenToQueue, type QueueListenerDeps } from './queue-listener.ts';

const fn = { kind: 'queue', name: 'f', binding: 'item', queue: 'alerts', connectionString: '' } as const;
const settings: QueueSettings = {
  batchSize: 4,
  newBatchThreshold: 2,
  visibilityTimeoutMs: 0,
  maxDequeueCount: 3,
  maxPollingIntervalMs: 1_000,
  messageEncoding: 'base64',
};

/** Remembers what it is asked to run; everything succeeds. */
const recorder = () => {
  const texts: (string | null | undefined)[] = [];
  const dispatcher: Dispatcher = {
    invoke: async (_fn, data) => {
      texts.push(data.string);
      return { kind: 'ok', response: {} };
    },
    whenUp: async () => true,
    running: () => 0,
    started: () => texts.length,
    quiet: async () => {},
  };
  return { dispatcher, texts };
};

afterEach(() => void vi.useRealTimers());

describe('listenToQueue', () => {
  it('decodes Base64 when host.json says so; what is not Base64 is poison as it is, at once', async () => {
    const azurite = await startAzurite();
    const service = QueueServiceClient.fromConnectionString(azurite.connectionString);
    const queue = service.getQueueClient('alerts');
    const poison = service.getQueueClient('alerts-poison');
    await queue.create();
    await queue.sendMessage('{"plain":"text"}');
    await queue.sendMessage(Buffer.from('{"a":"é"}').toString('base64'));
    const { dispatcher, texts } = recorder();
    const settled = Promise.withResolvers<void>();
    let left = 2;
    const onSettled = () => {
      left -= 1;
      if (left === 0) settled.resolve();
    };
    const events = createHostEvents();
    const listener = listenToQueue(fn, { queue, poison, settings, leaseSeconds: 60, dispatcher, events, onSettled });
    await settled.promise;
    await listener.stop();
    expect(texts).toEqual(['{"a":"é"}']);
    expect((await poison.peekMessages()).peekedMessageItems.map((m) => m.messageText)).toEqual(['{"plain":"text"}']);
    expect((await queue.getProperties()).approximateMessagesCount).toBe(0);
    await azurite.stop();
  });

  it('pauses 100 ms after an empty answer, twice as long each time, up to the limit; waking it does not wait', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 });
    const asked: number[] = [];
    const queue = {
      receiveMessages: async () => {
        asked.push(Date.now());
        return { receivedMessageItems: [] };
      },
    } as unknown as QueueListenerDeps['queue'];
    const { dispatcher } = recorder();
    const deps = { queue, poison: queue, settings, leaseSeconds: 60, dispatcher, events: createHostEvents() };
    const listener = listenToQueue(fn, { ...deps, onSettled: () => {} });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(asked).toEqual([0, 100, 300, 700, 1500, 2500, 3500]);
    listener.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.at(-1)).toBe(4_000);
    await listener.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(8);
  });

  it('says when the service refuses, and goes on', async () => {
    const azurite = await startAzurite();
    const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient('alerts');
    const events = createHostEvents();
    const refused = new Promise<string>((resolve) => {
      events.on((event) => event.kind === 'queue-error' && resolve(event.queue));
    });
    const { dispatcher, texts } = recorder();
    const settled = Promise.withResolvers<void>();
    const listener = listenToQueue(fn, {
      queue,
      poison: queue,
      settings: { ...settings, messageEncoding: 'none' },
      leaseSeconds: 60,
      dispatcher,
      events,
      onSettled: settled.resolve,
    });
    expect(await refused).toBe('alerts'); // there is no such queue yet
    await queue.create();
    await queue.sendMessage('at last');
    await settled.promise;
    expect(texts).toEqual(['at last']);
    await listener.stop();
    await azurite.stop();
  });
});
