/**
 * SIMULATED hourly candles of as many assets as wanted: the returns of the bundled market from one seed, every bar opening at
 * the close before. What happens inside a bar is left out; nothing measured here looks at it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hourMs } from '../src/base/time.ts';
import { formatCandles } from '../src/market/candle-csv.ts';
import type { Candles } from '../src/market/candles.ts';
import { type SimulatedAsset, simulatedAssets } from '../src/market/simulation-assets.ts';
import { priceOf } from '../src/market/simulation-bars.ts';
import { createReturnProcess } from '../src/market/simulation-returns.ts';

/** The coins among the simulated assets, taken in turn: each series has shocks of its own and shares the common ones. */
const coins = simulatedAssets.filter(({ symbol }) => symbol !== 'PAXG');

/** The same at every call; the first bars do not depend on how many there are. */
export function simulatedCandles(options: {
  symbols: readonly string[];
  bars: number;
  /** Open of the first bar, epoch ms. */
  from: number;
  seed: number;
}): Candles[] {
  const { symbols, bars, from, seed } = options;
  const assets = symbols.map((_, k) => coins[k % coins.length] as SimulatedAsset);
  const next = createReturnProcess(seed, assets);
  const logPrices = new Float64Array(assets.length);
  const openTime = Float64Array.from({ length: bars }, (_, bar) => from + bar * hourMs);
  const series = symbols.map((symbol) => ({
    ...{ symbol, intervalMs: hourMs, openTime },
    open: new Float64Array(bars),
    high: new Float64Array(bars),
    low: new Float64Array(bars),
    close: new Float64Array(bars),
    volume: new Float64Array(bars).fill(1),
  }));
  for (let bar = 0; bar < bars; bar++) {
    const { returns } = next(logPrices);
    series.forEach(({ open, high, low, close }, k) => {
      const asset = assets[k] as SimulatedAsset;
      const before = bar === 0 ? asset.level : (close[bar - 1] as number);
      logPrices[k] = (logPrices[k] as number) + (returns[k] as number);
      const after = priceOf(asset, logPrices[k] as number);
      open[bar] = before;
      close[bar] = after;
      high[bar] = Math.max(before, after);
      low[bar] = Math.min(before, after);
    });
  }
  return series;
}

/** One file an asset, in the format that Ballast and the peers read. */
export function writeCandles(folder: string, series: readonly Candles[]): void {
  for (const candles of series) {
    writeFileSync(join(folder, `${candles.symbol}.csv`), formatCandles(candles));
  }
}
