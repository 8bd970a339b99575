import { z } from 'zod';

/** Squared steps of a consensus, in standard deviations of results, the older the less they count. `at` is epoch ms. */
export const wanderSchema = z.object({ squares: z.number().nonnegative(), at: z.number().int() });
export type Wander = z.infer<typeof wanderSchema>;

/** A market that was just seen for the first time. */
export const AT_REST: Wander = { squares: 0, at: 0 };

/** A step of twelve hours ago counts e times less than one of now. */
const MEMORY_HOURS = 12;
const HOUR = 3_600_000;

/**
 * Takes one more step of the consensus into account. An exponentially weighted sum of squares, as RiskMetrics (1996) estimates
 * volatility, for steps that come at any time.
 * @param step in standard deviations of results
 */
export const wanderOn = ({ squares, at }: Wander, step: number, now: number): Wander => ({
  squares: squares * Math.exp((at - now) / (MEMORY_HOURS * HOUR)) + step * step,
  at: now,
});

/** How far a consensus wanders in an hour: standard deviations of results per √hour. */
export const volatilityOf = ({ squares }: Wander): number => Math.sqrt(squares / MEMORY_HOURS);
