import { QueueServiceClient } from '@azure/storage-queue';
import type { Dispatcher } from './dispatcher.ts';
import type { HostEvents } from './events.ts';
import type { QueueFunction } from './functions.ts';
import type { QueueSettings } from './host-json.ts';
import { listenToQueue } from './queue-listener.ts';
import { createSignal } from './signal.ts';

/** Between two looks at queues in which nothing moves: a message may be delayed, leased or due for a retry. */
const SHORTEST_LOOK_MS = 5;
const LONGEST_LOOK_MS = 100;

export interface QueueDepth {
  readonly queue: string;
  /** Messages waiting, running, delayed or due for a retry. */
  readonly messages: number;
  /** In `<queue>-poison`. */
  readonly poison: number;
}

/** All queue functions of an app. */
export interface QueueListeners {
  depths(): Promise<readonly QueueDepth[]>;
  /** Resolves when no invocation of any kind runs and no queue holds a message, not even a delayed one. */
  idle(): Promise<void>;
  /** Takes no more messages. */
  stop(): Promise<void>;
  /** Resolves when the messages taken have been seen to. */
  settled(): Promise<void>;
}

interface Options {
  readonly settings: QueueSettings;
  readonly leaseSeconds: number;
  readonly dispatcher: Dispatcher;
  readonly events: HostEvents;
}

/** Creates the queues, as the infrastructure does in Azure, and starts to listen. Rejects when the service cannot be reached. */
export const listenToQueues = async (
  functions: readonly QueueFunction[],
  options: Options,
): Promise<QueueListeners> => {
  const moved = createSignal();
  const queues = await Promise.all(functions.map(openQueue));
  const listeners = queues.map(({ fn, queue, poison }) =>
    listenToQueue(fn, { ...options, queue, poison, onSettled: moved.fire }),
  );
  const waiting = (): Promise<number[]> => Promise.all(queues.map(({ queue }) => messagesIn(queue)));

  const idle = async (): Promise<void> => {
    let lookAgainMs = SHORTEST_LOOK_MS;
    for (;;) {
      await options.dispatcher.quiet();
      // What ended before this line has already sent what it sends, so a count of zero everywhere, with nothing started
      // meanwhile, is the end: whatever moves from queue to queue does so inside an invocation.
      const started = options.dispatcher.started();
      const seen = moved.count();
      const counts = await waiting();
      if (counts.every((count) => count === 0) && options.dispatcher.started() === started) return;
      for (const [at, listener] of listeners.entries()) if (counts[at] !== 0) listener.wake();
      await moved.after(seen, lookAgainMs);
      lookAgainMs = moved.count() > seen ? SHORTEST_LOOK_MS : Math.min(lookAgainMs * 2, LONGEST_LOOK_MS);
    }
  };

  return {
    depths: () =>
      Promise.all(
        queues.map(async ({ fn, queue, poison }) => {
          const [messages, poisoned] = await Promise.all([messagesIn(queue), messagesIn(poison)]);
          return { queue: fn.queue, messages, poison: poisoned };
        }),
      ),
    idle,
    stop: async () => void (await Promise.all(listeners.map((listener) => listener.stop()))),
    settled: async () => void (await Promise.all(listeners.map((listener) => listener.settled()))),
  };
};

const openQueue = async (fn: QueueFunction) => {
  const service = QueueServiceClient.fromConnectionString(fn.connectionString, {
    retryOptions: { maxTries: 3, retryDelayInMs: 50, maxRetryDelayInMs: 500 },
  });
  const queue = service.getQueueClient(fn.queue);
  await queue.createIfNotExists();
  return { fn, queue, poison: service.getQueueClient(`${fn.queue}-poison`) };
};

/** Visible or not; a queue that does not exist holds none. */
const messagesIn = async (queue: {
  getProperties(): Promise<{ approximateMessagesCount?: number }>;
}): Promise<number> => {
  try {
    return (await queue.getProperties()).approximateMessagesCount ?? 0;
  } catch (thrown) {
    if (thrown instanceof Error && 'statusCode' in thrown && thrown.statusCode === 404) return 0;
    throw thrown;
  }
};
