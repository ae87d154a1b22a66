/** Limits of weights: made from what a person gives, tightened to what one rebalance may change, and why none can meet them. */
import type { WeightBounds } from './allocation.ts';
import { projectWeights, sumTolerance } from './project-weights.ts';

/** The same limits for all assets. */
export function boundsOf(
  assets: number,
  { least, most }: { readonly least: number; readonly most: number },
): WeightBounds {
  return {
    lower: new Float64Array(assets).fill(least),
    upper: new Float64Array(assets).fill(most),
    groups: [],
  };
}

/** Whether weights need not be moved to meet limits. */
export function isWithin(weights: Float64Array, { lower, upper, groups }: WeightBounds): boolean {
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (weight < (lower[i] as number) || weight > (upper[i] as number)) return false;
  }
  return groups.every((group) => {
    const sum = group.members.reduce((total, i) => total + (weights[i] as number), 0);
    return sum >= group.lower && sum <= group.upper;
  });
}

/** A weight that is further from its limits than the step goes the whole step towards them. */
export function withinStep(
  { lower, upper, groups }: WeightBounds,
  { current, maximumStep }: { readonly current: Float64Array; readonly maximumStep: number },
): WeightBounds {
  const reachable = (limit: number, i: number): number => {
    const from = current[i] as number;
    return Math.min(from + maximumStep, Math.max(from - maximumStep, limit));
  };
  return { lower: lower.map(reachable), upper: upper.map(reachable), groups };
}

/** Null when some weights meet the limits; else why none do, assets and groups counted from 1. */
export function infeasibility(bounds: WeightBounds): string | null {
  const { lower, upper, groups } = bounds;
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const crossed = lower.findIndex((least, i) => least > (upper[i] as number));
  if (crossed >= 0) {
    const [least, most] = [shown(lower[crossed] as number), shown(upper[crossed] as number)];
    return `asset ${crossed + 1} must have at least ${least} and at most ${most}`;
  }
  const [least, most] = [sum(lower), sum(upper)];
  if (least > 1 + sumTolerance) return `the least weights sum to ${shown(least)}, more than 1`;
  if (most < 1 - sumTolerance) return `the most weights sum to ${shown(most)}, less than 1`;
  if (groups.length === 0 || projectWeights(lower, bounds) !== null) return null;
  const alone = groups.findIndex(
    (group) => projectWeights(lower, { lower, upper, groups: [group] }) === null,
  );
  return alone >= 0
    ? `group ${alone + 1} cannot have between ${shown(groups[alone]?.lower as number)} and ${shown(groups[alone]?.upper as number)} within the limits of the assets`
    : 'the limits of the groups contradict each other';
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}
