/**
 * The bounds of intervals at the end of a training, from a walk forward up to then: of ln realised − forecast, and of returns in
 * deviations that were forecast for them.
 */
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import type { Bounds } from '../uncertainty/adaptive-quantiles.ts';
import { intervalCoverage } from '../uncertainty/interval-spec.ts';
import { returnIntervals } from '../uncertainty/return-intervals.ts';
import type { Intervals } from '../uncertainty/score-intervals.ts';
import { varianceIntervals } from '../uncertainty/variance-intervals.ts';
import type { StoredIntervals } from './stored-model.ts';

/** Of the last day of the panel, whose forecasts are in the track. */
export function storedIntervals(panel: DailyPanel, forecasts: Float64Array): StoredIntervals {
  const ofVariance = varianceIntervals(panel, forecasts, intervalCoverage);
  const ofReturn = returnIntervals(panel, forecasts, intervalCoverage);
  const width = panel.symbols.length * horizons.length;
  const first = (panel.days - 1) * width;
  const asset = panel.symbols.findIndex(
    (_, k) => !Number.isNaN(forecasts[first + k * horizons.length] as number),
  );
  const boundsOf = (
    { lower, upper }: Intervals,
    scoreOf: (bound: number, at: number) => number,
  ): readonly (Bounds | null)[] =>
    horizons.map((_, horizonAt) => {
      const at = first + asset * horizons.length + horizonAt;
      const bounds = {
        lower: scoreOf(lower[at] as number, at),
        upper: scoreOf(upper[at] as number, at),
      };
      return Number.isFinite(bounds.lower) ? bounds : null;
    });
  return {
    coverage: intervalCoverage,
    variance: boundsOf(ofVariance, (bound, at) => bound - (forecasts[at] as number)),
    return: boundsOf(ofReturn, (bound, at) => {
      const horizon = horizons[at % horizons.length] as number;
      return bound / Math.sqrt(Math.exp(forecasts[at] as number) * horizon);
    }),
  };
}
