import type { Container, CosmosClient, CosmosClientOptions } from '@azure/cosmos';
import { cosmosFailure, statusOf } from './failure.ts';

export interface CosmosSettings {
  /** `COSMOS_ENDPOINT`. */
  readonly endpoint: string;
  /** `COSMOS_KEY`; without it the app's managed identity is used. */
  readonly key?: string | undefined;
  /** Client id of a user-assigned managed identity; without it the system-assigned one. */
  readonly identityClientId?: string | undefined;
  /** `COSMOS_DATABASE`. */
  readonly database: string;
  /** Longest wait for one answer. Default 5,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Longest time for one operation with all the SDK's retries. Default 10,000 ms. */
  readonly operationTimeoutMs?: number;
}

/** One process's connection to the database. Nothing is loaded or opened before the first use. */
export interface Cosmos {
  /** Runs one operation on a container, bounded in time; a failure names `COSMOS_ENDPOINT` or the container, never the key. */
  run<T>(container: string, operation: (container: Container, abortSignal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * Creates the database and those of its containers that are missing. For the local host and for tests: in Azure the infrastructure
   * creates them, and the app has no right to.
   */
  ensureDatabase(containers: readonly string[]): Promise<void>;
  close(): void;
}

/** Every document of ours carries its partition in this property. */
const PARTITION_KEY_PATH = '/pk';
/** No lifetime for a container's documents but the one that a document brings along. */
const TTL_PER_DOCUMENT = -1;

/** The SDK waits up to 30 s through 9 retries by default; a queue's retry is better than holding its message that long. */
const RETRIES = { maxRetryAttemptCount: 3, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 5 };

async function credentials({ key, identityClientId }: CosmosSettings): Promise<Partial<CosmosClientOptions>> {
  if (key !== undefined) return { key };
  const { DefaultAzureCredential } = await import('@azure/identity');
  return {
    aadCredentials: new DefaultAzureCredential(identityClientId ? { managedIdentityClientId: identityClientId } : {}),
  };
}

async function connect(settings: CosmosSettings): Promise<CosmosClient> {
  const { CosmosClient } = await import('@azure/cosmos');
  return new CosmosClient({
    endpoint: settings.endpoint,
    ...(await credentials(settings)),
    connectionPolicy: { requestTimeout: settings.requestTimeoutMs ?? 5000, retryOptions: RETRIES },
  });
}

export function createCosmos(settings: CosmosSettings): Cosmos {
  const { database, operationTimeoutMs = 10_000 } = settings;
  let connecting: Promise<CosmosClient> | undefined;
  const client = () => {
    connecting ??= connect(settings);
    return connecting;
  };
  return {
    async run(name, operation) {
      try {
        return await withinTime(operationTimeoutMs, async (abortSignal) => {
          const container = (await client()).database(database).container(name);
          return operation(container, abortSignal);
        });
      } catch (error) {
        throw cosmosFailure(error, settings, name);
      }
    },
    async ensureDatabase(containers) {
      try {
        await ensure(await client(), database, containers);
      } catch (error) {
        throw cosmosFailure(error, settings);
      }
    },
    close() {
      connecting?.then((open) => open.dispose()).catch(() => {}); // a client that never came to be needs no closing
      connecting = undefined;
    },
  };
}

/** Aborts at the deadline and rejects then, even where the SDK does not listen: its first look at the account retries for long. */
async function withinTime<T>(timeoutMs: number, operation: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    controller.abort();
    reject(new Error(`Gave up after ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    return await Promise.race([operation(controller.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

async function ensure(client: CosmosClient, database: string, containers: readonly string[]): Promise<void> {
  await orThere(client.databases.createIfNotExists({ id: database }));
  const { containers: existing } = client.database(database);
  const create = (id: string) =>
    orThere(existing.createIfNotExists({ id, partitionKey: PARTITION_KEY_PATH, defaultTtl: TTL_PER_DOCUMENT }));
  await Promise.all(containers.map(create));
}

/** "If not exists" is a read and a create: another process may create in between, which is as good. */
async function orThere(creating: Promise<unknown>): Promise<void> {
  await creating.catch((error: unknown) => {
    if (statusOf(error) !== 409) throw error;
  });
}
