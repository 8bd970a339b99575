import type { QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { connectQueueService, type QueueConnection } from './queue-service.ts';

export interface QueueCallerDeps {
  readonly connection: QueueConnection;
  /** Longest time for one call with its retries. Default 10,000 ms. */
  readonly timeoutMs?: number;
}

/** Runs one call on a queue, bounded in time; its failure names the setting to look at, never what the setting holds. */
export type QueueCaller = <T>(
  name: string,
  operation: (queue: QueueClient, abortSignal: AbortSignal) => Promise<T>,
) => Promise<T>;

/** Connects at the first call. */
export function queueCaller({ connection, timeoutMs = 10_000 }: QueueCallerDeps): QueueCaller {
  let service: Promise<QueueServiceClient> | undefined;
  return async (name, operation) => {
    try {
      service ??= connectQueueService(connection);
      return await operation((await service).getQueueClient(name), AbortSignal.timeout(timeoutMs));
    } catch (cause) {
      throw new Error(`The queue ${name} cannot be reached; check AzureWebJobsStorage and its network`, { cause });
    }
  };
}
