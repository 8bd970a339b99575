import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../../dev/services/azurite.ts';
import { QUEUE_NAMES, type QueueName } from '../../messages/messages.ts';
import { poisonContract } from '../../ports/poison.contract.ts';
import { poisonQueue } from '../../ports/queue.ts';
import { createPoisonQueues } from './poison-queues.ts';

let azurite: Azurite;
let account: QueueServiceClient;

beforeAll(async () => {
  azurite = await startAzurite();
  account = QueueServiceClient.fromConnectionString(azurite.connectionString);
});
afterAll(() => azurite.stop());

const keeper = () =>
  createPoisonQueues({
    connection: { kind: 'connection-string', connectionString: azurite.connectionString },
  });

async function giveUp(name: QueueName, text: string): Promise<void> {
  const queue = account.getQueueClient(poisonQueue(name));
  await queue.createIfNotExists();
  await queue.sendMessage(text);
}

async function take(name: QueueName): Promise<unknown> {
  const queue = account.getQueueClient(name);
  if (!(await queue.exists())) return undefined;
  const [message] = (await queue.receiveMessages()).receivedMessageItems;
  if (!message) return undefined;
  await queue.deleteMessage(message.messageId, message.popReceipt);
  return JSON.parse(message.messageText);
}

/** No queue at all, as in a new account. */
async function newAccount(): Promise<void> {
  const names = QUEUE_NAMES.flatMap((name) => [name, poisonQueue(name)]);
  await Promise.all(names.map((name) => account.getQueueClient(name).deleteIfExists()));
}

poisonContract('azure storage', {
  async make() {
    await newAccount();
    return { keeper: keeper(), giveUp, take };
  },
});

describe('createPoisonQueues', () => {
  it.each([
    ['alerts', 3600],
    ['interactions', 900],
  ] as const)('puts back into %s what then lives as long as any other message there', async (queue, seconds) => {
    await newAccount();
    await giveUp(queue, '{"v":1}');
    for await (const held of keeper().hold(queue)) await held.putBack();
    const [message] = (await account.getQueueClient(queue).peekMessages()).peekedMessageItems;
    expect((message?.expiresOn.getTime() ?? 0) - (message?.insertedOn.getTime() ?? 0)).toBe(seconds * 1000);
  });

  it('puts back also what only just fits into a queue, be it no JSON', async () => {
    await newAccount();
    const largest = 'x'.repeat(65_536);
    await giveUp('alerts', largest);
    for await (const held of keeper().hold('alerts')) await held.putBack();
    expect(await keeper().look('alerts')).toEqual({ count: 0, oldest: [] });
    const [message] = (await account.getQueueClient('alerts').peekMessages()).peekedMessageItems;
    expect(message?.messageText).toBe(largest);
  });
});
