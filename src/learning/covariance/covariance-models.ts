/**
 * The covariance forecasts of the product: the blend, which mixes five iterated EWMAs with variances from the learner and fitted
 * correlations, and the baselines that it has to beat.
 */

import type { CovarianceForecaster, DailyReturns } from '../../risk/covariance-forecaster.ts';
import { createDccForecaster } from '../../risk/dcc-forecaster.ts';
import { createEwmaCovarianceForecaster } from '../../risk/ewma-covariance-forecaster.ts';
import { createIewmaForecaster } from '../../risk/iewma-forecaster.ts';
import { createRollingCovarianceForecaster } from '../../risk/rolling-covariance-forecaster.ts';
import { createEwmaVarianceTracker } from '../../risk/variance-tracker.ts';
import type { DailyPanel } from '../inputs/daily-panel.ts';
import { type CovarianceMix, createCovarianceMix } from './covariance-mix.ts';
import { createDrdForecaster, type DrdInputs } from './drd-forecaster.ts';

/** Johansson et al. (2023): for volatility, for correlation. */
const iewmaHalfLives = [
  { volatilityDays: 10, correlationDays: 21 },
  { volatilityDays: 21, correlationDays: 63 },
  { volatilityDays: 63, correlationDays: 125 },
  { volatilityDays: 125, correlationDays: 250 },
  { volatilityDays: 250, correlationDays: 500 },
];
const windowDays = 21;
/** Of the baselines: those that did best on 2020–2021 of 15 coins and 2012–2015 of 11 ETFs together. */
const rollingDays = 125;
const ewmaHalfLifeDays = 63;
const iewmaBaseline = { volatilityDays: 21, correlationDays: 63 };
const dccHalfLifeDays = 21;

export function createCovarianceBlend(returns: DailyReturns, inputs: DrdInputs): CovarianceMix {
  const experts = [...createIewmas(returns), createDrdForecaster(returns, inputs)];
  return createCovarianceMix(returns, { name: 'blend', experts, windowDays });
}

export function createCmIewma(returns: DailyReturns): CovarianceMix {
  return createCovarianceMix(returns, {
    name: 'cm-iewma',
    experts: createIewmas(returns),
    windowDays,
  });
}

/** From the simplest on: rolling window, EWMA, iterated EWMA, DCC, CM-IEWMA. */
export function covarianceBaselines(returns: DailyReturns): readonly CovarianceForecaster[] {
  return [
    createRollingCovarianceForecaster(returns, rollingDays),
    createEwmaCovarianceForecaster(returns, ewmaHalfLifeDays),
    createIewmaForecaster(returns, iewmaBaseline),
    createDccForecaster(returns, {
      name: 'dcc',
      tracker: createEwmaVarianceTracker(returns, dccHalfLifeDays),
    }),
    createCmIewma(returns),
  ];
}

/** Simple returns of the days of a panel. */
export function dailyReturnsOf(panel: DailyPanel): DailyReturns {
  return { assets: panel.symbols.length, values: panel.logReturn.map(Math.expm1) };
}

function createIewmas(returns: DailyReturns): readonly CovarianceForecaster[] {
  return iewmaHalfLives.map((halfLives) => createIewmaForecaster(returns, halfLives));
}
