import type { Rate } from '../domain/account/tiers.ts';

/** A window begins with its first use; `name` tells allowances apart, in Redis and in figures. */
export interface Allowance extends Rate {
  readonly name: string;
}

/** How one key stands with an allowance. */
export interface Usage {
  /** At most the allowance's points. */
  readonly used: number;
  readonly left: number;
  /** Until the window ends, ms; 0 when none has begun. */
  readonly resetsInMs: number;
}

/**
 * Counts of what users and the app as a whole may do, exact however many ask at once; shared between instances where there is
 * Redis, per instance while there is none. No method throws.
 */
export interface Allowances {
  /** Takes one point, or none when none is left. */
  take(allowance: Allowance, key: string): Promise<Usage & { readonly granted: boolean }>;
  /** Gives back a point that was taken for nothing. */
  giveBack(allowance: Allowance, key: string): Promise<void>;
  usage(allowance: Allowance, key: string): Promise<Usage>;
}
