/**
 * How good covariance forecasts were, day by day: each is asked at the close before a day and scored on that day's returns, by
 * log-likelihood and by the return of its portfolio of minimum variance.
 */
import type { CovarianceForecaster, DailyReturns } from '../../risk/covariance-forecaster.ts';
import { createGaussianScore } from './gaussian-likelihood.ts';
import { minimumVarianceWeights } from './minimum-variance.ts';
import type { Quarter } from './quarters.ts';

export type CovarianceScores = {
  readonly name: string;
  readonly quarters: readonly ScoredQuarter[];
};

/** One number for each day of the quarter. */
export type ScoredQuarter = {
  readonly quarter: Quarter;
  readonly logLikelihoods: Float64Array;
  readonly minimumVarianceReturns: Float64Array;
};

/** Runs a forecaster from day 0 to the last scored day; a day without a forecast scores NaN. */
export function scoreCovariances(
  returns: DailyReturns,
  forecaster: CovarianceForecaster,
  quarters: readonly Quarter[],
): CovarianceScores {
  const { assets, values } = returns;
  const covariance = new Float64Array(assets * assets);
  let next = 0;
  const scored = quarters.map((quarter): ScoredQuarter => {
    const score = createGaussianScore(assets, quarter.assets);
    const logLikelihoods = new Float64Array(quarter.days.length).fill(Number.NaN);
    const minimumVarianceReturns = logLikelihoods.slice();
    quarter.days.forEach((day, at) => {
      while (next < day) forecaster.observe(next++);
      if (!forecaster.covariance(covariance)) return;
      const offset = day * assets;
      logLikelihoods[at] = score({ covariance, values, offset });
      const weights = minimumVarianceWeights(covariance, { assets, chosen: quarter.assets });
      minimumVarianceReturns[at] = quarter.assets.reduce(
        (sum, asset, a) => sum + (weights?.[a] ?? Number.NaN) * (values[offset + asset] as number),
        0,
      );
    });
    return { quarter, logLikelihoods, minimumVarianceReturns };
  });
  return { name: forecaster.name, quarters: scored };
}
