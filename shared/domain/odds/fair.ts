/**
 * Fair (no-vig) probabilities of one book's market. Each takes decimal odds of all outcomes, at least two, each above 1, and
 * returns as many probabilities that sum to 1 and keep the order of the implied ones.
 * Sources: Clarke, Kovalchik & Ingram, "Adjusting bookmaker's odds to allow for overround" (2017); Shin, "Measuring the
 * incidence of insider trading in a market for state-contingent claims" (1993).
 */
export type RemoveVig = (prices: readonly number[]) => number[];

/** Hold: the sum of a market's implied probabilities, minus 1. */
export const hold = (prices: readonly number[]): number => {
  let sum = -1;
  for (const price of prices) sum += 1 / price;
  return sum;
};

/** Power method: Σ (1/dᵢ)ᵏ = 1. The default: it takes more of the vig from outsiders, as books do. */
export const powerProbabilities: RemoveVig = (prices) => {
  const logs = prices.map((price) => -Math.log(price));
  let k = 1;
  // Newton's method on a convex, falling function: from k = 1 it converges in a few steps, from either side.
  for (let step = 0; step < 50; step++) {
    let sum = -1;
    let slope = 0;
    for (const log of logs) {
      const term = Math.exp(k * log);
      sum += term;
      slope += term * log;
    }
    // From the right of the root the tangent may lead far to the left, where the terms overflow: go there in steps.
    const change = Math.min(2, sum / slope);
    k -= change;
    if (Math.abs(change) < 1e-12) break;
  }
  return normalised(logs.map((log) => Math.exp(k * log)));
};

/** Multiplicative method: implied probabilities divided by their sum. */
export const multiplicativeProbabilities: RemoveVig = (prices) => normalised(prices.map((price) => 1 / price));

/** Additive method: the same amount taken from each outcome; never below zero, which it can be for great outsiders. */
export const additiveProbabilities: RemoveVig = (prices) => {
  const share = hold(prices) / prices.length;
  return normalised(prices.map((price) => Math.max(0, 1 / price - share)));
};

/** Shin's method: the vig as protection against a share z of insiders. For two outcomes it equals the additive method. */
export const shinProbabilities: RemoveVig = (prices) => {
  const implied = prices.map((price) => 1 / price);
  const sum = implied.reduce((a, b) => a + b, 0);
  if (sum <= 1) return normalised(implied);
  const at = (z: number) => implied.map((p) => (Math.sqrt(z * z + (4 * (1 - z) * p * p) / sum) - z) / (2 * (1 - z)));
  let low = 0;
  let high = 0.999;
  // The probabilities' sum falls as z grows: bisect for the z that makes it 1.
  for (let step = 0; step < 60; step++) {
    const z = (low + high) / 2;
    if (at(z).reduce((a, b) => a + b, 0) > 1) low = z;
    else high = z;
  }
  return normalised(at((low + high) / 2));
};

function normalised(values: number[]): number[] {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => value / sum);
}
