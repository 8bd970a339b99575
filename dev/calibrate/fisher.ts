/** Gradient and expected curvature of one row's log-likelihood in its linear predictor η. */
export interface Score {
  readonly gradient: number;
  readonly information: number;
}

const MOST_STEPS = 50;
const CONVERGED = 1e-10;

export interface Fit {
  readonly intercept: number;
  readonly weights: readonly number[];
}

/**
 * Fits η = intercept + Σ weight × feature by Fisher scoring with a ridge on the weights of standardised features, so that the same rows
 * give the same fit to the last digit. Source: McCullagh & Nelder, Generalized Linear Models (1989), ch. 2.
 * @param rows features of each row
 * @param scoreOf of row i at η
 * @param ridge how strongly weights are held towards 0, in rows
 */
export function fisherScoring(
  rows: readonly (readonly number[])[],
  scoreOf: (eta: number, i: number) => Score,
  { ridge, start = 0 }: { readonly ridge: number; readonly start?: number },
): Fit {
  const width = rows[0]?.length ?? 0;
  const scales = Array.from({ length: width }, (_, k) => standardise(rows.map((row) => row[k] ?? 0)));
  const design = rows.map((row) => [
    1,
    ...row.map((value, k) => (value - scale(scales, k).mean) / scale(scales, k).deviation),
  ]);
  let beta = [start, ...new Array<number>(width).fill(0)];
  for (let step = 0; step < MOST_STEPS; step++) {
    const change = solve(...normalEquations(design, beta, scoreOf, ridge));
    beta = beta.map((value, k) => value + (change[k] ?? 0));
    if (Math.max(...change.map(Math.abs)) < CONVERGED) break;
  }
  const [first = 0, ...standard] = beta;
  const weights = standard.map((value, k) => value / scale(scales, k).deviation);
  return { intercept: weights.reduce((sum, weight, k) => sum - weight * scale(scales, k).mean, first), weights };
}

interface Scale {
  readonly mean: number;
  readonly deviation: number;
}

const scale = (scales: readonly Scale[], k: number): Scale => scales[k] ?? { mean: 0, deviation: 1 };

function standardise(values: readonly number[]): Scale {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

/** Information matrix and gradient, ridge included; the intercept is free. */
function normalEquations(
  design: readonly (readonly number[])[],
  beta: readonly number[],
  scoreOf: (eta: number, i: number) => Score,
  ridge: number,
): [matrix: number[][], vector: number[]] {
  const matrix = beta.map((_, k) => beta.map((_, l) => (k === l && k > 0 ? ridge : 1e-9)));
  const vector = beta.map((value, k) => (k > 0 ? -ridge * value : 0));
  design.forEach((row, i) => {
    const { gradient, information } = scoreOf(dot(row, beta), i);
    for (let k = 0; k < beta.length; k++) {
      const x = row[k] ?? 0;
      vector[k] = (vector[k] ?? 0) + gradient * x;
      const line = matrix[k];
      if (line) for (let l = 0; l < beta.length; l++) line[l] = (line[l] ?? 0) + information * x * (row[l] ?? 0);
    }
  });
  return [matrix, vector];
}

const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
};

/** Solves a symmetric positive definite system by elimination. */
function solve(matrix: number[][], vector: number[]): number[] {
  const n = vector.length;
  const at = (row: number, column: number): number => matrix[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < n; pivot++)
    for (let row = pivot + 1; row < n; row++) {
      const factor = at(row, pivot) / at(pivot, pivot);
      const line = matrix[row];
      if (line)
        for (let column = pivot; column < n; column++) line[column] = at(row, column) - factor * at(pivot, column);
      vector[row] = (vector[row] ?? 0) - factor * (vector[pivot] ?? 0);
    }
  const solution = new Array<number>(n).fill(0);
  for (let row = n - 1; row >= 0; row--) {
    let rest = vector[row] ?? 0;
    for (let column = row + 1; column < n; column++) rest -= at(row, column) * (solution[column] ?? 0);
    solution[row] = rest / at(row, row);
  }
  return solution;
}
