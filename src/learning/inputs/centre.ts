/**
 * The level m that the variance of an asset is measured against, so that all assets can learn from each other:
 * m = w · ln EWMA₁₂₀(v) + (1 − w) · median of ln EWMA₁₂₀(v) over the class, w = n/(n + 20) after n days of history.
 * The median is over assets that have the day and 20 days of history, or, while there are none, over all that have the day.
 */

import { median } from '../../risk/median.ts';
import { columnOf, daysSeen, decayingMean, setColumn } from './columns.ts';
import type { DailyPanel } from './daily-panel.ts';
import { featureSpec } from './feature-spec.ts';
import { oncePerPanel } from './once-per-panel.ts';

/** Days of history from which on an asset counts for its class, and models know it. */
export const youngestDays = 20;

export type Centres = {
  /** m, days × assets; NaN where an asset has no such day. */
  readonly centre: Float64Array;
  /** Days with a variance up to and with each day, days × assets. */
  readonly historyDays: Float64Array;
};

export const centresOf = oncePerPanel((panel: DailyPanel): Centres => {
  const { days } = panel;
  const assets = panel.symbols.length;
  const centre = new Float64Array(days * assets);
  const historyDays = new Float64Array(days * assets);
  for (let asset = 0; asset < assets; asset++) {
    const variance = columnOf(panel, panel.variance, asset);
    const level = decayingMean(variance, featureSpec.centreHalfLifeDays).map((value, day) =>
      Number.isNaN(variance[day] as number) ? Number.NaN : Math.log(value),
    );
    setColumn(panel, centre, { asset, column: level });
    setColumn(panel, historyDays, { asset, column: daysSeen(variance) });
  }
  for (let day = 0; day < days; day++) {
    const cells = { from: day * assets, to: (day + 1) * assets };
    shrink(centre.subarray(cells.from, cells.to), historyDays.subarray(cells.from, cells.to));
  }
  return { centre, historyDays };
});

/** Draws the levels of one day to their median. */
function shrink(levels: Float64Array, historyDays: Float64Array): void {
  const present = levels.filter((level) => !Number.isNaN(level));
  const settled = levels.filter(
    (level, asset) => !Number.isNaN(level) && (historyDays[asset] as number) >= youngestDays,
  );
  const middle = median(settled.length > 0 ? settled : present);
  for (let asset = 0; asset < levels.length; asset++) {
    const seen = historyDays[asset] as number;
    const own = seen / (seen + featureSpec.centreShrinkageDays);
    levels[asset] = own * (levels[asset] as number) + (1 - own) * middle;
  }
}
