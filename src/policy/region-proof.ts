/**
 * A proof that no trade is worth its cost, which goes on to hold near the drift that it was found at. With y feasible in the dual
 * (see region-dual.ts), gain(d) ≤ ½ dᵀA d − yᵀd + ½ yᵀA⁻¹y for every drift d. From a drift d₀ at which that is h₀, with the slope
 * g = A d₀ − y, it follows that gain(d₀ + δ) ≤ h₀ + gᵀδ + ½ L|δ|², where L, the largest row sum of |A|, is not below any
 * eigenvalue of A. From one bar to the next a portfolio moves little, so most looks are settled by that alone.
 */
import type { FlowMarket } from './flow-problem.ts';

export type RegionProof = {
  /** Keeps a proof made at a drift, at the costs of now. */
  keep(bound: number, driftAbs: Float64Array, slope: Float64Array): void;
  /** A new metric: what was proven with the old one is void. */
  renew(curvature: Float64Array): void;
  /** Whether the gain at a drift is proven not to exceed a threshold. */
  settles(driftAbs: Float64Array, threshold: number): boolean;
};

export function createRegionProof(markets: readonly FlowMarket[], assets: number): RegionProof {
  const keptDrift = new Float64Array(assets);
  const keptSlope = new Float64Array(assets);
  const keptCosts = new Float64Array(markets.length);
  let keptBound = Number.POSITIVE_INFINITY;
  let steepest = 0;

  const isAtKeptCosts = (): boolean => {
    for (let m = 0; m < markets.length; m++) {
      if ((markets[m] as FlowMarket).cost !== keptCosts[m]) return false;
    }
    return true;
  };

  return {
    keep(bound, driftAbs, slope) {
      keptBound = bound;
      keptDrift.set(driftAbs);
      keptSlope.set(slope);
      for (let m = 0; m < markets.length; m++) keptCosts[m] = (markets[m] as FlowMarket).cost;
    },
    renew(curvature) {
      keptBound = Number.POSITIVE_INFINITY;
      steepest = 0;
      for (let i = 0; i < assets; i++) {
        let sum = 0;
        for (let j = 0; j < assets; j++) sum += Math.abs(curvature[i * assets + j] as number);
        steepest = Math.max(steepest, sum);
      }
    },
    settles(driftAbs, threshold) {
      if (keptBound > threshold) return false;
      let rise = 0;
      let square = 0;
      for (let i = 0; i < assets; i++) {
        const change = (driftAbs[i] as number) - (keptDrift[i] as number);
        rise += (keptSlope[i] as number) * change;
        square += change * change;
      }
      return keptBound + rise + 0.5 * steepest * square <= threshold && isAtKeptCosts();
    },
  };
}
