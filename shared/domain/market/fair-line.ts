import { powerProbabilities } from '../odds/fair.ts';
import { normalCdf, normalDensity, normalQuantile } from '../odds/normal.ts';
import type { BookQuote, MarketType } from './market.ts';

/**
 * One book's market as one number, so that books at different points can be compared (SIGNALS, "Fair line of one book"):
 * spread: σ·Φ⁻¹(p_home) − point, the home side's expected margin · total: point + σ·Φ⁻¹(p_over), the expected total ·
 * two-way moneyline: Φ⁻¹(p_home) · three-way moneyline: ln(p_home / p_away), the log-odds between the teams.
 */
export function fairLine(market: MarketType, quote: BookQuote, fair: readonly number[], sigma: number): number {
  const first = fair[0] ?? Number.NaN;
  if (market === 'moneyline')
    return fair.length === 3 ? Math.log(first / (fair[2] ?? Number.NaN)) : normalQuantile(first);
  const shift = sigma * normalQuantile(first);
  return market === 'spread' ? shift - (quote.point ?? 0) : (quote.point ?? 0) + shift;
}

/** Half a step of the prices' last digit: 1.91 may be anything from 1.905 to 1.915. */
const HALF_CENT = 0.005;
/** Below this many standard deviations a change is a book's wiggle, whatever its prices. */
const LEAST_MOVE = 0.008;
/** The same for the log-odds between two teams: 0.3 percentage points each way at even chances. */
const LEAST_LOG_ODDS_MOVE = 0.025;

/**
 * The change of a fair line that rounding of prices alone may cause, in the line's units: the half cent on the shortest price,
 * carried through probability (dp = half cent / price²) to the line (dz = dp / φ(z); for log-odds, dp / p).
 */
export function lineNoise(quote: BookQuote, fair: readonly number[], sigma: number): number {
  if (fair.length === 3)
    return Math.max(LEAST_LOG_ODDS_MOVE, HALF_CENT / (quote.prices[0] ?? 1) + HALF_CENT / (quote.prices[2] ?? 1));
  const shortest = Math.min(quote.prices[0] ?? 1, quote.prices[1] ?? 1);
  const p = fair[0] ?? 0.5;
  const rounding = HALF_CENT / (shortest * shortest) / Math.max(1e-3, normalDensity(normalQuantile(p)));
  return sigma * Math.max(LEAST_MOVE, rounding);
}

/** Fair probabilities of a quote's outcomes, in the order of its prices. Power method. */
export const fairProbabilities = (quote: BookQuote): number[] => powerProbabilities(quote.prices);

/**
 * Fair probability of outcome `index` at `point` (the home side's for a spread) when the fair line is `line`.
 * Two-way markets only: three outcomes need more than one number.
 */
export function probabilityAtLine(
  market: MarketType,
  line: number,
  index: number,
  point: number | null,
  sigma: number,
): number {
  const margin = market === 'moneyline' ? line : market === 'spread' ? line + (point ?? 0) : line - (point ?? 0);
  const first = normalCdf(margin / sigma);
  return index === 0 ? first : 1 - first;
}
