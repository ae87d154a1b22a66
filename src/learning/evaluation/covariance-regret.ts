/**
 * Regret of a covariance forecast, in nats a day: over a quarter of T days, the mean log-likelihood of its returns under their own
 * second moment S = Σ r rᵀ/T, which is −½ [n ln 2π + ln |S| + n], less that under the forecasts. No constant Σ does better than S.
 * Source: Johansson, Ogut, Pelger, Schmelzer and Boyd (2023), section 4.
 */
import type { DailyReturns } from '../../risk/covariance-forecaster.ts';
import type { CovarianceScores } from './covariance-scores.ts';
import { createGaussianScore } from './gaussian-likelihood.ts';
import type { Quarter } from './quarters.ts';

export type Regret = { readonly quarter: string; readonly nats: number };

/** One number for each quarter; NaN for one with a day without a forecast. */
export function regretsOf(
  returns: DailyReturns,
  { quarters }: CovarianceScores,
): readonly Regret[] {
  return quarters.map(({ quarter, logLikelihoods }) => ({
    quarter: quarter.name,
    nats:
      ownLikelihood(returns, quarter) -
      logLikelihoods.reduce((sum, value) => sum + value, 0) / logLikelihoods.length,
  }));
}

function ownLikelihood(
  { assets, values }: DailyReturns,
  { assets: chosen, days }: Quarter,
): number {
  const moment = new Float64Array(assets * assets);
  for (const day of days) {
    for (const i of chosen) {
      for (const j of chosen) {
        const product = (values[day * assets + i] as number) * (values[day * assets + j] as number);
        moment[i * assets + j] = (moment[i * assets + j] as number) + product / days.length;
      }
    }
  }
  const score = createGaussianScore(assets, chosen);
  const sum = days.reduce(
    (total, day) => total + score({ covariance: moment, values, offset: day * assets }),
    0,
  );
  return sum / days.length;
}
