import { connect } from 'node:net';
import { CosmosClient } from '@azure/cosmos';
import { QueueServiceClient } from '@azure/storage-queue';
import { describe, expect, it } from 'vitest';
import { startAzurite } from './azurite.ts';
import { startCosmosEmulator } from './cosmos-emulator.ts';
import { startRedis } from './redis.ts';

const ask = (url: string, line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(`${line}\r\n`));
    socket.once('data', (data) => {
      resolve(data.toString().trim());
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });

describe('startAzurite', () => {
  it('serves storage queues to the real SDK, each instance with its own', async () => {
    const [one, other] = await Promise.all([startAzurite(), startAzurite()]);
    const queue = QueueServiceClient.fromConnectionString(one.connectionString).getQueueClient('alerts');
    await queue.create();
    await queue.sendMessage('hello');
    const { receivedMessageItems } = await queue.receiveMessages();
    expect(receivedMessageItems.map((m) => [m.messageText, m.dequeueCount])).toEqual([['hello', 1]]);
    const elsewhere = QueueServiceClient.fromConnectionString(other.connectionString).getQueueClient('alerts');
    expect(await elsewhere.exists()).toBe(false);
    await Promise.all([one.stop(), other.stop()]);
    await expect(fetch(queue.url)).rejects.toThrow();
  });
});

describe('startCosmosEmulator', () => {
  it('serves documents to the real SDK', async () => {
    const emulator = await startCosmosEmulator();
    const client = new CosmosClient({ endpoint: emulator.endpoint, key: emulator.key });
    const { database } = await client.databases.createIfNotExists({ id: 'odds' });
    const { container } = await database.containers.createIfNotExists({ id: 'signals', partitionKey: '/p' });
    await container.items.create({ id: 'a', p: 'one', level: 'High' });
    const { resource } = await container.item('a', 'one').read<{ level: string }>();
    expect(resource?.level).toBe('High');
    client.dispose();
    await emulator.stop();
    await expect(fetch(emulator.endpoint)).rejects.toThrow();
  });
});

describe('startRedis', () => {
  it('answers while it runs and not after a crash; absent only where there is none', async () => {
    const redis = await startRedis();
    if (!redis) {
      expect(process.env.CI).not.toBe('true');
      return;
    }
    expect(await ask(redis.url, 'PING')).toBe('+PONG');
    await redis.kill?.();
    if (redis.kill) await expect(ask(redis.url, 'PING')).rejects.toThrow();
    await redis.stop();
  });

  it('uses the server at REDIS_URL when there is one', async () => {
    const redis = await startRedis({ REDIS_URL: 'redis://127.0.0.1:6380' });
    expect(redis?.url).toBe('redis://127.0.0.1:6380');
    expect(redis?.kill).toBeUndefined();
  });

  it('is undefined without redis-server, and in CI an error that says what to do', async () => {
    expect(await startRedis({ PATH: '/nowhere' })).toBeUndefined();
    await expect(startRedis({ PATH: '/nowhere', CI: 'true' })).rejects.toThrow('install it, or set REDIS_URL');
  });
});
