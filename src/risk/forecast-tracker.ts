/**
 * The baseline forecasts, bar by bar: EWMA covariance of simple bar returns with a half-life of 60 days or fewer, and what the
 * thresholds are measured against, the EWMA variance with a half-life of 180 days and the mean over all history. It is refreshed when a bar closes at
 * or past 00:00 UTC; returns that cross a gap are dropped; with fewer than 168 bars there is no forecast.
 */
import type { Panel } from '../market/panel.ts';
import { barsPerDay, barsPerYear } from '../market/panel.ts';
import { closesDay, followsOn, longestStepMs, type PanelGrid } from '../market/panel-steps.ts';
import { shrinkCorrelations } from './correlation-shrinkage.ts';
import { createEwmaCovariance } from './ewma-covariance.ts';
import { createEwmaVariance } from './ewma-variance.ts';
import { rangeVariance } from './range-variance.ts';
import { emptyForecast, type RiskForecast } from './risk-forecast.ts';

const referenceHalfLifeDays = 180;
const rangeHalfLifeDays = 60;
export const minimumBars = 168;

/**
 * The `ewma`s take variances from returns, `range60` from the ranges of the bars, or from the return of a bar that has no range;
 * its correlations are those of `ewma60`.
 */
export const trackedModels = ['ewma5', 'ewma10', 'ewma20', 'ewma60', 'range60'] as const;

export type TrackedModel = (typeof trackedModels)[number];

/** Of the covariance. */
const halfLifeDays: Readonly<Record<TrackedModel, number>> = {
  ...{ ewma5: 5, ewma10: 10, ewma20: 20, ewma60: 60 },
  range60: 60,
};

export type ForecastTracker = {
  readonly forecast: RiskForecast;
  /** Takes the next bar of the panel; bars must come in order, from the first. */
  observe(panel: Panel, bar: number): void;
};

export function createForecastTracker(
  options: PanelGrid & {
    readonly assets: number;
    readonly model: TrackedModel;
    readonly shrinkage: number;
    /** Also track range variances for display; `range60` does in any case. */
    readonly trackRanges: boolean;
  },
): ForecastTracker {
  const { assets } = options;
  const perDay = barsPerDay(options.intervalMs);
  const covariance = createEwmaCovariance({
    assets,
    halfLifeBars: halfLifeDays[options.model] * perDay,
  });
  const reference = createEwmaVariance({
    assets,
    halfLifeBars: referenceHalfLifeDays * perDay,
  });
  const longRun = createEwmaVariance({ assets, halfLifeBars: Number.POSITIVE_INFINITY });
  const withRanges = options.trackRanges || options.model === 'range60';
  const ranges = createEwmaVariance({ assets, halfLifeBars: rangeHalfLifeDays * perDay });
  const longestMs = longestStepMs(options);
  const returns = new Float64Array(assets);
  const squares = new Float64Array(assets);
  let barsSeen = 0;

  const forecast = emptyForecast(assets, barsPerYear(options));

  const observeReturns = (panel: Panel, bar: number): void => {
    const row = bar * assets;
    for (let i = 0; i < assets; i++) {
      const value =
        (panel.close[row + i] as number) / (panel.close[row - assets + i] as number) - 1;
      returns[i] = value;
      squares[i] = value * value;
    }
    covariance.observe(returns);
    reference.observe(squares);
    longRun.observe(squares);
  };

  /** Of a bar without a range its squared return counts, which `observeReturns` has left in `squares`. */
  const observeRanges = (panel: Panel, bar: number, follows: boolean): void => {
    const row = bar * assets;
    for (let i = 0; i < assets; i++) {
      const high = panel.high[row + i] as number;
      const low = panel.low[row + i] as number;
      if (follows && high === low) continue;
      const open = panel.open[row + i] as number;
      const close = panel.close[row + i] as number;
      squares[i] = rangeVariance({ open, high, low, close });
    }
    ranges.observe(squares);
  };

  const refresh = (): void => {
    covariance.covariance(forecast.covariance);
    reference.variance(forecast.referenceVariance);
    longRun.variance(forecast.longRunVariance);
    ranges.variance(forecast.rangeVariance);
    if (options.model === 'range60') {
      rescaleVariances(forecast.covariance, forecast.rangeVariance);
    }
    shrinkCorrelations(forecast.covariance, { assets, shrinkage: options.shrinkage });
    forecast.version++;
  };

  const observe = (panel: Panel, bar: number): void => {
    const follows = followsOn(panel, bar, longestMs);
    if (follows) observeReturns(panel, bar);
    if (withRanges) observeRanges(panel, bar, follows);
    barsSeen++;
    if (barsSeen >= minimumBars && closesDay(panel, bar)) refresh();
  };

  return { forecast, observe };
}

/** Gives a covariance other variances and keeps its correlations. */
export function rescaleVariances(covariance: Float64Array, variances: Float64Array): void {
  const assets = variances.length;
  const factors = variances.map((variance, i) => {
    const old = covariance[i * assets + i] as number;
    return old > 0 ? Math.sqrt(variance / old) : 0;
  });
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < assets; j++) {
      const cell = i * assets + j;
      covariance[cell] =
        (covariance[cell] as number) * (factors[i] as number) * (factors[j] as number);
    }
  }
}
