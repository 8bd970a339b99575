import type { DequeuedMessageItem } from '@azure/storage-queue';
import pLimit from 'p-limit';
import type { QueueName } from '../../messages/messages.ts';
import type { HeldPoison, PoisonKeeper } from '../../ports/poison.ts';
import { poisonQueue } from '../../ports/queue.ts';
import { type QueueCaller, type QueueCallerDeps, queueCaller } from './queue-caller.ts';
import { isMissing } from './queue-service.ts';
import { MESSAGE_TTL_SECONDS } from './queues.ts';

/** Azure gives no more in one call. */
const BATCH = 32;
const HOLD_SECONDS = 300;
const AT_ONCE = 8;

/** The poison queues of a storage account. A message there can only be found by taking what comes before it: that is let go of again. */
export function createPoisonQueues(deps: QueueCallerDeps): PoisonKeeper {
  const call = queueCaller(deps);
  return {
    look: (queue) =>
      call(poisonQueue(queue), async (client, abortSignal) => {
        try {
          const { approximateMessagesCount: count = 0 } = await client.getProperties({ abortSignal });
          const { peekedMessageItems } = await client.peekMessages({ abortSignal, numberOfMessages: BATCH });
          const oldest = peekedMessageItems.map(({ messageId: id, messageText: text, insertedOn }) => ({
            id,
            text,
            since: insertedOn.getTime(),
          }));
          return { count, oldest };
        } catch (error) {
          if (isMissing(error)) return { count: 0, oldest: [] };
          throw error;
        }
      }),
    hold: (queue) => hold(call, queue),
  };
}

async function* hold(call: QueueCaller, queue: QueueName): AsyncGenerator<HeldPoison> {
  const name = poisonQueue(queue);
  const mine = new Map<string, DequeuedMessageItem>();
  const remove = (id: string) => async (): Promise<void> => {
    const receipt = mine.get(id)?.popReceipt ?? '';
    await call(name, (client, abortSignal) => client.deleteMessage(id, receipt, { abortSignal }));
    mine.delete(id);
  };
  const seen = new Set<string>();
  let begun: number | undefined;
  try {
    for (;;) {
      const { items, at } = await receive(call, name);
      for (const item of items) mine.set(item.messageId, item);
      begun ??= at;
      const until = begun;
      const due = items.filter(({ messageId, insertedOn }) => insertedOn.getTime() <= until && !seen.has(messageId));
      if (due.length === 0) return;
      for (const { messageId: id, messageText: text, insertedOn } of due) {
        seen.add(id);
        const putBack = () => send(call, queue, text).then(remove(id));
        yield { id, text, since: insertedOn.getTime(), remove: remove(id), putBack };
      }
    }
  } finally {
    const limit = pLimit(AT_ONCE);
    // What cannot be let go of now is seen again when its time is over.
    await Promise.allSettled([...mine.values()].map((item) => limit(() => letGo(call, name, item))));
  }
}

/** What was given to nobody else, and the queue's own time. */
const receive = (call: QueueCaller, name: string) =>
  call(name, async (client, abortSignal) => {
    const options = { abortSignal, numberOfMessages: BATCH, visibilityTimeout: HOLD_SECONDS };
    try {
      const { receivedMessageItems: items, date = new Date() } = await client.receiveMessages(options);
      return { items, at: date.getTime() };
    } catch (error) {
      if (isMissing(error)) return { items: [], at: 0 };
      throw error;
    }
  });

const send = (call: QueueCaller, queue: QueueName, text: string) =>
  call(queue, async (client, abortSignal) => {
    await client.createIfNotExists({ abortSignal });
    await client.sendMessage(text, { abortSignal, messageTimeToLive: MESSAGE_TTL_SECONDS[queue] });
  });

const letGo = (call: QueueCaller, name: string, { messageId, popReceipt }: DequeuedMessageItem) =>
  call(name, (client, abortSignal) => client.updateMessage(messageId, popReceipt, undefined, 0, { abortSignal }));
