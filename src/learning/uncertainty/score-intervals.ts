/**
 * Intervals of scores walked forward: at the close of each day from the scores that are complete by then, those of day s once
 * s + h has closed. Scores of all assets of a kind are on one scale, so that they have the same bounds on a day; those of assets of
 * closes only are wider.
 */
import { type DailyPanel, type Horizon, horizons } from '../inputs/daily-panel.ts';
import { kindsOf } from '../inputs/kinds.ts';
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
  for (const { places } of kindsOf(panel)) {
    horizons.forEach((_, horizonAt) => {
      walkBounds(panel, { scores, places, horizonAt, coverage }, { lower, upper });
    });
  }
  return { lower, upper };
}

/** Of one kind of assets and one horizon. */
function walkBounds(
  { days, symbols }: DailyPanel,
  from: {
    readonly scores: Float64Array;
    readonly places: readonly number[];
    readonly horizonAt: number;
    readonly coverage: number;
  },
  { lower, upper }: Intervals,
): void {
  const { scores, places, horizonAt, coverage } = from;
  const horizonDays = horizons[horizonAt] as Horizon;
  const quantiles = createAdaptiveQuantiles(intervalSpec(horizonDays, coverage));
  const ofDay = new Float64Array(places.length);
  const cellOf = (day: number, k: number): number =>
    (day * symbols.length + (places[k] as number)) * horizons.length + horizonAt;
  for (let day = 0; day < days; day++) {
    const complete = day - horizonDays;
    if (complete >= 0) {
      const first = cellOf(complete, 0);
      const given = { lower: lower[first] as number, upper: upper[first] as number };
      quantiles.observe(
        ofDay.map((_, k) => scores[cellOf(complete, k)] as number),
        given,
      );
    }
    const bounds = quantiles.bounds();
    for (let k = 0; k < ofDay.length; k++) {
      lower[cellOf(day, k)] = bounds.lower;
      upper[cellOf(day, k)] = bounds.upper;
    }
  }
}
