/**
 * The features of all assets on all days, as the specification lists them: row t is made from days up to t. What cannot be
 * had is NaN, and standardising makes it 0, the mean. An asset without the day has no features at all. The market is the mean
 * over the assets of the panel that have the day.
 */
import { dayMs } from '../../base/time.ts';
import { centresOf } from './centre.ts';
import { columnOf, decayingMean } from './columns.ts';
import type { DailyPanel } from './daily-panel.ts';
import { ownFeatures } from './feature-columns.ts';
import { type FeatureName, featureNames, featureSpec } from './feature-spec.ts';
import { oncePerPanel } from './once-per-panel.ts';

/** Numbers of one asset and day in the matrix. */
export const featureCount = featureNames.length;

const position = Object.fromEntries(featureNames.map((name, at) => [name, at])) as Readonly<
  Record<FeatureName, number>
>;

/** Places of features in a row of the matrix. */
export function featurePositions(names: readonly FeatureName[]): readonly number[] {
  return names.map((name) => position[name]);
}

/** Days × assets × featureCount, row-major, not standardised. */
export const featuresOf = oncePerPanel((panel: DailyPanel): Float32Array => {
  const assets = panel.symbols.length;
  const features = new Float32Array(panel.days * assets * featureCount).fill(Number.NaN);
  const { centre } = centresOf(panel);
  const shared = { ...weekdayFeatures(panel), ...marketFeatures(panel, centre) };
  for (let asset = 0; asset < assets; asset++) {
    const own = ownFeatures(panel, { asset, centre: columnOf(panel, centre, asset) });
    const columns: Readonly<Record<FeatureName, Float64Array>> = { ...own, ...shared };
    featureNames.forEach((name, at) => {
      const column = columns[name];
      for (let day = 0; day < panel.days; day++) {
        const cell = day * assets + asset;
        if (Number.isNaN(panel.variance[cell] as number)) continue;
        features[cell * featureCount + at] = column[day] as number;
      }
    });
  }
  return features;
});

/** 1 on the days that end such a weekday, else 0. */
function weekdayFeatures({ closeTime }: DailyPanel) {
  const isDay = (weekday: number): Float64Array =>
    closeTime.map((time) => (weekdayOf(time) === weekday ? 1 : 0));
  return {
    sunday: isDay(0),
    monday: isDay(1),
    tuesday: isDay(2),
    wednesday: isDay(3),
    thursday: isDay(4),
    friday: isDay(5),
    saturday: isDay(6),
  };
}

/** Weekday of the day that ends at a time, 0 for Sunday; 1 January 1970 was a Thursday. */
function weekdayOf(closeTime: number): number {
  return (Math.floor((closeTime - 1) / dayMs) + 4) % 7;
}

/** Mean of ln EWMA v − m over the assets that have the day. */
function marketFeatures(panel: DailyPanel, centre: Float64Array) {
  const assets = panel.symbols.length;
  const mean = (halfLifeDays: number): Float64Array => {
    const sums = new Float64Array(panel.days);
    const counts = new Float64Array(panel.days);
    for (let asset = 0; asset < assets; asset++) {
      const level = decayingMean(columnOf(panel, panel.variance, asset), halfLifeDays);
      for (let day = 0; day < panel.days; day++) {
        const middle = centre[day * assets + asset] as number;
        if (Number.isNaN(middle)) continue;
        sums[day] = (sums[day] as number) + Math.log(level[day] as number) - middle;
        counts[day] = (counts[day] as number) + 1;
      }
    }
    return sums.map((sum, day) => sum / (counts[day] as number));
  };
  const [day, week, month] = featureSpec.marketHalfLivesDays;
  return { market1: mean(day), market7: mean(week), market30: mean(month) };
}
