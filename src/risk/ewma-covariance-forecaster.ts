/**
 * Exponentially weighted second moment of returns as a forecast: Σ = Σ_k λ^k r rᵀ / Σ_k λ^k with λ = 2^(−1/h), means taken as zero.
 * With unequal histories pair by pair, completed. Source: RiskMetrics (1996).
 */
import { composeCovariance } from './compose-covariance.ts';
import {
  type CovarianceForecaster,
  type DailyReturns,
  fewestForecastDays,
  hasReturns,
} from './covariance-forecaster.ts';
import { createPairSums } from './pair-sums.ts';

export function createEwmaCovarianceForecaster(
  returns: DailyReturns,
  halfLifeDays: number,
): CovarianceForecaster {
  const { assets } = returns;
  const sums = createPairSums({ assets, decay: 2 ** (-1 / halfLifeDays) });
  const variances = new Float64Array(assets);
  const correlations = new Float64Array(assets * assets);
  let daysSeen = 0;
  return {
    name: `ewma-${halfLifeDays}`,
    observe(day) {
      if (hasReturns(returns, day)) daysSeen++;
      sums.observe(returns.values, day * assets);
    },
    covariance(out) {
      if (daysSeen < fewestForecastDays || !sums.variances(variances)) return false;
      sums.correlations(correlations);
      composeCovariance({ variances, correlations }, out);
      return true;
    },
  };
}
