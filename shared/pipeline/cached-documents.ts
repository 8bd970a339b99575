import type { ZodType } from 'zod';
import type { Cache, CacheSpace } from '../ports/cache.ts';
import type { Documents } from '../ports/documents.ts';

/** Documents of which there may be a copy at hand. */
export interface CopiedDocuments<T> extends Documents<T> {
  /** A copy, if there is one: it may be old, so it can only tell that there is nothing to do. Decide on what `read` answers. */
  copy(id: string): Promise<T | undefined>;
}

/** Keeps a copy of what is read, and forgets it around every write. A copy that is not a T counts as none. */
export function cachedDocuments<T>(
  documents: Documents<T>,
  cache: Cache,
  space: CacheSpace,
  schema: ZodType<T>,
): CopiedDocuments<T> {
  /** Before, so that a crash leaves no old copy; after, because somebody may have read in between. */
  const forgetting = async <R>(id: string, write: () => Promise<R>): Promise<R> => {
    await cache.forget(space, id);
    const written = await write();
    await cache.forget(space, id);
    return written;
  };
  return {
    ...documents,
    copy: async (id) => {
      const kept = await cache.get<unknown>(space, id);
      return kept === undefined ? undefined : schema.safeParse(kept).data;
    },
    read: async (key) => {
      const stored = await documents.read(key);
      if (stored) await cache.set(space, key.id, stored.value);
      return stored;
    },
    create: (key, value) => forgetting(key.id, () => documents.create(key, value)),
    replace: (key, value, etag) => forgetting(key.id, () => documents.replace(key, value, etag)),
    remove: (key) => forgetting(key.id, () => documents.remove(key)),
  };
}
