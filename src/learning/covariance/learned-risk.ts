/**
 * What the learner hands to policies: for each day the covariance of some assets over the horizon ahead, Σ̂ = D R D, with the
 * variances of the learner for that horizon and the correlations of the blend. Per day, simple returns, known at the close of
 * its day and made from nothing later.
 */
import type { Candles } from '../../market/candles.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { forecastOver } from '../variance/between-horizons.ts';
import { createCovarianceBlend, dailyReturnsOf } from './covariance-models.ts';
import { createRealisedCovariances } from './realised-covariances.ts';

export type LearnedRisk = {
  readonly assets: number;
  /** Close of each day, epoch ms, rising. */
  readonly closeTime: Float64Array;
  /** Days × assets × assets, row-major; NaN on days without a forecast of all of them. */
  readonly covariance: Float64Array;
};

export type LearnedRiskInputs = {
  /** All assets that the learner sees, and their candles. */
  readonly panel: DailyPanel;
  readonly series: readonly Candles[];
  /** ln of the mean daily variance: days × assets × horizons, as a walk-forward makes them. */
  readonly forecasts: Float64Array;
  /** The assets that are wanted, as positions in the panel. */
  readonly members: readonly number[];
  readonly horizonDays: number;
};

export function learnedRisk(inputs: LearnedRiskInputs): LearnedRisk {
  const { panel, series, forecasts, members, horizonDays } = inputs;
  const { days, closeTime } = panel;
  const assets = members.length;
  const width = panel.symbols.length;
  const placeOf = (day: number, k: number): number =>
    (day * width + (members[k] as number)) * horizons.length;
  const logVariance = new Float64Array(days * assets);
  const returns = { assets, values: new Float64Array(days * assets) };
  const all = dailyReturnsOf(panel).values;
  for (let day = 0; day < days; day++) {
    for (let k = 0; k < assets; k++) {
      logVariance[day * assets + k] = forecasts[placeOf(day, k)] as number;
      returns.values[day * assets + k] = all[day * width + (members[k] as number)] as number;
    }
  }
  const blend = createCovarianceBlend(returns, {
    logVariance,
    realised: createRealisedCovariances(
      panel,
      members.map((i) => series[i] as Candles),
    ),
    sessions: panel.sessions,
  });
  const covariance = new Float64Array(days * assets * assets).fill(Number.NaN);
  const blended = new Float64Array(assets * assets);
  for (let day = 0; day < days; day++) {
    blend.observe(day);
    if (!blend.covariance(blended)) continue;
    const variances = members.map((_, k) =>
      Math.exp(forecastOver(forecasts, placeOf(day, k), horizonDays)),
    );
    writeScaled(blended, variances, covariance.subarray(day * assets * assets));
  }
  return { assets, closeTime, covariance };
}

/** Gives the correlations of a covariance other variances; NaN where one is missing. */
function writeScaled(
  covariance: Float64Array,
  variances: readonly number[],
  out: Float64Array,
): void {
  const assets = variances.length;
  const factors = variances.map((variance, i) =>
    Math.sqrt(variance / (covariance[i * assets + i] as number)),
  );
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < assets; j++) {
      const cell = i * assets + j;
      out[cell] = (covariance[cell] as number) * (factors[i] as number) * (factors[j] as number);
    }
  }
}
