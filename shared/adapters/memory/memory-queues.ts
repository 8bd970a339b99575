import { QUEUE_NAMES, type QueueMessages, type QueueName } from '../../messages/messages.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MessageSender } from '../../ports/queue.ts';
import { encodeMessage } from '../queues/encode.ts';
import { messageList } from './message-list.ts';

export type QueueHandlers = { readonly [Q in QueueName]?: (message: QueueMessages[Q]) => Promise<unknown> };

interface DrainOptions {
  /** Moves the clock: with it, drain waits for no one and also delivers what is delayed, each at its time. Epoch ms. */
  readonly advanceTo?: (time: number) => void;
}

export interface MemoryQueues extends MessageSender {
  /** Removes and returns the next visible message. */
  take<Q extends QueueName>(queue: Q): QueueMessages[Q] | undefined;
  /** Messages in one queue or in all, delayed ones included. */
  size(queue?: QueueName): number;
  /** When the earliest delayed message becomes visible, epoch ms; undefined when none is delayed. */
  nextVisibleAt(): number | undefined;
  /**
   * Delivers visible messages one at a time, in the order sent, an upstream queue before the one below it, until none is visible
   * that has a handler. Returns how many were delivered. A message leaves its queue after its handler succeeded: when a handler
   * throws, drain throws the same, and the next drain delivers that message again (at least once, as in Azure). One drain at a time.
   */
  drain(handlers: QueueHandlers, options?: DrainOptions): Promise<number>;
}

/**
 * Queues in this process. Messages are passed as they are, not serialised; `checkSize` serialises each once to enforce the limit
 * of 48 KiB. `delaySeconds` counts on the injected clock: without `advanceTo` a delayed message stays until that clock is there.
 */
export function memoryQueues(options: { readonly now: Clock; readonly checkSize?: boolean }): MemoryQueues {
  const { now, checkSize = false } = options;
  const lists: { readonly [Q in QueueName]: ReturnType<typeof messageList<QueueMessages[Q]>> } = {
    'fingerprint-changes': messageList(now),
    alerts: messageList(now),
    deliveries: messageList(now),
    interactions: messageList(now),
    'billing-events': messageList(now),
  };

  async function drainQueue<Q extends QueueName>(queue: Q, handlers: QueueHandlers): Promise<number> {
    const handle = handlers[queue];
    if (!handle) return 0;
    const list = lists[queue];
    let delivered = 0;
    for (let message = list.peek(); message !== undefined; message = list.peek()) {
      await handle(message);
      list.take();
      delivered++;
    }
    return delivered;
  }

  async function drainVisible(handlers: QueueHandlers): Promise<number> {
    let total = 0;
    for (let round = -1; round !== 0; total += round) {
      round = 0;
      for (const queue of QUEUE_NAMES) round += await drainQueue(queue, handlers);
    }
    return total;
  }

  const nextVisibleAt = (names: readonly QueueName[] = QUEUE_NAMES): number | undefined =>
    names.map((queue) => lists[queue].nextVisibleAt()).reduce(earlier, undefined);

  return {
    async send(queue, message, { delaySeconds = 0 } = {}) {
      if (checkSize) encodeMessage(queue, message);
      lists[queue].add(message, delaySeconds * 1000);
    },
    take: (queue) => lists[queue].take(),
    size: (queue) => (queue ? lists[queue].size() : QUEUE_NAMES.reduce((total, name) => total + lists[name].size(), 0)),
    nextVisibleAt: () => nextVisibleAt(),
    async drain(handlers, { advanceTo } = {}) {
      const handled = QUEUE_NAMES.filter((queue) => handlers[queue]);
      let delivered = await drainVisible(handlers);
      if (!advanceTo) return delivered;
      for (let time = nextVisibleAt(handled); time !== undefined; time = nextVisibleAt(handled)) {
        advanceTo(time);
        delivered += await drainVisible(handlers);
      }
      return delivered;
    },
  };
}

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);
