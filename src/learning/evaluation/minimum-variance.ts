/**
 * Weights of the portfolio with the least variance under a covariance forecast, w = Σ⁻¹1 / 1ᵀΣ⁻¹1, short positions allowed. Its
 * realised volatility is lowest for the true Σ, and needs no other truth (Engle and Colacito 2006).
 */
import { invertPositiveDefinite } from '../../risk/matrix.ts';

/** Of some of the assets of a row-major covariance; null where it has no inverse. */
export function minimumVarianceWeights(
  covariance: Float64Array,
  options: { readonly assets: number; readonly chosen: readonly number[] },
): Float64Array | null {
  const { assets, chosen } = options;
  const n = chosen.length;
  const matrix = new Float64Array(n * n);
  chosen.forEach((i, a) => {
    chosen.forEach((j, b) => {
      matrix[a * n + b] = covariance[i * assets + j] as number;
    });
  });
  const inverse = new Float64Array(n * n);
  if (!invertPositiveDefinite(matrix, n, inverse)) return null;
  const sums = new Float64Array(n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) sums[a] = (sums[a] as number) + (inverse[a * n + b] as number);
  }
  const total = sums.reduce((sum, value) => sum + value, 0);
  return sums.map((sum) => sum / total);
}

/** Root of the mean square, annual, of the returns of days. */
export function realisedVolatility(
  returns: readonly number[],
  options: { readonly daysPerYear: number },
): number {
  const squares = returns.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt((squares / returns.length) * options.daysPerYear);
}
