/**
 * Limits that say each thing once: a group and its complement are one sum, since all weights sum to 1, so their limits are brought
 * together, and those of a group of one with the limits of the asset. Where two limits meet, as with coins at most 60 % and all others
 * at most 40 %, one sum is given instead. So no two limits bind as one, of which only both together have a multiplier.
 */
import type { WeightBounds } from './allocation.ts';

type Sum = WeightBounds['groups'][number];
type Limits = Pick<Sum, 'lower' | 'upper'>;

/** Limits as near to each other as that are one. */
const rounding = 1e-12;

/** Limits that contradict each other become one of them. */
export function distinctLimits({ lower, upper, groups }: WeightBounds): WeightBounds {
  const own = { lower: lower.slice(), upper: upper.slice() };
  const sums = new Map<string, Sum>();
  for (const group of groups) {
    const sum = fewerOf(group, lower.length);
    const [first] = sum.members;
    if (first === undefined) continue;
    if (sum.members.length === 1) {
      const before = { lower: own.lower[first] as number, upper: own.upper[first] as number };
      const both = narrowed(before, sum);
      own.lower[first] = both.lower;
      own.upper[first] = both.upper;
    } else {
      const key = sum.members.join();
      sums.set(key, { members: sum.members, ...narrowed(sums.get(key) ?? sum, sum) });
    }
  }
  return { ...own, groups: [...sums.values()] };
}

/** The group or its complement, whichever has fewer members; of halves the one with the first asset. */
function fewerOf({ members, lower, upper }: Sum, assets: number): Sum {
  const inside = new Set(members);
  const isMore = 2 * inside.size > assets || (2 * inside.size === assets && !inside.has(0));
  const all = Array.from({ length: assets }, (_, i) => i);
  const kept = all.filter((i) => inside.has(i) !== isMore);
  return isMore
    ? { members: kept, lower: 1 - upper, upper: 1 - lower }
    : { members: kept, lower, upper };
}

function narrowed(one: Limits, other: Limits): Limits {
  const [lower, upper] = [Math.max(one.lower, other.lower), Math.min(one.upper, other.upper)];
  return upper - lower > rounding ? { lower, upper } : { lower: upper, upper };
}
