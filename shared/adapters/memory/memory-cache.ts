import { CACHE_SPACES, type Cache, type CacheSpace } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
}

/** One space: equal lifetimes and a fresh insertion at each write keep the map in order of expiry. */
interface Space {
  readonly lifetimeMs: number;
  readonly entries: Map<string, Entry>;
  readonly fills: Map<string, Promise<unknown>>;
}

const emptySpace = (l2Seconds: number): Space => ({
  lifetimeMs: l2Seconds * 1000,
  entries: new Map(),
  fills: new Map(),
});

function forgetExpired({ entries }: Space, now: number): void {
  for (const [key, entry] of entries) {
    if (entry.expiresAt > now) return;
    entries.delete(key);
  }
}

/**
 * A cache in this process alone, with the lifetimes of Redis (`l2Seconds`). Values are kept as they are, not copied.
 * For tests and for the backtest, where the recording's clock decides what has expired.
 */
export function memoryCache({ now }: { readonly now: Clock }): Cache {
  const spaces = new Map(Object.entries(CACHE_SPACES).map(([name, { l2Seconds }]) => [name, emptySpace(l2Seconds)]));
  const spaceOf = (name: CacheSpace): Space => {
    const space = spaces.get(name);
    if (!space) throw new RangeError(`No cache space is called ${name}`);
    return space;
  };
  const lookUp = (name: CacheSpace, key: string): Entry | undefined => {
    const entry = spaceOf(name).entries.get(key);
    return entry && entry.expiresAt > now() ? entry : undefined;
  };
  const store = (name: CacheSpace, key: string, value: unknown): void => {
    const space = spaceOf(name);
    const at = now();
    forgetExpired(space, at);
    space.entries.delete(key);
    space.entries.set(key, { value, expiresAt: at + space.lifetimeMs });
  };
  return {
    get: async <T>(space: CacheSpace, key: string) => lookUp(space, key)?.value as T | undefined,
    set: async (space, key, value) => store(space, key, value),
    forget: async (space, key) => {
      spaceOf(space).entries.delete(key);
    },
    async getOrFill<T>(space: CacheSpace, key: string, fill: () => Promise<T>) {
      const cached = lookUp(space, key);
      if (cached) return cached.value as T;
      const { fills } = spaceOf(space);
      const underWay = fills.get(key);
      if (underWay) return underWay as Promise<T>;
      const filling = fill()
        .then((value) => {
          store(space, key, value);
          return value;
        })
        .finally(() => fills.delete(key));
      fills.set(key, filling);
      return filling;
    },
  };
}
