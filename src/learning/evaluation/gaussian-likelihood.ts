/**
 * Log-likelihood of a day's returns under a covariance forecast, means zero: −½ [n ln 2π + ln |Σ| + rᵀΣ⁻¹r], in nats; the negative
 * of the Gaussian NLL. Only the assets asked for count. A proper score: no other Σ has a higher mean than the true one
 * (Gneiting and Raftery 2007).
 */
import { factorPrecision, whiten } from '../../risk/precision-factor.ts';

export type GaussianScore = (options: {
  /** Row-major, of all assets. */
  readonly covariance: Float64Array;
  readonly values: Float64Array;
  /** Where the day's returns start in `values`. */
  readonly offset: number;
}) => number;

/** Of some of the assets, each with a return on the day; −∞ where their Σ is not positive definite. */
export function createGaussianScore(assets: number, chosen: readonly number[]): GaussianScore {
  const n = chosen.length;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const matrix = new Float64Array(n * n);
  const factor = new Float64Array(n * n);
  const work = new Float64Array(n * n);
  const returns = new Float64Array(n);
  const whitened = new Float64Array(n);
  return ({ covariance, values, offset }) => {
    chosen.forEach((i, a) => {
      returns[a] = values[offset + i] as number;
      chosen.forEach((j, b) => {
        matrix[a * n + b] = covariance[i * assets + j] as number;
      });
    });
    if (!factorPrecision(matrix, { order, work }, factor)) return Number.NEGATIVE_INFINITY;
    whiten(factor, { order, values: returns, offset: 0 }, whitened);
    let sum = -(n / 2) * Math.log(2 * Math.PI);
    for (let a = 0; a < n; a++) {
      sum += Math.log(factor[a * n + a] as number) - (whitened[a] as number) ** 2 / 2;
    }
    return sum;
  };
}
