import type { QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { QueueName } from '../../messages/messages.ts';
import { type MessageSender, type PoisonMessage, poisonQueue, type QueueInspector } from '../../ports/queue.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { encodeMessage } from './encode.ts';
import { connectQueueService, isMissing, type QueueConnection } from './queue-service.ts';

/** How long a message may wait, from when it becomes visible; Azure's 7 days would deliver last week's prices after an outage. */
const MESSAGE_TTL_SECONDS = {
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

export interface QueuesDeps {
  readonly connection: QueueConnection;
  readonly telemetry: Telemetry;
  /** Longest time for one call with its retries. Default 10,000 ms. */
  readonly timeoutMs?: number;
}

/** Azure Storage queues (Azurite on a developer's machine). A queue that is missing is created when first sent to. */
export function createQueues({
  connection,
  telemetry,
  timeoutMs = 10_000,
}: QueuesDeps): MessageSender & QueueInspector {
  let service: Promise<QueueServiceClient> | undefined;

  /** Runs one call on a queue, bounded in time; its failure names the setting to look at, never what the setting holds. */
  async function call<T>(
    name: string,
    operation: (queue: QueueClient, abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      service ??= connectQueueService(connection);
      return await operation((await service).getQueueClient(name), AbortSignal.timeout(timeoutMs));
    } catch (cause) {
      throw new Error(`The queue ${name} cannot be reached; check AzureWebJobsStorage and its network`, { cause });
    }
  }

  return {
    async send(queue, message, { delaySeconds = 0 } = {}) {
      const text = encodeMessage(queue, message);
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

async function oldest(client: QueueClient, abortSignal: AbortSignal): Promise<PoisonMessage[]> {
  const { peekedMessageItems } = await client.peekMessages({ abortSignal, numberOfMessages: SAMPLE_SIZE });
  return peekedMessageItems.map(({ messageId, messageText, insertedOn }) => ({
    id: messageId,
    text: messageText.slice(0, SAMPLE_CHARACTERS),
    since: insertedOn.getTime(),
  }));
}
