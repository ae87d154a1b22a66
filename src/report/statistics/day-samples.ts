/**
 * Bars sampled to days: the first bar, then the last bar of each UTC day, so that the returns between samples multiply to
 * the return of the whole run. Bars of a day or longer are all kept. Volatility, Sharpe and tail figures are about days:
 * hourly returns of one day are not independent, and a loss of an hour is not what a person bears.
 */
import { dayMs } from '../../base/time.ts';

/** Positions of the bars that are kept, rising. */
export function daySamples(openTime: Float64Array): Int32Array {
  const kept: number[] = openTime.length > 0 ? [0] : [];
  for (let bar = 1; bar < openTime.length; bar++) {
    const isLastOfDay =
      bar + 1 === openTime.length || dayOf(openTime, bar + 1) > dayOf(openTime, bar);
    if (isLastOfDay) kept.push(bar);
  }
  return Int32Array.from(kept);
}

/** Samples in a year: what is in a year of bars, joined into days. */
export function samplesPerYear(options: { periodsPerYear: number; intervalMs: number }): number {
  return options.periodsPerYear / Math.max(1, dayMs / options.intervalMs);
}

export function pick(values: Float64Array, positions: Int32Array): Float64Array {
  return Float64Array.from(positions, (at) => values[at] as number);
}

function dayOf(openTime: Float64Array, bar: number): number {
  return Math.floor((openTime[bar] as number) / dayMs);
}
