/**
 * Realised covariances of days, Σ over the hours of r rᵀ, r hourly log returns: for the days of a panel, from hourly bars or
 * shorter ones. An asset with fewer than 20 hourly returns has none that day; an hour that it lacks counts as a return of 0.
 * Source: Barndorff-Nielsen and Shephard (2004), "Econometric Analysis of Realized Covariation".
 */
import { hourMs } from '../../base/time.ts';
import type { Candles } from '../../market/candles.ts';
import type { DailyPanel } from '../inputs/daily-panel.ts';

const hoursOfDay = 24;
const fewestHours = 20;

export type RealisedCovariances = {
  /** Writes the row-major matrix of a day; NaN on the diagonal where an asset has none. */
  covariance(day: number, out: Float64Array): void;
};

/** The series in the order of the panel's assets; null when none has bars of an hour or less. */
export function createRealisedCovariances(
  panel: DailyPanel,
  series: readonly Candles[],
): RealisedCovariances | null {
  if (series.every(({ intervalMs }) => intervalMs > hourMs)) return null;
  const { days, closeTime } = panel;
  const assets = series.length;
  const start = (closeTime[0] as number) - hoursOfDay * hourMs;
  // Days × assets × 24.
  const hours = new Float64Array(days * assets * hoursOfDay).fill(Number.NaN);
  series.forEach((candles, asset) => {
    forEachHour(candles, (end, value) => {
      const hour = (end - start) / hourMs - 1;
      const day = Math.floor(hour / hoursOfDay);
      if (hour < 0 || day >= days) return;
      hours[(day * assets + asset) * hoursOfDay + (hour % hoursOfDay)] = value;
    });
  });

  const covariance = (day: number, out: Float64Array): void => {
    const rowOf = (asset: number): Float64Array => {
      const from = (day * assets + asset) * hoursOfDay;
      return hours.subarray(from, from + hoursOfDay);
    };
    for (let i = 0; i < assets; i++) {
      const first = rowOf(i);
      for (let j = 0; j < i; j++) {
        const value = sumOfProducts(first, rowOf(j)).sum;
        out[i * assets + j] = value;
        out[j * assets + i] = value;
      }
      const own = sumOfProducts(first, first);
      out[i * assets + i] = own.count >= fewestHours ? own.sum : Number.NaN;
    }
  };
  return { covariance };
}

/** The log return of each whole hour whose hour before is known too, with the time of its end. */
function forEachHour(
  { openTime, close, intervalMs }: Candles,
  visit: (end: number, value: number) => void,
): void {
  let before = { end: Number.NaN, close: Number.NaN };
  for (let bar = 0; bar < openTime.length; bar++) {
    const end = (openTime[bar] as number) + intervalMs;
    if (end % hourMs !== 0) continue;
    const now = { end, close: close[bar] as number };
    if (end - before.end === hourMs) visit(end, Math.log(now.close / before.close));
    before = now;
  }
}

function sumOfProducts(a: Float64Array, b: Float64Array): { sum: number; count: number } {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < a.length; k++) {
    const product = (a[k] as number) * (b[k] as number);
    if (Number.isNaN(product)) continue;
    sum += product;
    count++;
  }
  return { sum, count };
}
