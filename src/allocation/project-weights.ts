/**
 * The weights within bounds that are nearest to given ones: min ‖x − w‖² with Σx = 1, lower ≤ x ≤ upper and the sums of groups within
 * theirs. Without groups x_i = clamp(w_i − τ) for the one τ at which they sum to 1; with groups a quadratic program.
 */
import type { WeightBounds } from './allocation.ts';
import { createQuadraticProgram } from './quadratic-program.ts';

/** By so much the sum of a group, or of all, may miss its limits. */
const groupTolerance = 1e-9;
/** By so much the least weights may sum to more than 1, and the most to less. */
export const sumTolerance = 1e-12;

/** Null when nothing lies within the bounds. */
export function projectWeights(weights: Float64Array, bounds: WeightBounds): Float64Array | null {
  const { lower, upper, groups } = bounds;
  if (lower.some((bound, i) => bound > (upper[i] as number))) return null;
  const nearest = shifted(weights, bounds);
  if (nearest === null || groups.length === 0 || meetsGroups(nearest, bounds, 0)) return nearest;
  const assets = weights.length;
  const values = new Float64Array(assets * assets);
  for (let i = 0; i < assets; i++) values[i * (assets + 1)] = 1;
  const problem = { hessian: { assets, values }, bounds, trading: null, ridge: 0 };
  const program = createQuadraticProgram(problem, nearest);
  if (program.solve(weights) === 'infeasible') return null;
  const found = program.state.weights;
  const all = { members: [...found.keys()], lower: 1, upper: 1 };
  return meetsGroups(found, { ...bounds, groups: [all, ...groups] }, groupTolerance) ? found : null;
}

function meetsGroups(weights: Float64Array, { groups }: WeightBounds, slack: number): boolean {
  return groups.every(({ members, lower, upper }) => {
    const sum = members.reduce((total, i) => total + (weights[i] as number), 0);
    return sum >= lower - slack && sum <= upper + slack;
  });
}

/** Takes the same from all within their own bounds so that they sum to 1; null when these forbid it. */
function shifted(
  weights: Float64Array,
  { lower, upper }: Pick<WeightBounds, 'lower' | 'upper'>,
): Float64Array | null {
  const at = (i: number, shift: number): number =>
    Math.min(upper[i] as number, Math.max(lower[i] as number, (weights[i] as number) - shift));
  const sumAt = (shift: number): number => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += at(i, shift);
    return sum;
  };
  const taken = (shift: number): Float64Array => weights.map((_, i) => at(i, shift));
  if (sumAt(0) === 1) return taken(0);
  // Taking `least` leaves all at their upper bounds, taking `most` at their lower ones.
  let least = weights.reduce((low, weight, i) => Math.min(low, weight - (upper[i] as number)), 0);
  let most = weights.reduce((high, weight, i) => Math.max(high, weight - (lower[i] as number)), 0);
  if (sumAt(least) < 1 - sumTolerance || sumAt(most) > 1 + sumTolerance) return null;
  for (;;) {
    const middle = (least + most) / 2;
    if (!(least < middle && middle < most)) return taken(middle);
    if (sumAt(middle) > 1) least = middle;
    else most = middle;
  }
}
