/**
 * A sample covariance S drawn towards μI, μ its mean variance, by as much as its noise asks:
 *   (1 − s) S + s μ I,  s = min(1, β²/δ²),  δ² = Σ_ij (S − μI)²_ij,  β² = Σ_ij (mean of x_i² x_j² − S_ij²)/n_ij,
 * over the n_ij days that a pair has in common, x without means; divisors n, not n − 1.
 * Source: Ledoit and Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices", for equal histories.
 */
import type { DailyReturns } from './covariance-forecaster.ts';

/** s, of the returns whose covariance is given. */
export function linearShrinkage(
  { assets, values }: DailyReturns,
  covariance: Float64Array,
): number {
  const mean = meanVariance(covariance, assets);
  let noise = 0;
  let distance = 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j <= i; j++) {
      const cell = covariance[i * assets + j] as number;
      const both = i === j ? 1 : 2;
      distance += both * (cell - (i === j ? mean : 0)) ** 2;
      let days = 0;
      let squares = 0;
      for (let at = 0; at < values.length; at += assets) {
        const square = ((values[at + i] as number) * (values[at + j] as number)) ** 2;
        if (Number.isNaN(square)) continue;
        days++;
        squares += square;
      }
      if (days > 0) noise += (both * Math.max(0, squares / days - cell * cell)) / days;
    }
  }
  return distance > 0 ? Math.min(1, noise / distance) : 0;
}

export function shrinkLinearly(
  covariance: Float64Array,
  { assets, shrinkage }: { readonly assets: number; readonly shrinkage: number },
): Float64Array {
  const mean = meanVariance(covariance, assets);
  return covariance.map(
    (value, cell) => (1 - shrinkage) * value + (cell % (assets + 1) === 0 ? shrinkage * mean : 0),
  );
}

function meanVariance(covariance: Float64Array, assets: number): number {
  let sum = 0;
  for (let i = 0; i < assets; i++) sum += covariance[i * (assets + 1)] as number;
  return sum / assets;
}
