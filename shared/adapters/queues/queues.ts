import type { QueueClient } from '@azure/storage-queue';
import type { QueueName } from '../../messages/messages.ts';
import { type MessageSender, type PoisonMessage, poisonQueue, type QueueInspector } from '../../ports/queue.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { traceparent } from '../../runtime/span.ts';
import { encodeMessage } from './encode.ts';
import { type QueueCallerDeps, queueCaller } from './queue-caller.ts';
import { isMissing } from './queue-service.ts';

/** How long a message may wait, from when it becomes visible; Azure's 7 days would deliver last week's prices after an outage. */
export const MESSAGE_TTL_SECONDS = {
  'fingerprint-changes': 3600,
  alerts: 3600,
  deliveries: 3600,
  /** After that the token of an interaction opens nothing. */
  interactions: 900,
  /** Stripe itself repeats an event for three days. */
  'billing-events': 7 * 24 * 3600 - 3600,
} as const satisfies Record<QueueName, number>;

/** Azure peeks at no more in one call. */
const SAMPLE_SIZE = 32;
const SAMPLE_CHARACTERS = 2000;

export interface QueuesDeps extends QueueCallerDeps {
  readonly telemetry: Telemetry;
}

/** Azure Storage queues (Azurite on a developer's machine). A queue that is missing is created when first sent to. */
export function createQueues({ telemetry, ...deps }: QueuesDeps): MessageSender & QueueInspector {
  const call = queueCaller(deps);

  return {
    async send(queue, message, { delaySeconds = 0 } = {}) {
      const text = encodeMessage(queue, message, traceparent());
      const visibilityTimeout = Math.ceil(delaySeconds);
      await call(queue, (client, abortSignal) => {
        const messageTimeToLive = MESSAGE_TTL_SECONDS[queue] + visibilityTimeout;
        const send = () => client.sendMessage(text, { abortSignal, visibilityTimeout, messageTimeToLive });
        return send().catch(async (error: unknown) => {
          if (!isMissing(error)) throw error;
          await client.createIfNotExists({ abortSignal });
          telemetry.info('queue_created', { queue });
          return send();
        });
      });
      telemetry.count('queue_messages_sent', 1, { queue });
    },

    depth: (queue) => call(queue, waiting),

    oldest: (queue) =>
      call(queue, async (client, abortSignal) => {
        const [first] = await peek(client, abortSignal, 1);
        return first?.insertedOn.getTime();
      }),

    peekPoison: (queue) =>
      call(poisonQueue(queue), async (client, abortSignal) => {
        const count = await waiting(client, abortSignal);
        return { count, sample: count === 0 ? [] : await oldest(client, abortSignal) };
      }),
  };
}

async function waiting(client: QueueClient, abortSignal: AbortSignal): Promise<number> {
  try {
    return (await client.getProperties({ abortSignal })).approximateMessagesCount ?? 0;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** A queue that is missing is empty. */
async function peek(client: QueueClient, abortSignal: AbortSignal, numberOfMessages: number) {
  try {
    return (await client.peekMessages({ abortSignal, numberOfMessages })).peekedMessageItems;
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function oldest(client: QueueClient, abortSignal: AbortSignal): Promise<PoisonMessage[]> {
  const items = await peek(client, abortSignal, SAMPLE_SIZE);
  return items.map(({ messageId, messageText, insertedOn }) => ({
    id: messageId,
    text: messageText.slice(0, SAMPLE_CHARACTERS),
    since: insertedOn.getTime(),
  }));
}
