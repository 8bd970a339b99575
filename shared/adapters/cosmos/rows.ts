import type { Container } from '@azure/cosmos';
import { z } from 'zod';
import { statusOf } from './failure.ts';

/** A document as it lies in its container. `ttl` is for Cosmos, which forgets in its own time; `expiresAt`, epoch ms, for us. */
export interface Row<T> {
  readonly id: string;
  readonly pk: string;
  readonly ttl?: number;
  readonly expiresAt?: number;
  readonly body: T;
}

/** What any document of ours has; the body is for its own schema. */
export const rowSchema = z.object({
  id: z.string(),
  pk: z.string(),
  expiresAt: z.number().optional(),
  body: z.unknown(),
});
export type RawRow = z.infer<typeof rowSchema>;

const PAGE = `SELECT c.id, c.pk, c.expiresAt, c.body FROM c
  WHERE c.pk = @pk AND c.id > @after AND (NOT IS_DEFINED(c.expiresAt) OR c.expiresAt > @now) ORDER BY c.id`;

/** The document and its version; undefined when there is none. */
export async function readRow(container: Container, id: string, partition: string, abortSignal: AbortSignal) {
  const { resource, etag } = await container.item(id, partition).read<object>({ abortSignal });
  return resource && { row: resource as unknown, etag };
}

/** False when there is one already. */
export const insertRow = async <T>(container: Container, row: Row<T>, abortSignal: AbortSignal): Promise<boolean> =>
  unless([409], container.items.create(row, { abortSignal }));

/** False when the version is no longer that one, or gone. */
export const replaceRow = async <T>(container: Container, row: Row<T>, etag: string, abortSignal: AbortSignal) =>
  unless(
    [404, 412],
    container.item(row.id, row.pk).replace(row, {
      abortSignal,
      accessCondition: { type: 'IfMatch', condition: etag },
    }),
  );

/** Nothing happens when there is none. */
export async function removeRow(
  container: Container,
  id: string,
  partition: string,
  abortSignal: AbortSignal,
): Promise<void> {
  await unless([404], container.item(id, partition).delete({ abortSignal }));
}

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

export interface Range {
  readonly partition: string;
  /** Stored ids greater than this one. */
  readonly from: string;
  /** Rows expired by then are left out, epoch ms. */
  readonly now: number;
  readonly atMost: number;
}

/** Rows of one partition in ascending order of their stored ids. */
export async function queryRows(container: Container, range: Range, abortSignal: AbortSignal): Promise<unknown[]> {
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
