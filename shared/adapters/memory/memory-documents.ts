import type { Clock } from '../../ports/clock.ts';
import type { Documents, Key, Page } from '../../ports/documents.ts';

interface Entry<T> {
  readonly key: Key;
  readonly value: T;
  readonly etag: string;
  readonly expiresAt: number;
}

interface Partition<T> {
  readonly entries: Map<string, Entry<T>>;
  /** All ids in ascending order; undefined when a write has disturbed it. */
  order: string[] | undefined;
}

/**
 * Documents in this process. Values are kept as they are, not copied: they are immutable everywhere in this app.
 * `ttlSeconds` counts from the last write, as in Cosmos; what has expired is removed as later writes pass by.
 */
export function memoryDocuments<T>(options: { readonly now: Clock; readonly ttlSeconds?: number }): Documents<T> {
  const { now, ttlSeconds } = options;
  const partitions = new Map<string, Partition<T>>();
  // Equal lifetimes and a fresh insertion at each write: the order of this set is the order of expiry.
  const mortal = new Set<Entry<T>>();
  let version = 0;

  const live = ({ id, partition }: Key): Entry<T> | undefined => {
    const entry = partitions.get(partition)?.entries.get(id);
    return entry && entry.expiresAt > now() ? entry : undefined;
  };

  const drop = (entry: Entry<T>): void => {
    mortal.delete(entry);
    const partition = partitions.get(entry.key.partition);
    if (!partition?.entries.delete(entry.key.id)) return;
    partition.order = undefined;
    if (partition.entries.size === 0) partitions.delete(entry.key.partition);
  };

  const sweep = (time: number): void => {
    for (const entry of mortal) {
      if (entry.expiresAt > time) return;
      drop(entry);
    }
  };

  const write = (key: Key, value: T): void => {
    const time = now();
    sweep(time);
    const expiresAt = ttlSeconds === undefined ? Number.POSITIVE_INFINITY : time + ttlSeconds * 1000;
    const entry: Entry<T> = { key, value, etag: String(++version), expiresAt };
    const partition = partitionFor(partitions, key.partition);
    const previous = partition.entries.get(key.id);
    if (previous) mortal.delete(previous);
    else keepOrder(partition, key.id);
    partition.entries.set(key.id, entry);
    if (ttlSeconds !== undefined) mortal.add(entry);
  };

  return {
    read: async (key) => live(key),
    async create(key, value) {
      if (live(key)) return 'exists';
      write(key, value);
      return 'created';
    },
    async replace(key, value, etag) {
      if (live(key)?.etag !== etag) return 'conflict';
      write(key, value);
      return 'replaced';
    },
    async remove({ id, partition }) {
      const entry = partitions.get(partition)?.entries.get(id);
      if (entry) drop(entry);
    },
    async list(name, { limit, after }) {
      const partition = partitions.get(name);
      return partition ? pageOf(partition, limit, after, now()) : { items: [], next: undefined };
    },
  };
}

function partitionFor<T>(partitions: Map<string, Partition<T>>, name: string): Partition<T> {
  const found = partitions.get(name);
  if (found) return found;
  const created: Partition<T> = { entries: new Map(), order: [] };
  partitions.set(name, created);
  return created;
}

/** A greater id than all keeps the order; any other is sorted in when next listed. */
function keepOrder<T>(partition: Partition<T>, id: string): void {
  const last = partition.order?.at(-1);
  if (last === undefined || id > last) partition.order?.push(id);
  else partition.order = undefined;
}

function pageOf<T>(partition: Partition<T>, limit: number, after: string | undefined, time: number): Page<T> {
  partition.order ??= [...partition.entries.keys()].sort();
  const { order, entries } = partition;
  const items: Entry<T>[] = [];
  for (let i = after === undefined ? 0 : firstAfter(order, after); i < order.length; i++) {
    const entry = entries.get(order[i] ?? '');
    if (!entry || entry.expiresAt <= time) continue;
    if (items.length === limit) return { items, next: items.at(-1)?.key.id };
    items.push(entry);
  }
  return { items, next: undefined };
}

/** Index of the first id greater than `after` in ascending ids. */
function firstAfter(ids: readonly string[], after: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? '') > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
