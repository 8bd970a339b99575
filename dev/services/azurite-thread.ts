// The queue emulator's own thread: says where it listens, and listens until the thread is ended.
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

/** The parts of azurite that are used here; the package ships no types. */
interface QueueServer {
  start(): Promise<void>;
  getHttpServerAddress(): string;
  /** Removes the bodies of messages that are gone. */
  readonly gcManager: { gcIntervalInMS: number; getAllExtents: () => Promise<Set<string>> };
}
type Constructor<T> = new (...args: readonly unknown[]) => T;

const require = createRequire(import.meta.url);
const azurite = {
  Server: require('azurite/dist/src/queue/QueueServer.js').default as Constructor<QueueServer>,
  Configuration: require('azurite/dist/src/queue/QueueConfiguration.js').default as Constructor<object>,
  ChunkStore: require('azurite/dist/src/common/persistence/MemoryExtentStore.js')
    .MemoryExtentChunkStore as Constructor<object>,
};

const configuration = new azurite.Configuration(
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
  new azurite.ChunkStore(),
);
const server = new azurite.Server(configuration);
collectOften(server);
await server.start();
parentPort?.postMessage(server.getHttpServerAddress());

/**
 * Removing n bodies takes it n² steps and lets nothing in between: once a minute, as is its way, a busy queue then stands still for half
 * a minute, calls fail, and what they had received is hidden until its lease ends. Every two seconds there is next to nothing to remove.
 * It looks at the bodies first and at the messages after: the pause in between is for those whose message is just being written.
 */
function collectOften({ gcManager }: QueueServer): void {
  const everyBody = gcManager.getAllExtents.bind(gcManager);
  gcManager.getAllExtents = async () => {
    const bodies = await everyBody();
    await setTimeout(1000, undefined, { ref: false });
    return bodies;
  };
  gcManager.gcIntervalInMS = 1000;
}
