/**
 * How much volatility a portfolio avoids by holding assets that do not move as one: Σ w_i σ_i / √(wᵀ Σ w). 1 where they do; √n for n
 * alike and uncorrelated assets of equal weight. NaN without any weight.
 * Source: Choueifaty and Coignard 2008, "Toward maximum diversification".
 */
import { quadraticForm } from './matrix.ts';

export function diversificationRatio(covariance: Float64Array, weights: Float64Array): number {
  const assets = weights.length;
  const apart = weights.reduce(
    (sum, weight, i) => sum + weight * Math.sqrt(covariance[i * assets + i] as number),
    0,
  );
  return apart / Math.sqrt(quadraticForm(covariance, weights));
}
