import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../../dev/services/azurite.ts';
import { listenOnLoopback } from '../../../dev/services/loopback.ts';
import { QUEUE_NAMES, type QueueName } from '../../messages/messages.ts';
import { queueContract, sampleDelivery } from '../../ports/queue.contract.ts';
import { recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import { createQueues } from './queues.ts';

let azurite: Azurite;
let account: QueueServiceClient;

beforeAll(async () => {
  azurite = await startAzurite();
  account = QueueServiceClient.fromConnectionString(azurite.connectionString);
});
afterAll(() => azurite.stop());

const queuesAt = (connectionString: string, timeoutMs?: number) =>
  createQueues({
    connection: { kind: 'connection-string', connectionString },
    telemetry: recordingTelemetry(),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });

/** As the Functions host takes a message: received, then deleted. */
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
  const names = QUEUE_NAMES.flatMap((name) => [name, `${name}-poison`]);
  await Promise.all(names.map((name) => account.getQueueClient(name).deleteIfExists()));
}

queueContract('azure storage', {
  async make() {
    await newAccount();
    return { sender: queuesAt(azurite.connectionString), take };
  },
});

describe('createQueues', () => {
  it('creates a missing queue and says so once', async () => {
    await newAccount();
    const telemetry = recordingTelemetry();
    const connection = { kind: 'connection-string', connectionString: azurite.connectionString } as const;
    const queues = createQueues({ connection, telemetry });
    await queues.send('deliveries', sampleDelivery('d1'));
    await queues.send('deliveries', sampleDelivery('d2'));
    expect(telemetry.records.filter((record) => record.kind === 'log')).toMatchObject([
      { event: 'queue_created', fields: { queue: 'deliveries' } },
    ]);
    expect(telemetry.total('queue_messages_sent', { queue: 'deliveries' })).toBe(2);
  });

  it('lets a message die an hour after it could be seen', async () => {
    await newAccount();
    const queues = queuesAt(azurite.connectionString);
    await queues.send('alerts', { v: 1, signal: sampleDelivery('any').signal });
    const [message] = (await account.getQueueClient('alerts').peekMessages()).peekedMessageItems;
    expect((message?.expiresOn.getTime() ?? 0) - (message?.insertedOn.getTime() ?? 0)).toBe(3_600_000);
  });

  it('takes a delay longer than a message lives', async () => {
    await newAccount();
    const queues = queuesAt(azurite.connectionString);
    await queues.send('deliveries', sampleDelivery('tomorrow'), { delaySeconds: 86_400 });
    expect(await take('deliveries')).toBeUndefined();
    expect(await queues.depth('deliveries')).toBe(1);
  });

  it('counts what waits and what was given up, and shows the latter', async () => {
    await newAccount();
    const queues = queuesAt(azurite.connectionString);
    expect(await queues.depth('alerts')).toBe(0);
    expect(await queues.peekPoison('alerts')).toEqual({ count: 0, sample: [] });
    const poison = account.getQueueClient('alerts-poison');
    await poison.create();
    for (const text of ['{"v":99}', 'x'.repeat(3000)]) await poison.sendMessage(text);
    const { count, sample } = await queues.peekPoison('alerts');
    expect([count, sample.map(({ text }) => text)]).toEqual([2, ['{"v":99}', 'x'.repeat(2000)]]);
    expect(Math.abs((sample[0]?.since ?? 0) - Date.now())).toBeLessThan(60_000);
    expect((await queues.peekPoison('alerts')).count).toBe(2);
  });

  it('names the setting, not its content, when nobody answers, and gives up in time', async () => {
    const silent = createServer(() => {});
    const port = await listenOnLoopback(silent);
    const lost = azurite.connectionString.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`);
    const started = performance.now();
    const failure = await queuesAt(lost, 500)
      .send('deliveries', sampleDelivery('d1'))
      .catch((error: unknown) => error);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(String(failure)).toContain('AzureWebJobsStorage');
    expect(inspect(failure, { depth: 10 })).not.toMatch(/AccountKey|SharedKey/);
    silent.closeAllConnections();
    silent.close();
  });
});
