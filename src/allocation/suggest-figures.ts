/** What a set of weights comes to in forecast risk. */
import { diversificationRatio } from '../risk/diversification-ratio.ts';
import { effectiveBets } from '../risk/effective-bets.ts';
import { quadraticForm } from '../risk/matrix.ts';
import type { Covariance } from './allocation.ts';
import { riskShares } from './lockstep-groups.ts';

export type WeightFigures = {
  /** In the period of the covariance. */
  readonly volatility: number;
  /** Null without risk. */
  readonly diversificationRatio: number | null;
  /** Of the places that have weight; null without risk. */
  readonly effectiveBets: number | null;
  /** The place with the largest share of the variance; null without risk. */
  readonly largestRisk: { readonly place: number; readonly share: number } | null;
};

export function weightFigures(
  { assets, values }: Covariance,
  weights: Float64Array,
): WeightFigures {
  const volatility = Math.sqrt(Math.max(0, quadraticForm(values, weights)));
  if (volatility === 0) {
    return { volatility, diversificationRatio: null, effectiveBets: null, largestRisk: null };
  }
  const held = [...weights.keys()].filter((i) => (weights[i] as number) > 0);
  const own = held.flatMap((i) => held.map((j) => values[i * assets + j] as number));
  const bets = effectiveBets(
    Float64Array.from(own),
    Float64Array.from(held, (i) => weights[i] as number),
  );
  const shares = riskShares(values, weights);
  const share = Math.max(...shares);
  return {
    volatility,
    diversificationRatio: diversificationRatio(values, weights),
    effectiveBets: bets,
    largestRisk: { place: shares.indexOf(share), share },
  };
}
