import { QueueServiceClient, type StoragePipelineOptions } from '@azure/storage-queue';

/** How to reach the storage account: what config.ts makes of `AzureWebJobsStorage` or of its identity-based form. */
export type QueueConnection =
  | { readonly kind: 'connection-string'; readonly connectionString: string }
  | {
      readonly kind: 'identity';
      /** `…__queueServiceUri`, or `https://{__accountName}.queue.core.windows.net`. */
      readonly queueServiceUri: string;
      /** `…__clientId` of a user-assigned managed identity; absent for the system-assigned one. */
      readonly clientId?: string | undefined;
    };

/** Bounded, because the message being handled is ours only for its visibility time: its own retry is the longer one. */
const PIPELINE: StoragePipelineOptions = {
  retryOptions: { maxTries: 3, tryTimeoutInMs: 3000, retryDelayInMs: 200, maxRetryDelayInMs: 1000 },
};

/** The client of the account; loads the identity library only where an identity is used. */
export async function connectQueueService(connection: QueueConnection): Promise<QueueServiceClient> {
  if (connection.kind === 'connection-string') {
    return QueueServiceClient.fromConnectionString(connection.connectionString, PIPELINE);
  }
  const { DefaultAzureCredential } = await import('@azure/identity');
  const identity = connection.clientId ? { managedIdentityClientId: connection.clientId } : {};
  return new QueueServiceClient(connection.queueServiceUri, new DefaultAzureCredential(identity), PIPELINE);
}

/** Whether a storage call failed because the queue is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Object && 'statusCode' in error && error.statusCode === 404;
