/**
 * Intervals of scores walked forward: at the close of each day from the scores that are complete by then, those of day s once
 * s + h has closed. Scores of all assets are on one scale, so that all have the same bounds on a day.
 */
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { createAdaptiveQuantiles } from './adaptive-quantiles.ts';
import { intervalSpec } from './interval-spec.ts';

/** Days × assets × horizons, row-major; NaN where there is none. */
export type Intervals = { readonly lower: Float64Array; readonly upper: Float64Array };

/** Scores in the places of the forecasts that they judge, NaN where there is none. */
export function scoreIntervals(
  panel: DailyPanel,
  scores: Float64Array,
  coverage: number,
): Intervals {
  const lower = new Float64Array(scores.length);
  const upper = new Float64Array(scores.length);
  const width = panel.symbols.length * horizons.length;
  const ofDay = new Float64Array(panel.symbols.length);
  horizons.forEach((horizonDays, horizonAt) => {
    const quantiles = createAdaptiveQuantiles(intervalSpec(horizonDays, coverage));
    const place = (day: number, asset: number): number =>
      day * width + asset * horizons.length + horizonAt;
    for (let day = 0; day < panel.days; day++) {
      const complete = day - horizonDays;
      if (complete >= 0) {
        const first = place(complete, 0);
        const given = { lower: lower[first] as number, upper: upper[first] as number };
        quantiles.observe(
          ofDay.map((_, asset) => scores[place(complete, asset)] as number),
          given,
        );
      }
      const bounds = quantiles.bounds();
      for (let asset = 0; asset < ofDay.length; asset++) {
        lower[place(day, asset)] = bounds.lower;
        upper[place(day, asset)] = bounds.upper;
      }
    }
  });
  return { lower, upper };
}
