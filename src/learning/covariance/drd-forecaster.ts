/**
 * Covariance in two parts, Σ = D R D: D² forecasts of variance with half of their relative moves, and
 *   R = Σ_k w_k [(1 − g) C_k + g·E_k],
 * C_k EWMA correlations of devolatilised returns with half-lives of 21, 63, 125 and 250 days and, with hourly data, of realised
 * covariances of the days with 3, 10, 30 and 90; E_k has the mean correlation of C_k in every cell; g is .1 for a market that
 * never closes, .03 for one with sessions. The weights, on the simplex, make the returns of the last 750 days most likely.
 * Sources: Engle (2002) for the two parts; Engle and Kelly (2012), "Dynamic Equicorrelation".
 */
import { composeCovariance } from '../../risk/compose-covariance.ts';
import {
  type CovarianceForecaster,
  type DailyReturns,
  fewestForecastDays,
  hasReturns,
} from '../../risk/covariance-forecaster.ts';
import { createEigenvalueFloor } from '../../risk/eigenvalue-floor.ts';
import { createPairSums } from '../../risk/pair-sums.ts';
import { createRelativeVarianceTracker } from '../inputs/relative-variance.ts';
import { createCorrelationLikelihood } from './correlation-likelihood.ts';
import type { RealisedCovariances } from './realised-covariances.ts';
import { maximiseOnSimplex } from './simplex-maximum.ts';

const returnHalfLives = [21, 63, 125, 250];
const realisedHalfLives = [3, 10, 30, 90];
const windowDays = 750;
const refitDays = 63;
const fewestFitDays = 125;
/** Of the log-likelihood of the window: thousandths of a nat a day decide nothing. */
const tolerance = 1;
const maximumSteps = 8;
/** Days of more assets say more: of 32 every second serves, of 48 every third. */
const assetsPerDay = 16;

export type DrdInputs = {
  /** A market with sessions. */
  readonly sessions: boolean;
  /** ln of the variance of the day after, forecast at each close: days × assets, NaN where there is none. */
  readonly logVariance: Float64Array;
  /** Of the same days; null without hourly data. */
  readonly realised: RealisedCovariances | null;
};

export type DrdForecaster = CovarianceForecaster & {
  /** w of the last fit, returns first; all alike before it. */
  weights(): Float64Array;
};

export function createDrdForecaster(returns: DailyReturns, inputs: DrdInputs): DrdForecaster {
  const { assets, values } = returns;
  const { realised } = inputs;
  const equicorrelationShare = inputs.sessions ? 0.03 : 0.1;
  const sumsOf = (days: number) => createPairSums({ assets, decay: 2 ** (-1 / days) });
  const returnSums = returnHalfLives.map(sumsOf);
  const realisedSums = realised === null ? [] : realisedHalfLives.map(sumsOf);
  const sums = [...returnSums, ...realisedSums];
  const parts = sums.map(() => new Float64Array(assets * assets));
  const tracker = createRelativeVarianceTracker(returns, inputs.logVariance);
  const everyDays = Math.max(1, Math.floor(assets / assetsPerDay));
  const likelihood = createCorrelationLikelihood({
    parts: parts.length,
    assets,
    days: Math.ceil(windowDays / everyDays),
  });
  const floor = createEigenvalueFloor(assets);
  const variances = new Float64Array(assets);
  const scaled = new Float64Array(assets);
  const products = new Float64Array(assets * assets);
  const correlations = new Float64Array(assets * assets);
  let weights: Float64Array = new Float64Array(parts.length).fill(1 / parts.length);
  let hasVariances = false;
  let daysSeen = 0;

  const observeReturns = (day: number): void => {
    for (let i = 0; i < assets; i++) {
      scaled[i] = (values[day * assets + i] as number) / Math.sqrt(variances[i] as number);
    }
    const isTaught = daysSeen >= fewestForecastDays && daysSeen % everyDays === 0;
    if (isTaught && hasReturns(returns, day)) likelihood.add(scaled, parts);
    for (const sum of returnSums) sum.observe(scaled, 0);
  };

  const observeRealised = (day: number): void => {
    if (realised === null) return;
    realised.covariance(day, products);
    for (let i = 0; i < assets; i++) {
      for (let j = 0; j < assets; j++) {
        const cell = i * assets + j;
        const scale = Math.sqrt((variances[i] as number) * (variances[j] as number));
        products[cell] = (products[cell] as number) / scale;
      }
    }
    for (const sum of realisedSums) sum.observeProducts(products, 0);
  };

  const fillParts = (): void => {
    sums.forEach((sum, k) => {
      const part = parts[k] as Float64Array;
      sum.correlations(part);
      mixEquicorrelation(part, assets, equicorrelationShare);
    });
  };

  const observe = (day: number): void => {
    // By the variances that were forecast for the day.
    if (hasVariances) {
      observeReturns(day);
      observeRealised(day);
      fillParts();
    }
    tracker.observe(day);
    hasVariances = tracker.variances(variances);
    if (!hasReturns(returns, day)) return;
    daysSeen++;
    if (daysSeen < fewestFitDays || daysSeen % refitDays !== 0) return;
    weights = maximiseOnSimplex(likelihood, { start: weights, tolerance, maximumSteps }).weights;
  };

  const covariance = (out: Float64Array): boolean => {
    if (daysSeen < fewestForecastDays) return false;
    correlations.fill(0);
    parts.forEach((part, k) => {
      const weight = weights[k] as number;
      for (let c = 0; c < part.length; c++) {
        correlations[c] = (correlations[c] as number) + weight * (part[c] as number);
      }
    });
    floor(correlations);
    composeCovariance({ variances, correlations }, out);
    return true;
  };

  return { name: 'drd', observe, covariance, weights: () => weights };
}

/** In place: (1 − g) C + g·E. */
function mixEquicorrelation(correlations: Float64Array, assets: number, share: number): void {
  let sum = 0;
  for (const value of correlations) sum += value;
  const mean = assets > 1 ? (sum - assets) / (assets * (assets - 1)) : 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < assets; j++) {
      const cell = i * assets + j;
      if (i !== j) correlations[cell] = (1 - share) * (correlations[cell] as number) + share * mean;
    }
  }
}
