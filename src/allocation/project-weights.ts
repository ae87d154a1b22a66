/**
 * The weights within bounds that are nearest to given ones: min ‖x − w‖² with Σx = 1, lower ≤ x ≤ upper and the sums of groups within
 * theirs. Without groups x_i = clamp(w_i − τ), τ from the budget; with groups by alternating projections, of which each first gives
 * back what it moved the point by the last time, else the result would lie within the bounds but not be the nearest.
 * Source: Boyle and Dykstra 1986, "A method for finding projections onto the intersection of convex sets in Hilbert spaces".
 */
import type { WeightBounds } from './allocation.ts';

type Projection = (point: Float64Array) => Float64Array;

const tolerance = 1e-12;
const maximumSweeps = 5_000;
/** Halvings of an interval after which nothing is left of it. */
const halvings = 100;

/** Null when nothing lies within the bounds. */
export function projectWeights(
  weights: Float64Array,
  { lower, upper, groups }: WeightBounds,
): Float64Array | null {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const isEmpty = lower.some((bound, i) => bound > (upper[i] as number));
  if (isEmpty || sum(lower) > 1 + tolerance || sum(upper) < 1 - tolerance) return null;
  const toBudget: Projection = (point) => withinBudget(point, { lower, upper });
  if (groups.length === 0) return toBudget(weights);
  const toGroups = groups.map(
    (group): Projection =>
      (point) =>
        withinGroup(point, group),
  );
  return alternate(weights, [...toGroups, toBudget]);
}

/** The nearest point to which no projection has anything to add; null when there is none. */
function alternate(start: Float64Array, projections: readonly Projection[]): Float64Array | null {
  const moves = projections.map(() => new Float64Array(start.length));
  let point = start;
  for (let sweep = 0; sweep < maximumSweeps; sweep++) {
    let change = 0;
    for (const [k, project] of projections.entries()) {
      const move = moves[k] as Float64Array;
      const back = point.map((value, i) => value + (move[i] as number));
      point = project(back);
      for (let i = 0; i < move.length; i++) {
        const moved = (back[i] as number) - (point[i] as number);
        change = Math.max(change, Math.abs(moved - (move[i] as number)));
        move[i] = moved;
      }
    }
    if (change < tolerance) return point;
  }
  return null;
}

function withinGroup(
  point: Float64Array,
  { members, lower, upper }: WeightBounds['groups'][number],
): Float64Array {
  const total = members.reduce((sum, i) => sum + (point[i] as number), 0);
  const excess = total - Math.min(upper, Math.max(lower, total));
  const moved = point.slice();
  for (const i of members) moved[i] = (moved[i] as number) - excess / members.length;
  return moved;
}

/** Sum 1, each between its bounds. */
function withinBudget(
  point: Float64Array,
  { lower, upper }: Pick<WeightBounds, 'lower' | 'upper'>,
): Float64Array {
  const clamped = (shift: number): Float64Array =>
    point.map((value, i) =>
      Math.min(upper[i] as number, Math.max(lower[i] as number, value - shift)),
    );
  // Down by `most` all are at their lower bounds, down by `least` at their upper ones.
  let least = point.reduce((low, value, i) => Math.min(low, value - (upper[i] as number)), 0);
  let most = point.reduce((high, value, i) => Math.max(high, value - (lower[i] as number)), 0);
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (least + most) / 2;
    if (clamped(middle).reduce((sum, value) => sum + value, 0) > 1) least = middle;
    else most = middle;
  }
  return clamped((least + most) / 2);
}
