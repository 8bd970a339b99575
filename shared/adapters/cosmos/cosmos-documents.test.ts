import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { CosmosClient } from '@azure/cosmos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CosmosEmulator, startCosmosEmulator } from '../../../dev/services/cosmos-emulator.ts';
import { listenOnLoopback } from '../../../dev/services/loopback.ts';
import { documentsContract, sampleSchema } from '../../ports/documents.contract.ts';
import { type Cosmos, createCosmos } from './cosmos.ts';
import { cosmosDocuments } from './cosmos-documents.ts';

let emulator: CosmosEmulator;
let cosmos: Cosmos;
let containers = 0;

beforeAll(async () => {
  emulator = await startCosmosEmulator();
  cosmos = createCosmos({ endpoint: emulator.endpoint, key: emulator.key, database: 'test' });
});
afterAll(async () => {
  cosmos.close();
  await emulator.stop();
});

async function emptyContainer(): Promise<string> {
  const container = `c${++containers}`;
  await cosmos.ensureDatabase([container]);
  return container;
}

documentsContract('cosmos', {
  make: async (options) =>
    cosmosDocuments(cosmos, { container: await emptyContainer(), schema: sampleSchema, ...options }),
});

describe('cosmosDocuments', () => {
  const key = { id: 'x', partition: 'p' };
  const now = () => 1000;

  /** The container as Cosmos has it, past our adapter. */
  const raw = (container: string) =>
    new CosmosClient({ endpoint: emulator.endpoint, key: emulator.key }).database('test').container(container);

  it('stores the document whole, with what Cosmos needs to forget it', async () => {
    const container = await emptyContainer();
    const documents = cosmosDocuments(cosmos, { container, schema: sampleSchema, ttlSeconds: 60, now });
    await documents.create(key, { name: 'n', score: 1, tags: [] });
    const { resource } = await raw(container).item('x', 'p').read<object>();
    expect(resource).toMatchObject({
      id: 'x',
      pk: 'p',
      ttl: 60,
      expiresAt: 61_000,
      body: { name: 'n', score: 1, tags: [] },
    });
  });

  it('names container and id when what is stored is something else', async () => {
    const container = await emptyContainer();
    await raw(container).items.create({ id: 'x', pk: 'p', body: { name: 7 } });
    const documents = cosmosDocuments(cosmos, { container, schema: sampleSchema, now });
    await expect(documents.read(key)).rejects.toThrow(new RegExp(`${container}/x .*name`, 's'));
    await expect(documents.list('p', { limit: 5 })).rejects.toThrow(`${container}/x `);
  });

  it('says which container is missing', async () => {
    const documents = cosmosDocuments(cosmos, { container: 'nowhere', schema: sampleSchema, now });
    const creating = documents.create(key, { name: 'n', score: 1, tags: [] });
    await expect(creating).rejects.toThrow('test/nowhere: the database or the container does not exist');
  });
});

describe('createCosmos', () => {
  const documentsAt = (endpoint: string, timeouts = {}) => {
    const lost = createCosmos({ endpoint, key: emulator.key, database: 'test', ...timeouts });
    return cosmosDocuments(lost, { container: 'c', schema: sampleSchema, now: () => 0 });
  };

  it('names COSMOS_ENDPOINT, and not the key, when nobody answers there', async () => {
    const failure = await documentsAt('http://127.0.0.1:1')
      .read({ id: 'x', partition: 'p' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(String(failure)).toContain('no answer from COSMOS_ENDPOINT (http://127.0.0.1:1)');
    expect(inspect(failure, { depth: 10 })).not.toContain(emulator.key);
  });

  it('gives up in bounded time on a server that never answers', async () => {
    const silent = createServer(() => {});
    const port = await listenOnLoopback(silent);
    const started = performance.now();
    const reading = documentsAt(`http://127.0.0.1:${port}`, { requestTimeoutMs: 200, operationTimeoutMs: 600 });
    await expect(reading.read({ id: 'x', partition: 'p' })).rejects.toThrow('COSMOS_ENDPOINT');
    expect(performance.now() - started).toBeLessThan(4000);
    silent.closeAllConnections();
    silent.close();
  });

  it('makes the same database twice without complaint, also at once', async () => {
    await Promise.all([cosmos.ensureDatabase(['twice', 'more']), cosmos.ensureDatabase(['twice'])]);
    await cosmos.ensureDatabase(['twice']);
    const documents = cosmosDocuments(cosmos, { container: 'twice', schema: sampleSchema, now: () => 0 });
    expect(await documents.create({ id: 'x', partition: 'p' }, { name: 'n', score: 1, tags: [] })).toBe('created');
  });
});
