import { CACHE_SPACES, type Cache, type CacheSpace } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import { type ExpiringMap, expiringMap } from '../cache/expiring-map.ts';
import { singleFill } from '../cache/single-fill.ts';

/**
 * A cache in this process alone, with the lifetimes of Redis (`l2Seconds`). Values are kept as they are, not copied.
 * For tests and for the backtest, where the recording's clock decides what has expired.
 */
export function memoryCache({ now }: { readonly now: Clock }): Cache {
  const spaces = Object.fromEntries(
    Object.keys(CACHE_SPACES).map((space) => [space, expiringMap<unknown>(now)]),
  ) as Record<CacheSpace, ExpiringMap<unknown>>;
  const fills = singleFill();
  const store = (space: CacheSpace, key: string, value: unknown): void =>
    spaces[space].set(key, value, now() + CACHE_SPACES[space].l2Seconds * 1000);
  return {
    get: async <T>(space: CacheSpace, key: string) => spaces[space].get(key)?.value as T | undefined,
    async set(space, key, value) {
      fills.abandon(`${space}:${key}`);
      store(space, key, value);
    },
    async getOrFill<T>(space: CacheSpace, key: string, fill: () => Promise<T>) {
      const cached = spaces[space].get(key);
      if (cached) return cached.value as T;
      return fills.run(`${space}:${key}`, fill, (value) => store(space, key, value));
    },
    async claim(space, key) {
      if (spaces[space].get(key)) return 'exists';
      store(space, key, true);
      return 'claimed';
    },
    async forget(space, key) {
      fills.abandon(`${space}:${key}`);
      spaces[space].delete(key);
    },
  };
}
