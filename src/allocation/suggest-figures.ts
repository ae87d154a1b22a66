/** What a set of weights comes to in forecast risk. */
import { diversificationRatio } from '../risk/diversification-ratio.ts';
import { quadraticForm } from '../risk/matrix.ts';
import type { Covariance } from './allocation.ts';
import { riskShares } from './lockstep-groups.ts';

export type WeightFigures = {
  /** In the period of the covariance. */
  readonly volatility: number;
  /** Null without risk. */
  readonly diversificationRatio: number | null;
  /** The place with the largest share of the variance; null without risk. */
  readonly largestRisk: { readonly place: number; readonly share: number } | null;
};

export function weightFigures({ values }: Covariance, weights: Float64Array): WeightFigures {
  const volatility = Math.sqrt(Math.max(0, quadraticForm(values, weights)));
  if (volatility === 0) return { volatility, diversificationRatio: null, largestRisk: null };
  const shares = riskShares(values, weights);
  const share = Math.max(...shares);
  return {
    volatility,
    diversificationRatio: diversificationRatio(values, weights),
    largestRisk: { place: shares.indexOf(share), share },
  };
}
