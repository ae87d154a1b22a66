/** What every source of market data promises, held against each of them. */
import { describe, expect, it } from 'vitest';
import { createFileMarketData } from '../../src/adapters/files/file-market-data.ts';
import { createSimulatedMarket } from '../../src/adapters/simulated/simulated-market.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { formatCandles } from '../../src/market/candle-csv.ts';
import { createSimulation } from '../../src/market/simulation.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import { folderWith, hourMs, start } from '../support/market-files.ts';

const bars = 100;
const now = start + bars * hourMs;

const sources: readonly [string, () => Promise<MarketData>][] = [
  [
    'simulated',
    async () => createSimulatedMarket({ seed: 5, origin: start, clock: createFrozenClock(now) }),
  ],
  [
    'files',
    async () => {
      const simulation = createSimulation({ seed: 5, origin: start });
      const files = ['BTC', 'ETH'].map((symbol) => {
        const candles = simulation.candles(symbol, now);
        return [`${symbol}.csv`, candles ? formatCandles(candles) : ''];
      });
      return createFileMarketData({ directory: await folderWith(Object.fromEntries(files)) });
    },
  ],
];

describe.each(sources)('market data: %s', (_, create) => {
  it('answers with the series in the order asked, closed by the time', async () => {
    const market = await create();
    for (const until of [now, now - 1, start + hourMs]) {
      const { series, unfit } = await market.candles(['ETH', 'BTC'], until);
      expect(unfit).toBe(false);
      expect(series.map(({ symbol }) => symbol)).toEqual(['ETH', 'BTC']);
      for (const { openTime, intervalMs } of series) {
        const closed = (openTime.at(-1) as number) + intervalMs;
        expect(closed).toBeLessThanOrEqual(until);
        expect(closed).toBeGreaterThan(until - intervalMs);
      }
    }
  });

  it('never changes a bar that it has given', async () => {
    const market = await create();
    const early = await market.candles(['BTC'], start + 50 * hourMs);
    const close = Float64Array.from(early.series[0]?.close ?? []);
    const later = await market.candles(['BTC'], now);
    expect(later.series[0]?.close.subarray(0, 50)).toEqual(close);
    expect(early.series[0]?.close).toEqual(close);
  });

  it('names its assets, which all have candles', async () => {
    const market = await create();
    const symbols = await market.symbols();
    expect(symbols).toEqual(symbols.toSorted());
    expect(symbols).toContain('BTC');
    const { series } = await market.candles(symbols, now);
    expect(series.map(({ symbol }) => symbol)).toEqual(symbols);
  });

  it('says that an unknown asset is missing, and is unfit', async () => {
    const market = await create();
    const { issues, unfit } = await market.candles(['BTC', 'NONE'], now);
    expect(unfit).toBe(true);
    expect(issues).toContainEqual({ code: 'DATA_MISSING', symbol: 'NONE' });
    expect(await market.book('NONE/USDT', now)).toBeUndefined();
  });

  it('gives rules for each market, those against the quote first', async () => {
    const market = await create();
    const { rules } = await market.rules(['BTC', 'ETH'], 'USDT', ['ETH/BTC']);
    expect(rules.map(({ market: name, base, quote }) => [name, base, quote])).toEqual([
      ['BTC/USDT', 'BTC', 'USDT'],
      ['ETH/USDT', 'ETH', 'USDT'],
      ['ETH/BTC', 'ETH', 'BTC'],
    ]);
  });

  it('gives finite books, best price first, with the bid below the ask', async () => {
    const market = await create();
    for (const name of ['BTC/USDT', 'ETH/BTC']) {
      const book = await market.book(name, now - hourMs);
      const [asks, bids] = [book?.asks ?? [], book?.bids ?? []];
      const prices = (levels: typeof asks) => levels.map(({ price }) => price);
      expect(prices(asks)).toEqual(prices(asks).toSorted((a, b) => a - b));
      expect(prices(bids)).toEqual(prices(bids).toSorted((a, b) => b - a));
      expect(bids[0]?.price).toBeLessThan(asks[0]?.price ?? 0);
      expect([...asks, ...bids].every(({ quantity }) => quantity > 0)).toBe(true);
    }
  });
});
