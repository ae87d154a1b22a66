/** Small universes of days for allocators: closes given by hand, opens at the close before, and settings that cost 15 bps a trade. */
import type { Candles } from '../../src/market/candles.ts';
import { type DayGrid, dayGridOf } from '../../src/market/day-grid.ts';
import type { Settings } from '../../src/plan/settings.ts';
import { candlesOf, dayMs, randomCloses } from './panels.ts';
import { configuredWith } from './settings.ts';

/** Taker fee 10, half-spread 2, slippage 3. */
export const fifteenBps: Settings = configuredWith().settings;

/** Daily candles of one asset from a day on, one close a day. */
export function dailyOf(symbol: string, closes: readonly number[], start = 0): Candles {
  return candlesOf(symbol, closes, { start, intervalMs: dayMs });
}

/** All of their days. */
export function gridOf(daily: readonly Candles[]): DayGrid {
  return dayGridOf(daily, Number.POSITIVE_INFINITY);
}

/** Random walks of so many days, the k-th of k % volatility a day. */
export function randomDaily(symbols: readonly string[], days: number): readonly Candles[] {
  return symbols.map((symbol, k) =>
    dailyOf(symbol, randomCloses(k + 1, new Array<number>(days).fill(0.01 * (k + 1)))),
  );
}
