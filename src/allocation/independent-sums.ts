/**
 * Sums of weights without those that follow from others: where the sums of some groups are given, and the budget is, the last of groups
 * that share out all is given as well, and a sum of weights that are given is. Its multiplier would be any number, so it is left out;
 * limits are known not to contradict.
 * Method: Gram–Schmidt on the members of the sums that are given.
 */
import { dot } from '../risk/matrix.ts';
import type { WeightBounds } from './allocation.ts';

type Sum = WeightBounds['groups'][number];

/** Of the members of a sum: what rounding leaves of one that follows from others. */
const smallestRest = 1e-9;

export function independentSums(
  sums: readonly Sum[],
  own: Pick<WeightBounds, 'lower' | 'upper'>,
): readonly Sum[] {
  const known: Float64Array[] = [];
  return sums.filter(({ members, lower, upper }) => {
    const rest = new Float64Array(own.lower.length);
    for (const i of members) rest[i] = (own.lower[i] as number) < (own.upper[i] as number) ? 1 : 0;
    if (lower < upper) return rest.includes(1);
    for (const direction of known) {
      const share = dot(rest, direction);
      for (let i = 0; i < rest.length; i++)
        rest[i] = (rest[i] as number) - share * (direction[i] as number);
    }
    const length = Math.sqrt(dot(rest, rest));
    if (length <= smallestRest) return false;
    known.push(rest.map((value) => value / length));
    return true;
  });
}
