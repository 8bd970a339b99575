import { STORE_NAMES } from '../../../shared/stores.ts';
import type { Broken } from './case.ts';
import { NOWHERE, type World } from './world.ts';

/** A database of its own, with one container that is not as it has to be. */
const databaseWith = async (
  world: World,
  name: string,
  odd: object | undefined,
): Promise<{ COSMOS_DATABASE: string }> => {
  const { database } = await world.cosmos.databases.createIfNotExists({ id: name });
  for (const id of STORE_NAMES)
    if (id !== 'claims' || odd)
      await database.containers.create({
        ...{ id, partitionKey: '/pk', defaultTtl: -1 },
        ...(id === 'claims' ? odd : {}),
      });
  return { COSMOS_DATABASE: name };
};

export const BROKEN_STORAGE: readonly Broken[] = [
  {
    what: 'a queue is not there',
    breaks: async ({ queues }) => {
      await queues.getQueueClient('billing-events').delete();
      return () => queues.getQueueClient('billing-events').createIfNotExists();
    },
    odd: { 'queues: billing-events': 'warning' },
    says: 'not there yet',
  },
  {
    what: 'a message is poisoned',
    breaks: async ({ queues }) => {
      const poison = queues.getQueueClient('deliveries-poison');
      await poison.sendMessage('{}');
      return () => poison.clearMessages();
    },
    odd: { 'queues: deliveries': 'warning' },
    says: '1 message in deliveries-poison → npm run ops -- poison show deliveries',
  },
  {
    what: 'the storage account is not there',
    settings: ({ values }) => ({
      AzureWebJobsStorage: values['AzureWebJobsStorage']?.replace(/127\.0\.0\.1:\d+/, NOWHERE),
    }),
    odd: { 'queues: account': 'fail' },
    says: 'the queues cannot be reached',
  },
  {
    what: 'a container forgets',
    settings: (world) => databaseWith(world, 'forgetful', { defaultTtl: 3600 }),
    odd: { 'database: lifetimes': 'fail' },
    says: 'defaultTtl is not −1: claims',
  },
  {
    what: 'a container has another partition key',
    settings: (world) => databaseWith(world, 'misparted', { partitionKey: '/id' }),
    odd: { 'database: partition keys': 'fail' },
    says: 'not /pk: claims',
  },
  {
    what: 'a container is missing',
    settings: (world) => databaseWith(world, 'gappy', undefined),
    odd: { 'database: containers': 'fail' },
    says: 'not there: claims → deploy the infrastructure',
  },
  {
    what: 'the database is not there',
    settings: () => ({ COSMOS_DATABASE: 'nowhere' }),
    odd: { 'database: containers': 'fail' },
    says: 'nowhere has none → mend COSMOS_DATABASE',
  },
  {
    what: 'the database does not answer',
    settings: () => ({ COSMOS_ENDPOINT: `http://${NOWHERE}` }),
    request: { timeoutMs: 2000 },
    odd: { 'database: database': 'fail' },
    says: 'no answer from COSMOS_ENDPOINT',
  },
];
