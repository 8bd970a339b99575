import { z } from 'zod';
import type { Exchange } from './counting-proxy.ts';

const KINDS = ['read', 'missing', 'list', 'create', 'replace', 'refused', 'delete'] as const;

/** What one request to Cosmos DB was. `missing`: a read that found nothing. `refused`: a write that an etag or an id refused. */
export interface CosmosOperation {
  readonly container: string;
  readonly kind: (typeof KINDS)[number];
  /** Of the document written, or of all documents read. */
  readonly bytes: number;
}

const PATH = /^\/dbs\/[^/]+\/colls\/([^/]+)\/docs(\/[^/]+)?\/?$/;
const pageSchema = z.object({ Documents: z.array(z.unknown()) });

/** The operation on documents that an exchange was; undefined for the SDK's questions about the account, which are free. */
export function cosmosOperation(exchange: Exchange): CosmosOperation | undefined {
  const [, container, document] = PATH.exec(exchange.path.split('?', 1)[0] ?? '') ?? [];
  if (container === undefined) return undefined;
  const { kind, bytes } = document === undefined ? onContainer(exchange) : onDocument(exchange);
  return { container: decodeURIComponent(container), kind, bytes };
}

type Told = Omit<CosmosOperation, 'container'>;

const isRefused = ({ status }: Exchange): boolean => status >= 400;

function onContainer(exchange: Exchange): Told {
  const { headers, requestBytes } = exchange;
  const isQuery =
    headers['x-ms-documentdb-isquery'] !== undefined || headers['content-type'] === 'application/query+json';
  if (isQuery) return { kind: 'list', bytes: documentBytes(exchange) };
  return isRefused(exchange) ? { kind: 'refused', bytes: requestBytes } : { kind: 'create', bytes: requestBytes };
}

function onDocument(exchange: Exchange): Told {
  const { method, requestBytes, responseBody, status } = exchange;
  if (method === 'GET')
    return status === 404 ? { kind: 'missing', bytes: 0 } : { kind: 'read', bytes: responseBody.length };
  if (isRefused(exchange)) return { kind: 'refused', bytes: requestBytes };
  return method === 'DELETE' ? { kind: 'delete', bytes: 0 } : { kind: 'replace', bytes: requestBytes };
}

/** Without the page's own frame, which is not paid for. */
function documentBytes({ responseBody, status }: Exchange): number {
  if (status !== 200) return 0;
  const { Documents: documents } = pageSchema.parse(JSON.parse(responseBody.toString()));
  return documents.reduce<number>((sum, document) => sum + Buffer.byteLength(JSON.stringify(document)), 0);
}
