import type { Redis } from 'ioredis';
import { CACHE_SPACES, type Cache, type CacheSpace } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { type Copy, localCopies } from './local-copies.ts';
import { type Lookup, redisLayer } from './redis-layer.ts';
import { singleFill } from './single-fill.ts';

export interface CacheDeps {
  /** From `connectRedis`; absent: in process only. */
  readonly redis?: Redis | undefined;
  readonly telemetry: Telemetry;
  readonly now: Clock;
}

/** A value for a key, and whether it has still to be stored. */
interface Filled<T> {
  readonly value: T;
  readonly isNew: boolean;
}

/**
 * Process memory before Redis, counted in `cache_requests{layer,result}`. With Redis gone it goes on with what is in process; with
 * the source gone too, a fill that fails is answered with a copy not yet at the end of its lifetime, where there is one.
 */
export function createCache({ redis, telemetry, now }: CacheDeps): Cache {
  const l1 = localCopies(now);
  const l2 = redis && redisLayer(redis, { telemetry, now });
  const fills = singleFill();
  const reads = singleFill();
  const countRequest = (space: CacheSpace, layer: 'l1' | 'l2', result: string): void => {
    const kind = CACHE_SPACES[space];
    if (!('mark' in kind || 'rarelyThere' in kind)) telemetry.count('cache_requests', 1, { layer, result });
  };

  const freshCopy = (space: CacheSpace, key: string): Copy | undefined => {
    const copy = l1.fresh(space, key);
    countRequest(space, 'l1', copy ? 'hit' : 'miss');
    return copy;
  };

  const readRedis = async (space: CacheSpace, key: string): Promise<Lookup> => {
    if (!l2) return UNAVAILABLE;
    const name = redisKey(space, key);
    const lookup = await reads.run(
      name,
      () => l2.get(name),
      (found) => {
        if (found.kind === 'found') l1.keep(space, key, found.entry);
      },
    );
    countRequest(space, 'l2', RESULT[lookup.kind]);
    return lookup;
  };

  const store = async (space: CacheSpace, key: string, value: unknown): Promise<void> => {
    const expiresAt = now() + CACHE_SPACES[space].l2Seconds * 1000;
    l1.keep(space, key, { value, expiresAt });
    await l2?.set(redisKey(space, key), value, expiresAt);
  };

  /** What is under way for the key is older than what is happening to it now. */
  const supersede = (space: CacheSpace, key: string): void => {
    fills.abandon(redisKey(space, key));
    reads.abandon(redisKey(space, key));
  };

  async function findOrFill<T>(space: CacheSpace, key: string, fill: () => Promise<T>): Promise<Filled<T>> {
    const lookup = await readRedis(space, key);
    if (lookup.kind === 'found') return { value: lookup.entry.value as T, isNew: false };
    try {
      return { value: await fill(), isNew: true };
    } catch (error) {
      const old = lookup.kind === 'unavailable' ? l1.any(space, key) : undefined;
      if (!old) throw error;
      telemetry.count('cache_old_copies_served', 1, { space });
      return { value: old.value as T, isNew: false };
    }
  }

  return {
    async get<T>(space: CacheSpace, key: string) {
      const copy = freshCopy(space, key);
      if (copy) return copy.value as T;
      const lookup = await readRedis(space, key);
      return lookup.kind === 'found' ? (lookup.entry.value as T) : undefined;
    },
    async set(space, key, value) {
      supersede(space, key);
      await store(space, key, value);
    },
    async getOrFill<T>(space: CacheSpace, key: string, fill: () => Promise<T>) {
      const copy = freshCopy(space, key);
      if (copy) return copy.value as T;
      const filled = await fills.run(
        redisKey(space, key),
        () => findOrFill(space, key, fill),
        ({ value, isNew }) => (isNew ? store(space, key, value) : undefined),
      );
      return filled.value;
    },
    async claim(space, key) {
      if (freshCopy(space, key)) return 'exists';
      const expiresAt = now() + CACHE_SPACES[space].l2Seconds * 1000;
      // First here, so that of two at once in this process only one goes on.
      l1.keep(space, key, { value: true, expiresAt });
      const added = await l2?.add(redisKey(space, key), true, expiresAt);
      return added === undefined ? 'alone' : added ? 'claimed' : 'exists';
    },
    async forget(space, key) {
      supersede(space, key);
      l1.delete(space, key);
      await l2?.delete(redisKey(space, key));
    },
  };
}

const UNAVAILABLE: Lookup = { kind: 'unavailable' };
const RESULT = { found: 'hit', absent: 'miss', unavailable: 'unavailable' } as const;

/** As operators read it, e.g. `dedupe:abc123:spread:SharpActivity:High`. */
const redisKey = (space: CacheSpace, key: string): string => `${space}:${key}`;
