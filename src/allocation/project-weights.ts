/**
 * The weights within bounds that are nearest to given ones: min ‖x − w‖² with Σx = 1, lower ≤ x ≤ upper and the sums of groups within
 * theirs. So x_i = clamp(w_i − Σ τ_k) over the sums that asset i is part of, the budget among them; each shift τ_k in turn is
 * set to what its own sum asks for, 0 where that lies within its limits, until none changes any more.
 * Source: Hildreth 1957, "A quadratic programming procedure", with the bounds kept within each step.
 */
import type { WeightBounds } from './allocation.ts';

type Group = WeightBounds['groups'][number];
type Limits = Pick<WeightBounds, 'lower' | 'upper'>;

const tolerance = 1e-12;
/** Of sums that contradict each other the shifts grow for ever. */
const maximumSweeps = 1_000;

/** Null when nothing lies within the bounds. */
export function projectWeights(weights: Float64Array, bounds: WeightBounds): Float64Array | null {
  const { lower, upper, groups } = bounds;
  if (lower.some((bound, i) => bound > (upper[i] as number))) return null;
  const sums: readonly Group[] = [...groups, { members: [...weights.keys()], lower: 1, upper: 1 }];
  const shifts = new Float64Array(sums.length);
  const point = weights.slice();
  for (let sweep = 0; sweep < maximumSweeps; sweep++) {
    let change = 0;
    for (const [k, sum] of sums.entries()) {
      const before = shifts[k] as number;
      for (const i of sum.members) point[i] = (point[i] as number) + before;
      const shift = shiftOf(point, sum, bounds);
      if (shift === null) return null;
      for (const i of sum.members) point[i] = (point[i] as number) - shift;
      shifts[k] = shift;
      change = Math.max(change, Math.abs(shift - before));
    }
    if (change < tolerance || groups.length === 0) {
      return point.map((value, i) => clamp(value, i, bounds));
    }
  }
  return null;
}

/** What to take from each member so that their sum lies within its limits; null when their bounds forbid it. */
function shiftOf(
  point: Float64Array,
  { members, lower, upper }: Group,
  limits: Limits,
): number | null {
  const sumAt = (shift: number): number =>
    members.reduce((sum, i) => sum + clamp((point[i] as number) - shift, i, limits), 0);
  const sum = sumAt(0);
  if (sum >= lower && sum <= upper) return 0;
  const wanted = sum > upper ? upper : lower;
  // Taking `least` leaves all at their upper bounds, taking `most` at their lower ones.
  let least = members.reduce(
    (low, i) => Math.min(low, (point[i] as number) - (limits.upper[i] as number)),
    0,
  );
  let most = members.reduce(
    (high, i) => Math.max(high, (point[i] as number) - (limits.lower[i] as number)),
    0,
  );
  if (sumAt(least) < wanted - tolerance || sumAt(most) > wanted + tolerance) return null;
  for (;;) {
    const middle = (least + most) / 2;
    if (!(least < middle && middle < most)) return middle;
    if (sumAt(middle) > wanted) least = middle;
    else most = middle;
  }
}

function clamp(value: number, i: number, { lower, upper }: Limits): number {
  return Math.min(upper[i] as number, Math.max(lower[i] as number, value));
}
