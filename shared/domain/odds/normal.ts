/**
 * Standard normal cumulative distribution, Φ(z), in double precision.
 * Source: Hart (1968) as given by West, "Better approximations to cumulative normal functions", Wilmott (2005).
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z);
  if (x > 37) return z > 0 ? 1 : 0;
  const e = Math.exp((-x * x) / 2);
  const tail = x < 7.07106781186547 ? (e * rationalNumerator(x)) / rationalDenominator(x) : e / continuedFraction(x);
  return z > 0 ? 1 - tail : tail;
}

const rationalNumerator = (x: number): number =>
  (((((0.0352624965998911 * x + 0.700383064443688) * x + 6.37396220353165) * x + 33.912866078383) * x +
    112.079291497871) *
    x +
    221.213596169931) *
    x +
  220.206867912376;

const rationalDenominator = (x: number): number =>
  ((((((0.0883883476483184 * x + 1.75566716318264) * x + 16.064177579207) * x + 86.7807322029461) * x +
    296.564248779674) *
    x +
    637.333633378831) *
    x +
    793.826512519948) *
    x +
  440.413735824752;

const continuedFraction = (x: number): number => (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) * 2.506628274631;

/** Density of the standard normal distribution, φ(z). */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / 2.5066282746310002;

/**
 * Inverse of {@link normalCdf} for 0 < p < 1; −∞ and ∞ at the ends.
 * Source: Acklam's rational approximation, then one step of Halley's method, which brings it to double precision.
 */
export function normalQuantile(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  const z = p < 0.02425 ? lower(p) : p > 1 - 0.02425 ? -lower(1 - p) : central(p);
  const u = (normalCdf(z) - p) / normalDensity(z);
  return z - u / (1 + (z * u) / 2);
}

function central(p: number): number {
  const q = p - 0.5;
  const r = q * q;
  const numerator =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
    2.506628277459239;
  const denominator =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
    1;
  return (q * numerator) / denominator;
}

function lower(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  const numerator =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const denominator =
    (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
  return numerator / denominator;
}
