/**
 * What forecasts are judged by: Σ of v over the next h days, for each day, asset and horizon, row-major. NaN until all h days
 * are there and have a variance: one missing day leaves every sum over it without a figure, and nothing is filled.
 */
import { type DailyPanel, horizons } from './daily-panel.ts';
import { oncePerPanel } from './once-per-panel.ts';

export const realizedOf = oncePerPanel((panel: DailyPanel): Float64Array => {
  const { days, variance } = panel;
  const assets = panel.symbols.length;
  const realized = new Float64Array(days * assets * horizons.length).fill(Number.NaN);
  for (let cell = 0; cell < days * assets; cell++) {
    let sum = 0;
    let ahead = 0;
    horizons.forEach((horizon, at) => {
      while (ahead < horizon) {
        ahead++;
        sum += variance[cell + ahead * assets] ?? Number.NaN;
      }
      realized[cell * horizons.length + at] = sum;
    });
  }
  return realized;
});
