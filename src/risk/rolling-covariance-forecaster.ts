/**
 * The plainest covariance forecast: the second moment of the returns of the last days, all alike, means taken as zero.
 * With short or unequal histories pair by pair, completed.
 */
import { composeCovariance } from './compose-covariance.ts';
import {
  type CovarianceForecaster,
  type DailyReturns,
  fewestForecastDays,
  hasReturns,
} from './covariance-forecaster.ts';
import { createPairSums } from './pair-sums.ts';

export function createRollingCovarianceForecaster(
  returns: DailyReturns,
  windowDays: number,
): CovarianceForecaster {
  const { assets } = returns;
  const sums = createPairSums({ assets, decay: 1 });
  const variances = new Float64Array(assets);
  const correlations = new Float64Array(assets * assets);
  const window: number[] = [];
  let daysSeen = 0;
  return {
    name: `rw-${windowDays}`,
    observe(day) {
      if (!hasReturns(returns, day)) return;
      daysSeen++;
      window.push(day);
      if (window.length > windowDays) window.shift();
    },
    covariance(out) {
      if (daysSeen < fewestForecastDays) return false;
      sums.clear();
      for (const day of window) sums.observe(returns.values, day * assets);
      if (!sums.variances(variances)) return false;
      sums.correlations(correlations);
      composeCovariance({ variances, correlations }, out);
      return true;
    },
  };
}
