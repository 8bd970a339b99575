/** Median of sorted values. NaN of none. */
function medianOfSorted(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

const ascending = (a: number, b: number): number => a - b;

/** Median: the robust centre of some books' fair lines, or of their probabilities at one point. NaN of none. */
export const median = (values: readonly number[]): number => medianOfSorted([...values].sort(ascending));

/** Consensus: half of the books are above it, half below, so that no one book can pull it far. */
export const consensusLine = (lines: readonly { readonly line: number }[]): number =>
  median(lines.map((book) => book.line));
