import type { Cache, CacheSpace } from '../ports/cache.ts';
import type { Documents, Stored } from '../ports/documents.ts';

/**
 * Documents read through a cache. A copy may be old: then `replace` conflicts on its etag, the copy is forgotten, and the
 * caller's next read finds the truth. A document that is not there is not remembered.
 */
export function cachedDocuments<T>(documents: Documents<T>, cache: Cache, space: CacheSpace): Documents<T> {
  return {
    ...documents,
    async read(key) {
      const copy = await cache.get<Stored<T>>(space, key.id);
      if (copy) return copy;
      const stored = await documents.read(key);
      if (stored) await cache.set(space, key.id, stored);
      return stored;
    },
    async create(key, value) {
      await cache.forget(space, key.id);
      return documents.create(key, value);
    },
    async replace(key, value, etag) {
      await cache.forget(space, key.id);
      return documents.replace(key, value, etag);
    },
    async remove(key) {
      await cache.forget(space, key.id);
      return documents.remove(key);
    },
  };
}
