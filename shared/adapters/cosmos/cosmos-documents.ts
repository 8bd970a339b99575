import { type ZodType, z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Documents, Key, Page } from '../../ports/documents.ts';
import type { Cosmos } from './cosmos.ts';
import { StoredDocumentError } from './failure.ts';
import { insertRow, queryRows, type RawRow, type Row, readRow, removeRow, replaceRow, rowSchema } from './rows.ts';
import { fromSafeId, toSafeId } from './safe-id.ts';

export interface DocumentsOptions<T> {
  readonly container: string;
  /** Parses every body that is read. */
  readonly schema: ZodType<T>;
  /** Lifetime, counted from the last write; without it documents stay. */
  readonly ttlSeconds?: number;
  readonly now: Clock;
}

/** One kind of document in one container of Cosmos DB. */
export function cosmosDocuments<T>(cosmos: Cosmos, options: DocumentsOptions<T>): Documents<T> {
  const { container: name, schema, ttlSeconds, now } = options;

  const rowOf = ({ id, partition }: Key, body: T): Row<T> => {
    const row = { id: toSafeId(id), pk: partition, body };
    return ttlSeconds === undefined ? row : { ...row, ttl: ttlSeconds, expiresAt: now() + ttlSeconds * 1000 };
  };
  const parse = <R>(shape: ZodType<R>, value: unknown, id: string): R => {
    const { data, success, error } = shape.safeParse(value);
    if (success) return data;
    const problem = z.prettifyError(error);
    throw new StoredDocumentError(`${name}/${id} in Cosmos DB is not what this version expects: ${problem}`, {
      cause: error,
    });
  };

  return {
    read: ({ id, partition }) =>
      cosmos.run(name, async (container, abortSignal) => {
        const found = await readRow(container, toSafeId(id), partition, abortSignal);
        if (!found) return undefined;
        const row = parse(rowSchema, found.row, id);
        return hasExpired(row, now) ? undefined : { value: parse(schema, row.body, id), etag: found.etag };
      }),

    create: (key, value) =>
      cosmos.run(name, async (container, abortSignal) => {
        const row = rowOf(key, value);
        if (await insertRow(container, row, abortSignal)) return 'created';
        if (ttlSeconds === undefined) return 'exists';
        // Cosmos may not yet have removed what has expired: then this create takes its place, guarded by its etag.
        const found = await readRow(container, row.id, row.pk, abortSignal);
        if (!found) return (await insertRow(container, row, abortSignal)) ? 'created' : 'exists';
        if (!hasExpired(parse(rowSchema, found.row, key.id), now)) return 'exists';
        return (await replaceRow(container, row, found.etag, abortSignal)) ? 'created' : 'exists';
      }),

    replace: (key, value, etag) =>
      cosmos.run(name, async (container, abortSignal) =>
        (await replaceRow(container, rowOf(key, value), etag, abortSignal)) ? 'replaced' : 'conflict',
      ),

    remove: ({ id, partition }) =>
      cosmos.run(name, (container, abortSignal) => removeRow(container, toSafeId(id), partition, abortSignal)),

    list: (partition, { limit, after }) =>
      cosmos.run(name, async (container, abortSignal) => {
        const from = after === undefined ? '' : toSafeId(after);
        const rows = await queryRows(container, { partition, from, now: now(), atMost: limit + 1 }, abortSignal);
        return pageOf(
          rows.map((row) => {
            const { id: stored, body } = parse(rowSchema, row, partition);
            const id = fromSafeId(stored);
            return { key: { id, partition }, value: parse(schema, body, id) };
          }),
          limit,
        );
      }),
  };
}

const hasExpired = ({ expiresAt }: RawRow, now: Clock): boolean => expiresAt !== undefined && expiresAt <= now();

/** One more than a page was asked for: its presence tells that there is another page. */
function pageOf<T>(items: Page<T>['items'], limit: number): Page<T> {
  const page = items.slice(0, limit);
  return { items: page, next: items.length > limit ? page.at(-1)?.key.id : undefined };
}
