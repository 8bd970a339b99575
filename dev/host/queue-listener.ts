import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import type { Dispatcher } from './dispatcher.ts';
import type { HostEvents } from './events.ts';
import type { QueueFunction } from './functions.ts';
import type { QueueSettings } from './host-json.ts';
import { holdMessage, type Lease } from './queue-lease.ts';
import { decodeMessage, queueTriggerMetadata } from './queue-message.ts';
import { createSignal } from './signal.ts';
import { errorInfo } from './worker.ts';

const SHORTEST_WAIT_MS = 100;

export interface QueueListener {
  readonly queue: string;
  /** Looks at the queue at once instead of when its pause ends. */
  wake(): void;
  /** Takes no more messages; resolves when none is being received. What runs goes on. */
  stop(): Promise<void>;
  /** Resolves when every message that was taken has been seen to, up to its removal from the queue. */
  settled(): Promise<void>;
}

export interface QueueListenerDeps {
  readonly queue: QueueClient;
  readonly poison: QueueClient;
  readonly settings: QueueSettings;
  readonly leaseSeconds: number;
  readonly dispatcher: Dispatcher;
  readonly events: HostEvents;
  /** Called after each message that left this listener's hands. */
  readonly onSettled: () => void;
}

/**
 * Feeds one function from one storage queue as Azure's host does: batches of `batchSize`, the next one as soon as no more than
 * `newBatchThreshold` messages run, and between empty answers pauses of 100 ms, 200 ms, … up to `maxPollingInterval`.
 */
export const listenToQueue = (fn: QueueFunction, deps: QueueListenerDeps): QueueListener => {
  const { queue, settings, leaseSeconds, dispatcher, onSettled } = deps;
  const abort = new AbortController();
  const wakened = createSignal();
  const settled = createSignal();
  const taken = new Set<DequeuedMessageItem>();

  const take = async (message: DequeuedMessageItem): Promise<void> => {
    taken.add(message);
    const onError = (thrown: unknown) => reportQueueError(fn, deps, thrown);
    const lease = holdMessage(queue, message, leaseSeconds, onError);
    await handleMessage(fn, deps, message, lease).catch(onError);
    lease.abandon(); // nothing renews it any more, however that ended
    taken.delete(message);
    settled.fire();
    onSettled();
  };
  const receive = async (): Promise<number> => {
    try {
      const { receivedMessageItems } = await queue.receiveMessages({
        numberOfMessages: settings.batchSize,
        visibilityTimeout: leaseSeconds,
        abortSignal: abort.signal,
      });
      for (const message of receivedMessageItems) void take(message);
      return receivedMessageItems.length;
    } catch (thrown) {
      if (!abort.signal.aborted) reportQueueError(fn, deps, thrown);
      return 0;
    }
  };
  const listen = async (): Promise<void> => {
    let pauseMs = SHORTEST_WAIT_MS;
    while (!abort.signal.aborted && (await dispatcher.whenUp())) {
      const seenWakes = wakened.count();
      const seenSettled = settled.count();
      if (taken.size > settings.newBatchThreshold) {
        await settled.after(seenSettled);
      } else if ((await receive()) > 0) {
        pauseMs = SHORTEST_WAIT_MS;
      } else if (!abort.signal.aborted) {
        await wakened.after(seenWakes, pauseMs);
        pauseMs = Math.min(pauseMs * 2, settings.maxPollingIntervalMs);
      }
    }
  };

  const ended = listen();
  return {
    queue: fn.queue,
    wake: wakened.fire,
    stop: () => {
      abort.abort();
      wakened.fire();
      settled.fire();
      return ended;
    },
    settled: async () => {
      for (let seen = settled.count(); taken.size > 0; seen = settled.count()) await settled.after(seen);
    },
  };
};

/** Success removes the message, failure gives it back, the last failure makes it poison; a lost worker leaves it to its lease. */
const handleMessage = async (
  fn: QueueFunction,
  deps: QueueListenerDeps,
  message: DequeuedMessageItem,
  lease: Lease,
): Promise<void> => {
  const { settings, dispatcher } = deps;
  const text = decoded(message.messageText, settings);
  // More often than allowed: earlier ones ended in crashes, which count nowhere else.
  if (text === undefined || message.dequeueCount > settings.maxDequeueCount) return poison(fn, deps, message, lease);
  const result = await dispatcher.invoke(fn, { string: text }, queueTriggerMetadata(message, text));
  if (result.kind === 'lost') return;
  if (result.kind === 'ok') await lease.remove();
  else if (message.dequeueCount >= settings.maxDequeueCount) await poison(fn, deps, message, lease);
  else await lease.release(Math.round(settings.visibilityTimeoutMs / 1000));
};

const decoded = (body: string, { messageEncoding }: QueueSettings): string | undefined => {
  try {
    return decodeMessage(body, messageEncoding);
  } catch {
    return undefined; // poison, with its body as it is
  }
};

/** Into `<queue>-poison` first, off its queue then: a crash between the two leaves it twice, never lost. */
const poison = async (
  fn: QueueFunction,
  deps: QueueListenerDeps,
  message: DequeuedMessageItem,
  lease: Lease,
): Promise<void> => {
  await deps.poison.createIfNotExists();
  await deps.poison.sendMessage(message.messageText);
  await lease.remove();
  deps.events.emit({ kind: 'message-poisoned', queue: fn.queue, messageId: message.messageId, function: fn.name });
};

const reportQueueError = (fn: QueueFunction, { events }: QueueListenerDeps, thrown: unknown): void =>
  events.emit({ kind: 'queue-error', queue: fn.queue, error: errorInfo(thrown) });
