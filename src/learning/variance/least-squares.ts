/**
 * Weighted least squares with an intercept and a ridge, from sums that rows are added to one by one:
 * min Σ w (y − α − Σ_j β_j z_j)² / Σ w + λ Σ β², z = (x − mean) / deviation of a standardizer. The intercept is free of the
 * ridge. Adding a row costs width²/2, whatever came before; solving costs width³/6.
 */
import { factorPositiveDefinite, solveFactored } from '../../risk/matrix.ts';
import type { Standardizer } from '../inputs/standardizer.ts';

export type LinearFit = {
  /** α */
  readonly intercept: number;
  /** β */
  readonly slopes: Float64Array;
};

export type LeastSquares = {
  add(row: Float64Array, sample: { readonly target: number; readonly weight: number }): void;
  /** Multiplies the weights of all rows so far. */
  decay(factor: number): void;
  /** Undefined when the rows do not determine the slopes. A deviation of 0 leaves its regressor out. */
  solve(standardizer: Standardizer, ridge: number): LinearFit | undefined;
};

export function createLeastSquares(width: number): LeastSquares {
  let weights = 0;
  let targets = 0;
  const rows = new Float64Array(width);
  /** Of x_i x_j, the lower half. */
  const products = new Float64Array(width * width);
  const responses = new Float64Array(width);

  return {
    add(row, { target, weight }) {
      weights += weight;
      targets += weight * target;
      for (let i = 0; i < width; i++) {
        const value = weight * (row[i] as number);
        rows[i] = (rows[i] as number) + value;
        responses[i] = (responses[i] as number) + value * target;
        const at = i * width;
        for (let j = 0; j <= i; j++) {
          products[at + j] = (products[at + j] as number) + value * (row[j] as number);
        }
      }
    },

    decay(factor) {
      weights *= factor;
      targets *= factor;
      for (const sums of [rows, products, responses]) {
        for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) * factor;
      }
    },

    solve(standardizer, ridge) {
      const inverse = standardizer.deviation.map((value) => (value > 0 ? 1 / value : 0));
      const mean = rows.map((sum) => sum / weights);
      const matrix = new Float64Array(width * width);
      const slopes = new Float64Array(width);
      for (let i = 0; i < width; i++) {
        const [at, own, middle] = [i * width, inverse[i] as number, mean[i] as number];
        for (let j = 0; j <= i; j++) {
          const covariance = (products[at + j] as number) / weights - middle * (mean[j] as number);
          matrix[at + j] = covariance * own * (inverse[j] as number);
        }
        // What does not vary is not in the regression: its row is that of the unit matrix.
        matrix[at + i] = own > 0 ? (matrix[at + i] as number) + ridge : 1;
        slopes[i] = ((responses[i] as number) / weights - middle * (targets / weights)) * own;
      }
      if (!(weights > 0) || !factorPositiveDefinite(matrix, width, matrix)) return undefined;
      solveFactored(matrix, width, slopes);
      const intercept = slopes.reduce((rest, slope, j) => {
        const distance = (mean[j] as number) - (standardizer.mean[j] as number);
        return rest - slope * distance * (inverse[j] as number);
      }, targets / weights);
      return { intercept, slopes };
    },
  };
}
