/**
 * Weights by closed forms: given ones, equal ones (1/n), and inverse to volatility, w_i ∝ 1/σ_i, which makes risk contributions equal
 * where all correlations are. Where limits bind, the nearest weights within them.
 */
import type { Allocation, Covariance, WeightBounds } from './allocation.ts';
import type { Attempt } from './attempt.ts';
import { isWithin } from './bounds.ts';
import { projectWeights } from './project-weights.ts';

/** Given weights of sum 1, within limits. */
export function fixedWeights(wanted: Float64Array, bounds: WeightBounds): Allocation {
  const weights = isWithin(wanted, bounds) ? wanted.slice() : projectWeights(wanted, bounds);
  if (weights === null)
    return { weights: new Float64Array(0), status: 'infeasible', residual: 0, fallbacks: [] };
  return { weights, status: 'optimal', residual: 0, fallbacks: [] };
}

export function equalWeights(bounds: WeightBounds): Allocation {
  const assets = bounds.lower.length;
  return fixedWeights(new Float64Array(assets).fill(1 / assets), bounds);
}

export function inverseVolatility({ assets, values }: Covariance, bounds: WeightBounds): Attempt {
  const weights = new Float64Array(assets);
  let sum = 0;
  for (let i = 0; i < assets; i++) {
    const variance = values[i * (assets + 1)] as number;
    if (!(variance > 0)) return { cause: `asset ${i + 1} has no variance` };
    weights[i] = 1 / Math.sqrt(variance);
    sum += weights[i] as number;
  }
  return fixedWeights(
    weights.map((weight) => weight / sum),
    bounds,
  );
}
