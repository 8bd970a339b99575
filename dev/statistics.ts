/**
 * The smallest of the values that at least the given share of them does not exceed (nearest rank).
 * @param share 0 to 1: 0.95 is the 95th percentile
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('There is no percentile of nothing');
  return value;
}

/** The value in the middle; of an even number, the lower of the two. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);
