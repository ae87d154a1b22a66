/**
 * The dual bound of the region problem. At a multiplier ν ≥ 0 of cash, y is feasible when |y_b − y_q| ≤ c for a market
 * between assets and |y_b + ν| ≤ c (1 + ν) for one against cash; then
 * D(y, ν, μ) = yᵀd − ½ yᵀA⁻¹y − ν cash − μᵀw0 is below every feasible objective. μ ≥ 0 belongs to assets that are sold out
 * and lets their y exceed its bound.
 */
import { multiply } from '../risk/matrix.ts';
import { heldOf, type RegionPoint, type RegionProblem, type RegionStart } from './region-state.ts';

/** The bound at the dual point nearest to the gradient. */
export function dualBound(
  point: RegionPoint,
  problem: RegionProblem,
  start: RegionStart,
  multiplier: number,
): number {
  const { gradient, dualPoint, preimage } = point;
  const shrink = shrinkOfDirectMarkets(point, problem, multiplier);
  let value = -multiplier * start.cash;
  for (const { base, quote, cost } of problem.markets) {
    if (quote >= 0) continue;
    const width = cost * (1 + multiplier);
    const centred = shrink * ((gradient[base] as number) + multiplier);
    if (centred > width && shrink === 1 && heldOf(point, start, base) === 0) {
      dualPoint[base] = centred - multiplier;
      value -= (centred - width) * (start.weights[base] as number);
    } else {
      dualPoint[base] = Math.min(width, Math.max(-width, centred)) - multiplier;
    }
  }
  multiply(problem.inverse, dualPoint, preimage);
  for (let i = 0; i < point.assets; i++) {
    value +=
      (dualPoint[i] as number) * ((start.driftAbs[i] as number) - 0.5 * (preimage[i] as number));
  }
  return value;
}

/**
 * Clipping each asset alone could break the bound of a market between two: where one is broken, the centred gradient is
 * drawn to zero by one factor instead. 1 when every market between assets is within its bound.
 */
function shrinkOfDirectMarkets(
  point: RegionPoint,
  problem: RegionProblem,
  multiplier: number,
): number {
  const { gradient } = point;
  const hasDirect = problem.markets.some((market) => market.quote >= 0);
  if (!hasDirect) return 1;
  let shrink = 1;
  for (const { base, quote, cost } of problem.markets) {
    const slope = Math.abs(
      (gradient[base] as number) + (quote < 0 ? multiplier : -(gradient[quote] as number)),
    );
    const width = quote < 0 ? cost * (1 + multiplier) : cost;
    if (slope > width) shrink = Math.min(shrink, width / slope);
  }
  return shrink;
}
