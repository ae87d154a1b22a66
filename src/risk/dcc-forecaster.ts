/**
 * Covariance by DCC(1,1): Σ = D R D, D² from a tracker of variances, R from the returns over
 * the volatility that was forecast for their day. S and the two parameters are found anew every quarter.
 * Source: Engle (2002), "Dynamic Conditional Correlation".
 */
import { composeCovariance } from './compose-covariance.ts';
import {
  type CovarianceForecaster,
  type DailyReturns,
  fewestForecastDays,
  hasReturns,
} from './covariance-forecaster.ts';
import { createDccState, type DccParameters } from './dcc.ts';
import { fitDcc } from './dcc-fit.ts';
import { createEigenvalueFloor } from './eigenvalue-floor.ts';
import { createPairSums } from './pair-sums.ts';
import type { VarianceTracker } from './variance-tracker.ts';

const refitDays = 63;
const windowDays = 1_000;
const fewestFitDays = 125;
/** Until the first fit; each begins here or at the last. */
const usualParameters: DccParameters = { a: 0.03, b: 0.95 };

export function createDccForecaster(
  returns: DailyReturns,
  options: { readonly name: string; readonly tracker: VarianceTracker },
): CovarianceForecaster {
  const { assets, values } = returns;
  const { tracker } = options;
  const sums = createPairSums({ assets, decay: 1 });
  const scaled = new Float64Array(values.length).fill(Number.NaN);
  const state = createDccState(assets);
  const correlations = new Float64Array(assets * assets);
  const variances = new Float64Array(assets);
  const floor = createEigenvalueFloor(assets);
  let parameters = usualParameters;
  let hasVariances = false;
  let daysSeen = 0;

  const refit = (day: number): void => {
    const window = { assets, values: scaled, from: Math.max(0, day + 1 - windowDays), to: day + 1 };
    sums.clear();
    for (let t = window.from; t < window.to; t++) sums.observe(scaled, t * assets);
    sums.correlations(correlations);
    state.setTarget(correlations, { restart: daysSeen === fewestForecastDays });
    if (daysSeen >= fewestFitDays && assets > 1) {
      parameters = fitDcc(window, correlations, [usualParameters, parameters]);
    }
  };

  const observe = (day: number): void => {
    if (hasVariances) {
      for (let i = 0; i < assets; i++) {
        const cell = day * assets + i;
        scaled[cell] = (values[cell] as number) / Math.sqrt(variances[i] as number);
      }
    }
    if (hasReturns(returns, day)) {
      daysSeen++;
      if (daysSeen === fewestForecastDays || daysSeen % refitDays === 0) refit(day);
    }
    if (daysSeen > fewestForecastDays) state.step(parameters, scaled, day * assets);
    tracker.observe(day);
    hasVariances = tracker.variances(variances);
  };

  const covariance = (out: Float64Array): boolean => {
    if (daysSeen < fewestForecastDays) return false;
    for (let i = 0; i < assets; i++) {
      for (let j = 0; j < i; j++) {
        const value = state.correlation(i, j);
        correlations[i * assets + j] = value;
        correlations[j * assets + i] = value;
      }
      correlations[i * assets + i] = 1;
    }
    floor(correlations);
    composeCovariance({ variances, correlations }, out);
    return true;
  };

  return { name: options.name, observe, covariance };
}
