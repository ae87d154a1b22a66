/**
 * The dual bound of the region problem. At a multiplier ν ≥ 0 of cash, z is feasible when |z_b − z_q| ≤ c for a market
 * between assets and |z_b| ≤ c (1 + ν) for one against cash; then, with y = z − ν + μ,
 * D(y, ν, μ) = yᵀd − ½ yᵀA⁻¹y − ν cash − μᵀw0 is below every feasible objective. μ ≥ 0 belongs to assets that are sold out
 * and lets their y stay where it is. At the best flows z = gradient + ν − μ, and the bound meets the objective.
 */
import { multiply } from '../risk/matrix.ts';
import type { FlowMarket } from './flow-problem.ts';
import { heldOf, type RegionPoint, type RegionProblem, type RegionStart } from './region-state.ts';

/** The bound at the gradient, lowered to the nearest feasible point where it is not. */
export function dualBound(
  point: RegionPoint,
  problem: RegionProblem,
  start: RegionStart,
  multiplier: number,
): number {
  const { assets, gradient, reach, dualPoint, preimage } = point;
  reach.fill(Number.POSITIVE_INFINITY);
  for (const { base, quote, cost } of problem.markets) {
    if (quote < 0) reach[base] = cost * (1 + multiplier);
  }
  if (problem.hasDirect) lowerToNeighbours(reach, problem.markets);
  for (let i = 0; i < assets; i++) {
    const most = reach[i] as number;
    dualPoint[i] = Math.min(most, Math.max(-most, (gradient[i] as number) + multiplier));
  }
  if (problem.hasDirect) lowerToNeighbours(dualPoint, problem.markets);
  let value = -multiplier * start.spendable;
  for (let i = 0; i < assets; i++) {
    const feasible = (dualPoint[i] as number) - multiplier;
    const excess = (gradient[i] as number) - feasible;
    const isSoldOut = excess > 0 && heldOf(point, start, i) === 0;
    if (isSoldOut) value -= excess * (start.sellable[i] as number);
    dualPoint[i] = isSoldOut ? (gradient[i] as number) : feasible;
  }
  multiply(problem.inverse, dualPoint, preimage);
  for (let i = 0; i < assets; i++) {
    value +=
      (dualPoint[i] as number) * ((start.driftAbs[i] as number) - 0.5 * (preimage[i] as number));
  }
  return value;
}

/**
 * More than any flows can gain where all markets are against cash: ½ eᵀA⁻¹e, with e, written to `reach`, what slopes exceed
 * their costs by. It is the bound at the gradient, in which most terms are zero.
 */
export function mostGainOnCash(point: RegionPoint, { markets, inverse }: RegionProblem): number {
  const { assets, gradient, reach: excess } = point;
  excess.fill(0);
  for (let m = 0; m < markets.length; m++) {
    const { base, cost } = markets[m] as FlowMarket;
    const slope = gradient[base] as number;
    excess[base] = slope > cost ? slope - cost : slope < -cost ? slope + cost : 0;
  }
  let sum = 0;
  for (let i = 0; i < assets; i++) {
    const own = excess[i] as number;
    if (own === 0) continue;
    for (let j = 0; j < assets; j++) {
      sum += own * (excess[j] as number) * (inverse[i * assets + j] as number);
    }
  }
  return sum / 2;
}

/**
 * Lowers values, in place, until those of two assets with a market between them differ by its cost at most: shortest
 * paths (Bellman and Ford), so as many rounds as assets are enough.
 */
function lowerToNeighbours(values: Float64Array, markets: readonly FlowMarket[]): void {
  for (let round = 0, changed = true; changed && round < values.length; round++) {
    changed = false;
    for (const { base, quote, cost } of markets) {
      if (quote < 0) continue;
      const most = Math.min(values[base] as number, values[quote] as number) + cost;
      for (const asset of [base, quote]) {
        if ((values[asset] as number) <= most) continue;
        values[asset] = most;
        changed = true;
      }
    }
  }
}
