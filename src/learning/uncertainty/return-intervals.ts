/**
 * Intervals of the log return over the next h days, walked forward: σ = √(h · forecast) times the bounds of the scores r /
 * σ. On the scale of its own forecast a calm asset is covered like a wild one; bounds of returns as they are would hold
 * nearly all of the calm ones and too few of the wild.
 */
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { sumsAhead } from '../inputs/sums-ahead.ts';
import { type Intervals, scoreIntervals } from './score-intervals.ts';

/** Of forecasts of variance as a walk forward gives them. */
export function returnIntervals(
  panel: DailyPanel,
  forecasts: Float64Array,
  coverage: number,
): Intervals {
  const deviations = forecasts.map((forecast, at) =>
    Math.sqrt(Math.exp(forecast) * (horizons[at % horizons.length] as number)),
  );
  const returns = sumsAhead(panel, panel.logReturn);
  const scores = returns.map((value, at) => value / (deviations[at] as number));
  const { lower, upper } = scoreIntervals(panel, scores, coverage);
  const scaled = (bound: number, at: number): number => bound * (deviations[at] as number);
  return { lower: lower.map(scaled), upper: upper.map(scaled) };
}
