/** Median: the robust centre of some books' fair lines, or of their probabilities at one point. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = sortedCopy(values);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Insertion sort: for a dozen books several times as fast as the general one, and this is the heart of every consensus. */
function sortedCopy(values: readonly number[]): number[] {
  const sorted: number[] = [];
  for (const value of values) {
    let place = sorted.length;
    for (; place > 0 && (sorted[place - 1] ?? value) > value; place--) sorted[place] = sorted[place - 1] ?? value;
    sorted[place] = value;
  }
  return sorted;
}

/** Consensus: half of the books are above it, half below, so that no one book can pull it far. */
export const consensusLine = (lines: readonly { readonly line: number }[]): number =>
  median(lines.map((book) => book.line));
