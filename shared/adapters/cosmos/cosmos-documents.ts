import type { Container } from '@azure/cosmos';
import { type ZodType, z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Documents, Key, Page } from '../../ports/documents.ts';
import type { Cosmos } from './cosmos.ts';
import { StoredDocumentError, statusOf } from './failure.ts';
import { fromSafeId, toSafeId } from './safe-id.ts';

export interface DocumentsOptions<T> {
  readonly container: string;
  /** Parses every body that is read. */
  readonly schema: ZodType<T>;
  /** Lifetime, counted from the last write; without it documents stay. */
  readonly ttlSeconds?: number;
  readonly now: Clock;
}

/** A document as it lies in its container. `ttl` is for Cosmos, which forgets in its own time; `expiresAt`, epoch ms, for us. */
interface Row<T> {
  readonly id: string;
  readonly pk: string;
  readonly ttl?: number;
  readonly expiresAt?: number;
  readonly body: T;
}

const rowSchema = z.object({ id: z.string(), pk: z.string(), expiresAt: z.number().optional(), body: z.unknown() });
type RawRow = z.infer<typeof rowSchema>;

const PAGE = `SELECT c.id, c.pk, c.expiresAt, c.body FROM c
  WHERE c.pk = @pk AND c.id > @after AND (NOT IS_DEFINED(c.expiresAt) OR c.expiresAt > @now) ORDER BY c.id`;

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
        if (await insert(container, row, abortSignal)) return 'created';
        if (ttlSeconds === undefined) return 'exists';
        // Cosmos may not yet have removed what has expired: then this create takes its place, guarded by its etag.
        const found = await readRow(container, row.id, row.pk, abortSignal);
        if (!found) return (await insert(container, row, abortSignal)) ? 'created' : 'exists';
        if (!hasExpired(parse(rowSchema, found.row, key.id), now)) return 'exists';
        return (await replaceRow(container, row, found.etag, abortSignal)) ? 'created' : 'exists';
      }),

    replace: (key, value, etag) =>
      cosmos.run(name, async (container, abortSignal) =>
        (await replaceRow(container, rowOf(key, value), etag, abortSignal)) ? 'replaced' : 'conflict',
      ),

    remove: ({ id, partition }) =>
      cosmos.run(name, async (container, abortSignal) => {
        const removing = container.item(toSafeId(id), partition).delete({ abortSignal });
        await unless([404], removing);
      }),

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

async function readRow(container: Container, id: string, partition: string, abortSignal: AbortSignal) {
  const { resource, etag } = await container.item(id, partition).read<object>({ abortSignal });
  return resource && { row: resource as unknown, etag };
}

const insert = async <T>(container: Container, row: Row<T>, abortSignal: AbortSignal): Promise<boolean> =>
  unless([409], container.items.create(row, { abortSignal }));

const replaceRow = async <T>(container: Container, row: Row<T>, etag: string, abortSignal: AbortSignal) =>
  unless(
    [404, 412],
    container.item(row.id, row.pk).replace(row, {
      abortSignal,
      accessCondition: { type: 'IfMatch', condition: etag },
    }),
  );

/** True when the operation succeeded, false when it ended with one of those statuses; throws any other failure. */
async function unless(statuses: readonly number[], operation: Promise<unknown>): Promise<boolean> {
  try {
    await operation;
    return true;
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) return false;
    throw error;
  }
}

interface Range {
  readonly partition: string;
  readonly from: string;
  readonly now: number;
  readonly atMost: number;
}

async function queryRows(container: Container, range: Range, abortSignal: AbortSignal): Promise<unknown[]> {
  const { partition, from, now, atMost } = range;
  const parameters = [
    { name: '@pk', value: partition },
    { name: '@after', value: from },
    { name: '@now', value: now },
  ];
  const query = container.items.query<unknown>(
    { query: PAGE, parameters },
    { partitionKey: partition, maxItemCount: atMost, abortSignal },
  );
  const rows: unknown[] = [];
  // Cosmos may answer with less than a full page, even with none, and still have more.
  while (rows.length < atMost && query.hasMoreResults()) rows.push(...((await query.fetchNext()).resources ?? []));
  return rows.slice(0, atMost);
}
