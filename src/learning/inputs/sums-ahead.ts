/**
 * Sums of a measure over the h days after each day, for every asset and horizon, row-major. NaN until all h days are there and
 * have a figure: one missing day leaves every sum over it without one, and nothing is filled.
 */
import { type DailyPanel, horizons } from './daily-panel.ts';

/** Of a matrix of the panel, days × assets. */
export function sumsAhead({ days, symbols }: DailyPanel, measure: Float64Array): Float64Array {
  const assets = symbols.length;
  const sums = new Float64Array(days * assets * horizons.length);
  for (let cell = 0; cell < days * assets; cell++) {
    let sum = 0;
    let ahead = 0;
    horizons.forEach((horizon, at) => {
      while (ahead < horizon) {
        ahead++;
        sum += measure[cell + ahead * assets] ?? Number.NaN;
      }
      sums[cell * horizons.length + at] = sum;
    });
  }
  return sums;
}
