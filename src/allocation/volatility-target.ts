/**
 * An overlay that holds volatility at or below a target: the weights w are scaled by the largest k up to 1 for which
 *   √(x' Σ x) √P ≤ target,  x = k w + (1 − k) e,
 * P the periods a year and e the refuge: cash, or a stablecoin, which has a little risk of its own. So nothing is ever borrowed.
 */
import { dot, multiply } from '../risk/matrix.ts';
import type { Covariance } from './allocation.ts';

export type VolatilityTarget = {
  /** A fraction, such as 0.2. */
  readonly volAnnual: number;
  readonly periodsPerYear: number;
  /** Position of the stablecoin that takes what is freed; null for cash. */
  readonly refuge: number | null;
};

export type TargetedWeights = {
  /** Of NAV; what is missing to 1 is cash. */
  readonly weights: Float64Array;
  /** k. */
  readonly scale: number;
  readonly volAnnual: number;
  /** False when no k reaches the target, as where the refuge is none; the weights are then those of least volatility. */
  readonly isReached: boolean;
};

/** The variance along the way from the refuge, at k = 0, to the weights, at 1: k² curve + 2 k slope + rest. */
type Way = { readonly curve: number; readonly slope: number; readonly rest: number };

/** The covariance is per period. The weights may leave cash already. */
export function targetVolatility(
  weights: Float64Array,
  covariance: Covariance,
  { volAnnual, periodsPerYear, refuge }: VolatilityTarget,
): TargetedWeights {
  const limit = volAnnual ** 2 / periodsPerYear;
  const way = wayFrom(refuge, weights, covariance);
  const scale = scaleWithin(way, limit);
  const variance = Math.max(0, (scale * way.curve + 2 * way.slope) * scale + way.rest);
  return {
    weights: weights.map((weight, i) => scale * weight + (i === refuge ? 1 - scale : 0)),
    scale,
    volAnnual: Math.sqrt(variance * periodsPerYear),
    isReached: variance <= limit * (1 + 1e-12),
  };
}

function wayFrom(
  refuge: number | null,
  weights: Float64Array,
  { assets, values }: Covariance,
): Way {
  const beside = new Float64Array(assets);
  multiply(values, weights, beside);
  const own = dot(weights, beside);
  if (refuge === null) return { curve: own, slope: 0, rest: 0 };
  const shared = beside[refuge] as number;
  const rest = values[refuge * (assets + 1)] as number;
  return { curve: own - 2 * shared + rest, slope: shared - rest, rest };
}

/** The largest from 0 to 1 within the limit; that of least variance where none is. */
function scaleWithin({ curve, slope, rest }: Way, limit: number): number {
  if (curve + 2 * slope + rest <= limit || curve <= 0) return 1;
  const discriminant = slope * slope - curve * (rest - limit);
  const within = discriminant < 0 ? Number.NaN : (Math.sqrt(discriminant) - slope) / curve;
  return within >= 0 && within <= 1 ? within : Math.min(1, Math.max(0, -slope / curve));
}
