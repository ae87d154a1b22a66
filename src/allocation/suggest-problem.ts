/** What a suggestion is looked for in: places with risk, limits and costs. The last place is cash, without risk and free to trade. */
import type { Covariance } from './allocation.ts';

export type SuggestionProblem = {
  /** Of all places, per day; cash has a row and a column of zeros. */
  readonly covariance: Covariance;
  /** Weights, sum 1. */
  readonly targets: Float64Array;
  /** Between which each weight may lie. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Of a trade, as a fraction of its notional. */
  readonly costs: Float64Array;
};

export type SuggestionInputs = {
  /** Of the assets, per day. */
  readonly covariance: Covariance;
  /** Of the assets; what is missing to 1 is cash. */
  readonly targets: Float64Array;
  readonly costs: Float64Array;
  /** How far a weight may go from its target, a fraction of NAV. */
  readonly tilt: number;
  /** Assets that are not to be bought. */
  readonly unbuyable?: readonly number[];
};

/** Adds cash. No weight goes below 0 or above 1, or further from its target than the tilt. */
export function suggestionProblem(inputs: SuggestionInputs): SuggestionProblem {
  const { covariance, costs, tilt, unbuyable = [] } = inputs;
  const { assets, values } = covariance;
  const places = assets + 1;
  const padded = new Float64Array(places * places);
  for (let i = 0; i < assets; i++) {
    padded.set(values.subarray(i * assets, (i + 1) * assets), i * places);
  }
  const invested = inputs.targets.reduce((sum, target) => sum + target, 0);
  const targets = Float64Array.of(...inputs.targets, Math.max(0, 1 - invested));
  return {
    covariance: { assets: places, values: padded },
    targets,
    lower: targets.map((target) => Math.max(0, target - tilt)),
    upper: targets.map((target, i) =>
      unbuyable.includes(i) ? target : Math.min(1, target + tilt),
    ),
    costs: Float64Array.of(...costs, 0),
  };
}

/** Σ|Δw|/2 over the assets, a fraction of NAV. */
export function turnoverOf({ targets }: SuggestionProblem, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length - 1; i++) {
    sum += Math.abs((weights[i] as number) - (targets[i] as number));
  }
  return sum / 2;
}

/** Of the trades from the targets to the weights, a fraction of NAV. */
export function costOf({ targets, costs }: SuggestionProblem, weights: Float64Array): number {
  return weights.reduce(
    (sum, weight, i) => sum + Math.abs(weight - (targets[i] as number)) * (costs[i] as number),
    0,
  );
}
