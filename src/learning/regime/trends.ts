/**
 * Whether an asset goes up, down or sideways, for a person to read. Strength is the mean over n = 30 and 90 days of
 * Σ r / √(Σ v), r log returns and v variances: about a standard normal number where there is no trend. Up from +1 on and until
 * +.5, down likewise. It describes the past; it is no forecast.
 */
import { columnOf, combine, trailingMean } from '../inputs/columns.ts';
import type { DailyPanel } from '../inputs/daily-panel.ts';
import { createSwitch } from './hysteresis.ts';

export type Trend = 'up' | 'down' | 'sideways';

const bounds = { on: 1, off: 0.5 };

/** Day by day of one asset; undefined before there are 45 days. */
export function trendsOf(panel: DailyPanel, asset: number): readonly (Trend | undefined)[] {
  const isUp = createSwitch(bounds);
  const isDown = createSwitch(bounds);
  return Array.from(trendStrength(panel, asset), (strength) => {
    const [up, down] = [isUp(strength), isDown(-strength)];
    return up === undefined ? undefined : up ? 'up' : down ? 'down' : 'sideways';
  });
}

/** NaN where fewer than half of the days have a figure. */
export function trendStrength(panel: DailyPanel, asset: number): Float64Array {
  const logReturn = columnOf(panel, panel.logReturn, asset);
  const variance = columnOf(panel, panel.variance, asset);
  const scaled = (days: number): Float64Array =>
    combine(
      trailingMean(logReturn, days),
      trailingMean(variance, days),
      (mean, square) => (mean * Math.sqrt(days)) / Math.sqrt(square),
    );
  return combine(scaled(30), scaled(90), (month, quarter) => (month + quarter) / 2);
}
