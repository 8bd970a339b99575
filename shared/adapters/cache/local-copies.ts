import { CACHE_SPACES, type CacheSpace } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Expiring, type ExpiringMap, expiringMap } from './expiring-map.ts';

/** A copy in process is used without asking Redis for this long; what never changes, for as long as it lives. */
const FRESH_MS = 10_000;
/** A mark is small; a chart is not. */
const MAX_MARKS = 50_000;
const MAX_VALUES = 2000;

export interface Copy {
  readonly value: unknown;
  readonly freshUntil: number;
}

/** The first layer: copies in process, kept to the end of their lifetime, but past their freshness only for want of better. */
export interface LocalCopies {
  fresh(space: CacheSpace, key: string): Copy | undefined;
  /** Fresh or not, but never past the lifetime of its space. */
  any(space: CacheSpace, key: string): Copy | undefined;
  keep(space: CacheSpace, key: string, entry: Expiring<unknown>): void;
  delete(space: CacheSpace, key: string): void;
}

export function localCopies(now: Clock): LocalCopies {
  const copies = Object.fromEntries(
    Object.keys(CACHE_SPACES).map((space) => [
      space,
      expiringMap<Copy>(now, isMark(space as CacheSpace) ? MAX_MARKS : MAX_VALUES),
    ]),
  ) as Record<CacheSpace, ExpiringMap<Copy>>;
  const any = (space: CacheSpace, key: string) => copies[space].get(key)?.value;
  return {
    any,
    fresh(space, key) {
      const copy = any(space, key);
      return copy && copy.freshUntil > now() ? copy : undefined;
    },
    keep(space, key, { value, expiresAt }) {
      const freshUntil = isMark(space) || isLasting(space) ? expiresAt : Math.min(now() + FRESH_MS, expiresAt);
      copies[space].set(key, { value, freshUntil }, expiresAt);
    },
    delete: (space, key) => copies[space].delete(key),
  };
}

const isMark = (space: CacheSpace): boolean => 'mark' in CACHE_SPACES[space];
const isLasting = (space: CacheSpace): boolean => 'lasting' in CACHE_SPACES[space];
