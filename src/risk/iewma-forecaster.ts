/**
 * Iterated EWMA: variances by an EWMA of squared returns, then correlations by an EWMA of the returns over their own
 * volatility, the day itself included: Σ = D R D, R the second moment of D⁻¹r scaled to a unit diagonal.
 * Source: Engle (2002) for the idea; Johansson, Ogut, Pelger, Schmelzer and Boyd (2023), "A Simple Method for Predicting
 * Covariance Matrices of Financial Returns", and their package cvxcovariance.
 */
import { composeCovariance } from './compose-covariance.ts';
import {
  type CovarianceForecaster,
  type DailyReturns,
  fewestForecastDays,
  hasReturns,
} from './covariance-forecaster.ts';
import { createPairSums } from './pair-sums.ts';
import { createEwmaVarianceTracker } from './variance-tracker.ts';

export type IewmaHalfLives = { readonly volatilityDays: number; readonly correlationDays: number };

export function createIewmaForecaster(
  returns: DailyReturns,
  { volatilityDays, correlationDays }: IewmaHalfLives,
): CovarianceForecaster {
  const { assets, values } = returns;
  const tracker = createEwmaVarianceTracker(returns, volatilityDays);
  const sums = createPairSums({ assets, decay: 2 ** (-1 / correlationDays) });
  const variances = new Float64Array(assets);
  const scaled = new Float64Array(assets);
  const correlations = new Float64Array(assets * assets);
  let daysSeen = 0;
  return {
    name: `iewma-${volatilityDays}-${correlationDays}`,
    observe(day) {
      if (hasReturns(returns, day)) daysSeen++;
      tracker.observe(day);
      if (!tracker.variances(variances)) return;
      for (let i = 0; i < assets; i++) {
        scaled[i] = (values[day * assets + i] as number) / Math.sqrt(variances[i] as number);
      }
      sums.observe(scaled, 0);
    },
    covariance(out) {
      if (daysSeen < fewestForecastDays) return false;
      sums.correlations(correlations);
      composeCovariance({ variances, correlations }, out);
      return true;
    },
  };
}
