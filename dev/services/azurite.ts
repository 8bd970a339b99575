import { createRequire } from 'node:module';

/** The emulator's public, documented development account: no secret. */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  /** For `AzureWebJobsStorage`: queue service only. */
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** The parts of azurite that are used here; the package ships no types. */
interface QueueServer {
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
}
type Constructor<T> = new (...args: readonly unknown[]) => T;

/** Loading azurite takes about a second, so it happens when one is started, not when this file is imported. */
const loadAzurite = () => {
  const require = createRequire(import.meta.url);
  return {
    Server: require('azurite/dist/src/queue/QueueServer.js').default as Constructor<QueueServer>,
    Configuration: require('azurite/dist/src/queue/QueueConfiguration.js').default as Constructor<object>,
    ChunkStore: require('azurite/dist/src/common/persistence/MemoryExtentStore.js')
      .MemoryExtentChunkStore as Constructor<object>,
  };
};

/**
 * Azure's storage queue emulator in this process, on a free loopback port, in memory: nothing is written to disk, nothing is
 * reported to anyone, and each instance has its own store.
 */
export const startAzurite = async (): Promise<Azurite> => {
  const { Server, Configuration, ChunkStore } = loadAzurite();
  const configuration = new Configuration(
    '127.0.0.1',
    0,
    30, // keep-alive, seconds: the listeners poll over the same connections
    'in-memory-metadata',
    'in-memory-extents',
    [],
    false, // access log
    undefined,
    false, // debug log
    undefined,
    false, // loose
    true, // skip the API version check: the SDK is newer than the emulator
    '',
    '',
    '',
    undefined, // OAuth
    true, // no product-style URL: the account is in the path
    true, // in memory
    new ChunkStore(),
  );
  const server = new Server(configuration);
  await server.start();
  const url = `${server.getHttpServerAddress()}/${ACCOUNT}`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};QueueEndpoint=${url};`,
    stop: () => server.close(),
  };
};
