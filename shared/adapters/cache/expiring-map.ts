import type { Clock } from '../../ports/clock.ts';

export interface Expiring<V> {
  readonly value: V;
  /** Epoch ms: from then on the value is gone. */
  readonly expiresAt: number;
}

export interface ExpiringMap<V> {
  get(key: string): Expiring<V> | undefined;
  set(key: string, value: V, expiresAt: number): void;
  delete(key: string): void;
}

/**
 * Values with an end, at most `maxEntries` of them: the one written longest ago makes room. Meant for values that live about
 * equally long, so that the order of writing is nearly the order of expiry: each write clears what has expired at the front, in
 * constant time on average, without a timer.
 */
export function expiringMap<V>(now: Clock, maxEntries = Number.POSITIVE_INFINITY): ExpiringMap<V> {
  const entries = new Map<string, Expiring<V>>();

  const makeRoom = (time: number): void => {
    for (const [key, entry] of entries) {
      if (entry.expiresAt > time && entries.size < maxEntries) return;
      entries.delete(key);
    }
  };

  return {
    get(key) {
      const entry = entries.get(key);
      return entry && entry.expiresAt > now() ? entry : undefined;
    },
    set(key, value, expiresAt) {
      entries.delete(key);
      makeRoom(now());
      entries.set(key, { value, expiresAt });
    },
    delete(key) {
      entries.delete(key);
    },
  };
}
