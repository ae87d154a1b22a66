/**
 * Intervals around forecasts of variance, walked forward: the forecast plus the bounds of the log error, ln realised −
 * forecast. In logs of the mean daily variance over the horizon, as the forecasts are.
 */
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import { type Intervals, scoreIntervals } from './score-intervals.ts';

/** Of forecasts as a walk forward gives them, none of which knew its future: errors of a fit would be too small. */
export function varianceIntervals(
  panel: DailyPanel,
  forecasts: Float64Array,
  coverage: number,
): Intervals {
  const targets = logMeanOf(realizedOf(panel));
  const errors = targets.map((target, at) => target - (forecasts[at] as number));
  const { lower, upper } = scoreIntervals(panel, errors, coverage);
  const around = (bound: number, at: number): number => (forecasts[at] as number) + bound;
  return { lower: lower.map(around), upper: upper.map(around) };
}

/** ln of the mean daily variance, in the places of the sums over the horizons. */
export function logMeanOf(realized: Float64Array): Float64Array {
  return realized.map((sum, at) => Math.log(sum / (horizons[at % horizons.length] as number)));
}
