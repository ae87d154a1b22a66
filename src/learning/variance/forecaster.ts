/** What forecasts the variance of assets: learns from the past of a panel, and answers for a day from that day and before. */
import type { DailyPanel } from '../inputs/daily-panel.ts';

/**
 * Forecasts are ln of the mean daily variance over the next h days, one number for each asset and horizon, assets ×
 * horizons.length, row-major; NaN where there is none.
 */
export type VarianceForecaster = {
  readonly name: string;
  /**
   * Learns from targets that are complete by the close of the day: a row of day s counts for h only if s + h ≤ day. Days do
   * not fall from call to call.
   */
  fit(day: number): void;
  /** What the last fit says at the close of a day: a forecast from its day on, the fitted value before it. */
  forecast(day: number, out: Float64Array): void;
};

/** Makes a forecaster over a panel; it may look at any row up to the day it is asked for, and at none after it. */
export type ForecasterRecipe = (panel: DailyPanel) => VarianceForecaster;
