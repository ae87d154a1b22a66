/**
 * Hierarchical risk parity, which inverts no matrix. Assets are put in the order of the tree of their clusters, by the distances
 *   d_ij = √((1 − ρ_ij)/2);
 * the order is halved again and again, at ⌊n/2⌋, and of the weight of two halves the first gets v₂/(v₁ + v₂), v the variance of a half
 * with weights inverse to the variances of its assets. Bounds are met afterwards, by the nearest weights within them.
 * Which of two assets that are joined before all others stands first goes by index, and so do ties; else their order does not matter.
 * Source: López de Prado 2016, "Building diversified portfolios that outperform out of sample".
 */
import { leavesOf, linkageOf } from '../risk/linkage.ts';
import type { Allocation, Covariance, WeightBounds } from './allocation.ts';
import { allocationOf, noWeights } from './attempt.ts';
import { projectWeights } from './project-weights.ts';

export type HrpOptions = { readonly linkage: 'single' | 'ward'; readonly bounds?: WeightBounds };

/** As a share of the largest variance. An asset without risk counts as one of so little, and takes nearly all. */
const smallestVariance = 1e-9;

export function hrp(covariance: Covariance, { linkage, bounds }: HrpOptions): Allocation {
  const { assets, values } = covariance;
  const own = Float64Array.from({ length: assets }, (_, i) => values[i * (assets + 1)] as number);
  const least = smallestVariance * own.reduce((most, variance) => Math.max(most, variance), 0) || 1;
  const variances = own.map((variance) => Math.max(variance, least));
  const distances = distancesOf(values, variances);
  const leaves = leavesOf(linkageOf(distances, { items: assets, method: linkage }));
  const weights = new Float64Array(assets).fill(1);
  halve(weights, { leaves, values, variances });
  const bounded = bounds === undefined ? weights : projectWeights(weights, bounds);
  if (bounded === null) return noWeights;
  const isRepaired = own.some((variance) => variance < least);
  return allocationOf(bounded, { status: isRepaired ? 'inexact' : 'optimal', residual: 0 });
}

function distancesOf(values: Float64Array, variances: Float64Array): Float64Array {
  const assets = variances.length;
  const inverse = variances.map((variance) => 1 / Math.sqrt(variance));
  const distances = new Float64Array(assets * assets);
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < i; j++) {
      const cell = i * assets + j;
      const scale = (inverse[i] as number) * (inverse[j] as number);
      const distance = Math.sqrt(Math.max(0, (1 - (values[cell] as number) * scale) / 2));
      distances[cell] = distance;
      distances[j * assets + i] = distance;
    }
  }
  return distances;
}

type Ordered = {
  readonly leaves: Int32Array;
  readonly values: Float64Array;
  readonly variances: Float64Array;
};

/** Shares out the weight of a part of the leaves between its halves, theirs between theirs, and so on. */
function halve(weights: Float64Array, ordered: Ordered, from = 0, to = weights.length): void {
  if (to - from < 2) return;
  const middle = from + Math.floor((to - from) / 2);
  const first = varianceOf(ordered, from, middle);
  const second = varianceOf(ordered, middle, to);
  const share = first + second > 0 ? second / (first + second) : 0.5;
  for (let k = from; k < to; k++) {
    const leaf = ordered.leaves[k] as number;
    weights[leaf] = (weights[leaf] as number) * (k < middle ? share : 1 - share);
  }
  halve(weights, ordered, from, middle);
  halve(weights, ordered, middle, to);
}

/** Of a part of the leaves, with weights inverse to their variances; not below zero, as rounding may leave it. */
function varianceOf({ leaves, values, variances }: Ordered, from: number, to: number): number {
  let total = 0;
  let sum = 0;
  for (let k = from; k < to; k++) {
    const i = leaves[k] as number;
    const row = i * variances.length;
    let beside = 0;
    for (let l = from; l < k; l++) {
      const j = leaves[l] as number;
      beside += (values[row + j] as number) / (variances[j] as number);
    }
    const precision = 1 / (variances[i] as number);
    total += precision;
    sum += precision * (1 + 2 * beside);
  }
  return Math.max(0, sum / (total * total));
}
