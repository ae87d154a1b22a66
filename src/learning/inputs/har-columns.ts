/**
 * What heterogeneous autoregressions regress on: the variance of the day and its means over 7 and 30 days (Corsi 2009), with
 * days of the calendar or of sessions alike; matrices of days × assets.
 */
import { columnOf, setColumn, trailingMean } from './columns.ts';
import type { DailyPanel } from './daily-panel.ts';
import { oncePerPanel } from './once-per-panel.ts';

export type HarColumns = readonly [day: Float64Array, week: Float64Array, month: Float64Array];

export const harColumnsOf = oncePerPanel((panel: DailyPanel): HarColumns => {
  const mean = (length: number): Float64Array => {
    const matrix = new Float64Array(panel.variance.length);
    panel.symbols.forEach((_, asset) => {
      const column = trailingMean(columnOf(panel, panel.variance, asset), length);
      setColumn(panel, matrix, { asset, column });
    });
    return matrix;
  };
  return [panel.variance, mean(7), mean(30)];
});
