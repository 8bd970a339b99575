/** 97.5 % quantile of the standard normal distribution: two tails of 2.5 %. */
const Z = 1.959963984540054;

/**
 * 95 % interval of a rate that was seen as `hits` of `n`. Unlike the plain one it stays between 0 and 1 and is honest for few.
 * Of nothing, anything may be true: 0 to 1.
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilsonInterval(hits: number, n: number): readonly [low: number, high: number] {
  if (n === 0) return [0, 1];
  const rate = hits / n;
  const shrink = 1 + Z ** 2 / n;
  const centre = (rate + Z ** 2 / (2 * n)) / shrink;
  const half = (Z / shrink) * Math.sqrt((rate * (1 - rate)) / n + Z ** 2 / (4 * n ** 2));
  // Of none or of all, the end is exact but for the last digit.
  return [hits === 0 ? 0 : centre - half, hits === n ? 1 : centre + half];
}
