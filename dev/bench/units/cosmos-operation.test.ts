import { describe, expect, it } from 'vitest';
import { cosmosOperation } from './cosmos-operation.ts';
import type { Exchange } from './counting-proxy.ts';

const exchange = (parts: Partial<Exchange>): Exchange => ({
  method: 'GET',
  path: '/dbs/oddstracker/colls/boards/docs/one',
  headers: {},
  requestBytes: 0,
  status: 200,
  responseBody: Buffer.from('{"id":"one"}'),
  ...parts,
});
const COLLECTION = '/dbs/oddstracker/colls/boards/docs';

describe('an operation on Cosmos DB', () => {
  it.each([
    ['a read', {}, { kind: 'read', bytes: 12 }],
    ['a read of nothing', { status: 404 }, { kind: 'missing', bytes: 0 }],
    ['a replace', { method: 'PUT', requestBytes: 700 }, { kind: 'replace', bytes: 700 }],
    [
      'a replace that an etag refuses',
      { method: 'PUT', requestBytes: 700, status: 412 },
      { kind: 'refused', bytes: 700 },
    ],
    ['a create', { method: 'POST', path: COLLECTION, requestBytes: 50, status: 201 }, { kind: 'create', bytes: 50 }],
    [
      'a create of what is there',
      { method: 'POST', path: COLLECTION, requestBytes: 50, status: 409 },
      { kind: 'refused', bytes: 50 },
    ],
    ['a delete', { method: 'DELETE', status: 204, responseBody: Buffer.alloc(0) }, { kind: 'delete', bytes: 0 }],
  ] as const)('is %s', (_, parts, expected) => {
    expect(cosmosOperation(exchange(parts))).toEqual({ container: 'boards', ...expected });
  });

  it('is a list, with the bytes of the documents alone', () => {
    const page = {
      method: 'POST',
      path: COLLECTION,
      headers: { 'x-ms-documentdb-isquery': 'true' },
      responseBody: Buffer.from('{"_rid":"r","Documents":[{"id":"a"},{"id":"b"}],"_count":2}'),
    };
    expect(cosmosOperation(exchange(page))).toEqual({ container: 'boards', kind: 'list', bytes: 20 });
  });

  it('is none where the SDK asks about the account', () => {
    expect(cosmosOperation(exchange({ path: '/' }))).toBeUndefined();
    expect(cosmosOperation(exchange({ path: '/dbs/oddstracker/colls/boards' }))).toBeUndefined();
  });
});
