/**
 * Groups of held assets that move in lockstep, every pair of them correlated at least so much, and what that costs in risk:
 *   share of weight and share of risk, Σ_i∈G w_i (Σw)_i / wᵀΣw;
 *   added volatility: √(wᵀΣw) less the same with every pair inside the group at ρ̄, the mean correlation of all other pairs.
 */
import { clusterOrder } from '../risk/cluster-order.ts';
import { correlationsOf } from '../risk/correlations.ts';
import { multiply, quadraticForm } from '../risk/matrix.ts';
import type { Covariance } from './allocation.ts';

export type LockstepGroup = {
  /** Positions of the assets, at least two. */
  readonly members: readonly number[];
  /** Over the pairs of the group. */
  readonly meanCorrelation: number;
  /** Of all weights, and of the variance of all. */
  readonly weightShare: number;
  readonly riskShare: number;
  /** In the period of the covariance; null where every pair is one of the group. */
  readonly addedVolatility: number | null;
};

/** Assets without weight belong to no group, but their pairs count for ρ̄. */
export function lockstepGroups(
  { assets, values }: Covariance,
  weights: Float64Array,
  leastTogether: number,
): readonly LockstepGroup[] {
  // What never moves has no correlation, and moves with nothing.
  const correlations = correlationsOf(values, assets).map((value) => value || 0);
  const held = [...weights.keys()].filter((i) => (weights[i] as number) > 0);
  const among = Float64Array.from({ length: held.length ** 2 }, (_, cell) => {
    const [i, j] = [held[Math.floor(cell / held.length)], held[cell % held.length]];
    return correlations[(i as number) * assets + (j as number)] as number;
  });
  const { groups } = clusterOrder(among, { assets: held.length, leastTogether });
  const shares = riskShares(values, weights);
  const total = sumOf(weights);
  return groups.map((places) => {
    const members = places.map((place) => held[place] as number).toSorted((a, b) => a - b);
    const { within, beside } = meansOf(correlations, assets, members);
    return {
      members,
      meanCorrelation: within,
      weightShare: sumOf(members.map((i) => weights[i] as number)) / total,
      riskShare: sumOf(members.map((i) => shares[i] as number)),
      addedVolatility: Number.isNaN(beside)
        ? null
        : Math.sqrt(quadraticForm(values, weights)) -
          Math.sqrt(quadraticForm(loosened(values, assets, { members, beside }), weights)),
    };
  });
}

/** w_i (Σw)_i / wᵀΣw, sum 1; all 0 without risk. */
export function riskShares(covariance: Float64Array, weights: Float64Array): Float64Array {
  const shares = new Float64Array(weights.length);
  multiply(covariance, weights, shares);
  for (let i = 0; i < shares.length; i++)
    shares[i] = (shares[i] as number) * (weights[i] as number);
  const variance = sumOf(shares);
  return variance > 0 ? shares.map((share) => share / variance) : shares.fill(0);
}

/** Mean correlations of the pairs inside a group and of all others; NaN without a pair. */
function meansOf(correlations: Float64Array, assets: number, members: readonly number[]) {
  const inside: number[] = [];
  const outside: number[] = [];
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < i; j++) {
      const pairs = members.includes(i) && members.includes(j) ? inside : outside;
      pairs.push(correlations[i * assets + j] as number);
    }
  }
  const mean = (pairs: readonly number[]): number => sumOf(pairs) / pairs.length;
  return { within: mean(inside), beside: mean(outside) };
}

/** The covariance with every pair inside the group at another correlation. */
function loosened(
  covariance: Float64Array,
  assets: number,
  { members, beside }: { readonly members: readonly number[]; readonly beside: number },
): Float64Array {
  const changed = covariance.slice();
  const variance = (i: number): number => covariance[i * (assets + 1)] as number;
  for (const i of members) {
    for (const j of members) {
      if (i !== j) changed[i * assets + j] = beside * Math.sqrt(variance(i) * variance(j));
    }
  }
  return changed;
}

function sumOf(values: Float64Array | readonly number[]): number {
  return (values as readonly number[]).reduce((sum, value) => sum + value, 0);
}
