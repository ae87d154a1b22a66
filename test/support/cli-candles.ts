/** A folder of candle files written from the simulated market, and configurations to go with it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCandles } from '../../src/market/candle-csv.ts';
import type { Candles } from '../../src/market/candles.ts';
import { createSimulation } from '../../src/market/simulation.ts';

const hourMs = 3_600_000;

/** Open of the first bar. */
export const candleStart = Date.UTC(2022, 0, 1);

/** So many hourly bars of each asset, the same for the same seed. */
export function simulatedCandles(
  symbols: readonly string[],
  { bars, seed = 11 }: { bars: number; seed?: number },
): readonly Candles[] {
  const simulation = createSimulation({ seed, origin: candleStart });
  return symbols.map((symbol) => {
    const candles = simulation.candles(symbol, candleStart + bars * hourMs);
    if (candles === undefined) throw new Error(`the simulated market must have ${symbol}`);
    return candles;
  });
}

export function writeCandles(folder: string, series: readonly Candles[]): string {
  const directory = join(folder, 'candles');
  mkdirSync(directory, { recursive: true });
  for (const candles of series) {
    writeFileSync(join(directory, `${candles.symbol}.csv`), formatCandles(candles));
  }
  return directory;
}

/** Far from its targets, so that a plan is due. */
export const askewConfig = `portfolio:
  name: core
  quote: USDT
  targets: { BTC: 40%, ETH: 30%, cash: 30% }
  holdings: { BTC: 1, ETH: 2, USDT: 10000 }
policy: { kind: threshold, band: 5% }
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }
`;
