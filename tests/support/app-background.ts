import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { QueueServiceClient } from '@azure/storage-queue';
import { z } from 'zod';
import { type Azurite, startAzurite } from '../../dev/services/azurite.ts';
import { startCosmosEmulator } from '../../dev/services/cosmos-emulator.ts';
import { QUEUE_NAMES } from '../../shared/messages/messages.ts';
import { poisonQueue } from '../../shared/ports/queue.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** The servers that all tests of a file share: queues, a database, and the built app with quick retries. */
export interface Background {
  readonly azurite: Azurite;
  readonly queues: QueueServiceClient;
  readonly cosmos: { readonly endpoint: string; readonly key: string };
  readonly root: string;
  /** Takes every message out of the app's queues. */
  emptyQueues(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBackground(): Promise<Background> {
  const [azurite, cosmos, root] = await Promise.all([startAzurite(), startCosmosEmulator(), quickApp()]);
  const queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
  return {
    azurite,
    queues,
    cosmos,
    root,
    emptyQueues: () => emptyQueues(queues),
    stop: async () => {
      await Promise.all([azurite.stop(), cosmos.stop(), rm(root, { recursive: true })]);
    },
  };
}

const hostJsonSchema = z.looseObject({ extensions: z.looseObject({ queues: z.looseObject({}) }) });

/** The built app under production's host.json, but that a failed message comes back at once instead of after 10 s. */
async function quickApp(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'oddstracker-'));
  const { extensions, ...rest } = hostJsonSchema.parse(JSON.parse(await readFile(join(PROJECT, 'host.json'), 'utf8')));
  const queues = { ...extensions.queues, visibilityTimeout: '00:00:00', maxPollingInterval: '00:00:00.100' };
  await writeFile(join(root, 'host.json'), JSON.stringify({ ...rest, extensions: { ...extensions, queues } }));
  await writeFile(join(root, 'package.json'), JSON.stringify({ main: 'dist/main.js' }));
  await symlink(join(PROJECT, 'dist'), join(root, 'dist'));
  return root;
}

const emptyQueues = async (queues: QueueServiceClient): Promise<void> => {
  const names = QUEUE_NAMES.flatMap((name) => [name, poisonQueue(name)]);
  await Promise.all(
    names.map(async (name) => {
      const queue = queues.getQueueClient(name);
      await queue.createIfNotExists();
      await queue.clearMessages();
    }),
  );
};
