import type { Assumptions } from './assumptions.ts';

const DAYS = 30;
/** Charts are cached so long (docs/architecture.md, "Memory"). */
const CACHED_HOURS = 0.25;
/** One that keeps the chart, one that looks whether it is there. */
export const REQUESTS_PER_CHART = 2;

/**
 * Charts that have to be drawn in a month when so many are asked for: within a quarter of an hour one a market serves everybody. Of n
 * questions about m markets, all as likely, m (1 − (1 − 1/m)ⁿ) are about different ones.
 */
export function chartsDrawn(asked: number, { busyHoursPerDay, marketsAskedFor }: Assumptions['charts']): number {
  const spans = (DAYS * busyHoursPerDay) / CACHED_HOURS;
  return spans * marketsAskedFor * (1 - (1 - 1 / marketsAskedFor) ** (asked / spans));
}
