/** Candles of a day, 00:00 to 24:00 UTC, out of shorter ones: each bar belongs to the day in which it closes. */
import { dayMs } from '../base/time.ts';
import type { Candles } from './candles.ts';

/** Bars of a day or longer stay as they are; days without a bar are left out. */
export function dailyCandlesOf(candles: Candles): Candles {
  const { symbol, intervalMs, openTime } = candles;
  if (intervalMs >= dayMs) return candles;
  const dayOf = (bar: number): number =>
    Math.ceil(((openTime[bar] as number) + intervalMs) / dayMs) - 1;
  const firstBars: number[] = [];
  for (let bar = 0; bar < openTime.length; bar++) {
    if (bar === 0 || dayOf(bar) !== dayOf(bar - 1)) firstBars.push(bar);
  }
  const endOf = (day: number): number => firstBars[day + 1] ?? openTime.length;
  const column = (of: (from: number, to: number) => number): Float64Array =>
    Float64Array.from(firstBars, (bar, day) => of(bar, endOf(day)));
  const { open, high, low, close, volume } = candles;
  return {
    symbol,
    intervalMs: dayMs,
    openTime: column((from) => dayOf(from) * dayMs),
    open: column((from) => open[from] as number),
    high: column((from, to) => Math.max(...high.subarray(from, to))),
    low: column((from, to) => Math.min(...low.subarray(from, to))),
    close: column((_, to) => close[to - 1] as number),
    volume: column((from, to) => volume.subarray(from, to).reduce((sum, value) => sum + value, 0)),
  };
}
