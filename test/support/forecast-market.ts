/** A market with a past to learn from: BTC and ETH move nearly as one, LINK on its own; it ends where the clocks of tests stand. */
import { createRandom } from '../../src/base/random.ts';
import { type Candles, closedBy } from '../../src/market/candles.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import { prices, start, steadyMarket } from './execution-plans.ts';
import { candlesOf, hourMs } from './panels.ts';

/** Of an hour. */
const volatility = 0.005;
/** Share of the variance of BTC and ETH that is common. */
const common = 0.95;

/** Hourly bars of so many days up to the start. */
export function forecastCandles(days: number): readonly Candles[] {
  const random = createRandom(7);
  const closes: Record<string, number[]> = { BTC: [], ETH: [], LINK: [] };
  const logs: Record<string, number> = { BTC: 0, ETH: 0, LINK: 0 };
  for (let bar = 0; bar < 24 * days; bar++) {
    const shared = Math.sqrt(common) * random.normal();
    for (const symbol of Object.keys(closes)) {
      const own = random.normal();
      const shock = symbol === 'LINK' ? own : shared + Math.sqrt(1 - common) * own;
      logs[symbol] = (logs[symbol] as number) + volatility * shock;
      closes[symbol]?.push(Math.exp(logs[symbol]));
    }
  }
  return Object.entries(closes).map(([symbol, path]) => {
    const scale = (prices[symbol] as number) / (path.at(-1) as number);
    const scaled = path.map((close) => close * scale);
    return candlesOf(symbol, scaled, { start: start - 24 * days * hourMs });
  });
}

/** The steady market with these candles. */
export function marketOfCandles(series: readonly Candles[]): MarketData {
  return {
    ...steadyMarket(),
    candles: async (symbols, until) => ({
      series: symbols.flatMap((symbol) =>
        series.filter((candles) => candles.symbol === symbol).map((c) => closedBy(c, until)),
      ),
      issues: [],
      unfit: false,
    }),
  };
}

/** Long enough for every range and regime. */
export const learnableMarket: MarketData = marketOfCandles(forecastCandles(300));
