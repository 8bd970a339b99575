/**
 * The layers' lifetimes (DESIGN: "Layers of memory"). `l2Seconds` is Redis; in process nothing outlives 10 s, except marks, whose
 * in-process copy lives as long as the mark (bounded in number), so that they still work with Redis gone; so does what is `lasting`: it was dear,
 * and never becomes wrong. A mark is asked for to find that it is not there, and so is what is `rarelyThere`: of both a miss says nothing, and
 * neither is counted.
 */
export const CACHE_SPACES = {
  'raw-odds': { l2Seconds: 30 },
  fingerprint: { l2Seconds: 24 * 3600 },
  confidence: { l2Seconds: 5 * 60, rarelyThere: true },
  explanation: { l2Seconds: 3600, lasting: true },
  chart: { l2Seconds: 15 * 60, lasting: true },
  subscription: { l2Seconds: 5 * 60 },
  'track-record': { l2Seconds: 5 * 60 },
  threshold: { l2Seconds: 60 },
  /** What `/signals` and `/record` were last answered from. */
  'recent-signals': { l2Seconds: 30 },
  record: { l2Seconds: 5 * 60 },
  catalogue: { l2Seconds: 5 * 60 },
  prices: { l2Seconds: 10 * 60 },
  processed: { l2Seconds: 3600, mark: true },
  dedupe: { l2Seconds: 3600, mark: true },
  interaction: { l2Seconds: 15 * 60, mark: true },
  /** Suggestions that were asked for: many, and soon forgotten. */
  typing: { l2Seconds: 11 * 60, mark: true },
  /** When the last look at a customer that is over began: true for ever, though a later one is worth more. */
  look: { l2Seconds: 3600, lasting: true, rarelyThere: true },
  /** That a closer look at a user was asked for, after what was seen of them. */
  'looked-closer': { l2Seconds: 60, mark: true },
} as const satisfies Record<string, { l2Seconds: number; mark?: true; lasting?: true; rarelyThere?: true }>;
export type CacheSpace = keyof typeof CACHE_SPACES;
/** The spaces of marks, which are set and never changed. */
type MarkSpace = {
  [Space in CacheSpace]: (typeof CACHE_SPACES)[Space] extends { readonly mark: true } ? Space : never;
}[CacheSpace];

/**
 * Two layers, neither of them ever the truth: a broken Redis costs time, never an answer. Values are JSON data.
 * Keys in Redis read `{space}:{key}`, e.g. `processed:9f2c…`, `dedupe:abc123:spread:SharpActivity:High`.
 */
export interface Cache {
  /** The value, or undefined. Never throws. */
  get<T>(space: CacheSpace, key: string): Promise<T | undefined>;
  /** Never throws. */
  set<T>(space: CacheSpace, key: string, value: T): Promise<void>;
  /** The value, filled by `fill` when absent; one fill at a time for a key. Throws only what `fill` throws. */
  getOrFill<T>(space: CacheSpace, key: string, fill: () => Promise<T>): Promise<T>;
  /**
   * Sets a mark, once: `exists` when it stands already; `alone` when it was set in this process and nobody else could be asked.
   * Never throws.
   */
  claim(space: MarkSpace, key: string): Promise<'claimed' | 'exists' | 'alone'>;
  /** Never throws. */
  forget(space: CacheSpace, key: string): Promise<void>;
}
