/** The HTTP status of a failed Cosmos DB operation; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  const code = error instanceof Object && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

interface Place {
  readonly endpoint: string;
  readonly database: string;
}

/** What failed, where, and what to do, with the SDK's error as its cause. The key is in neither. */
export function cosmosFailure(error: unknown, { endpoint, database }: Place, container?: string): Error {
  if (error instanceof StoredDocumentError) return error;
  const target = container ? `${database}/${container}` : database;
  return new Error(`Cosmos DB failed for ${target}: ${reason(statusOf(error), endpoint)}`, { cause: error });
}

function reason(status: number | undefined, endpoint: string): string {
  switch (status) {
    case undefined:
      return `no answer from COSMOS_ENDPOINT (${endpoint}); is it right, and is the network open?`;
    case 401:
    case 403:
      return `refused with ${status}; check COSMOS_KEY, or the data contributor role of the app's identity, and the firewall`;
    case 404:
      return 'the database or the container does not exist; deploy the infrastructure, or check COSMOS_DATABASE';
    case 429:
      return 'throttled, also after retries; raise its throughput or lower the load';
    default:
      return `status ${status}`;
  }
}

/** What is stored is not what this version of the app expects there. */
export class StoredDocumentError extends Error {
  override readonly name = 'StoredDocumentError';
}
