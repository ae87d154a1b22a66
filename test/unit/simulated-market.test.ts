/** The simulated market behind the port: candles, rules and books up to the clock's time. */
import { describe, expect, it } from 'vitest';
import { createSimulatedMarket } from '../../src/adapters/simulated/simulated-market.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { midPrice, type OrderBook, walk } from '../../src/market/order-book.ts';
import { hourMs, start } from '../support/market-files.ts';

const now = start + 1_000 * hourMs;
const market = createSimulatedMarket({ seed: 7, origin: start, clock: createFrozenClock(now) });

const bookOf = async (name: string, at: number): Promise<OrderBook> => {
  const book = await market.book(name, at);
  if (book === undefined) throw new Error(`there must be a book of ${name}`);
  return book;
};

describe('the simulated market', () => {
  it('names its seed', () => {
    expect(market.source).toBe('simulated:7');
  });

  it('gives closed bars, and none from the future', async () => {
    const { series, issues, unfit } = await market.candles(['BTC', 'PAXG'], now + 50 * hourMs);
    expect({ issues, unfit }).toEqual({ issues: [], unfit: false });
    expect(series.map(({ symbol, openTime }) => [symbol, openTime.at(-1)])).toEqual([
      ['BTC', now - hourMs],
      ['PAXG', now - hourMs],
    ]);
  });

  it('is unfit for assets that it does not have and before it begins', async () => {
    expect(await market.candles(['BTC', 'DOGE'], now)).toMatchObject({
      series: [{ symbol: 'BTC' }],
      issues: [{ code: 'DATA_MISSING', symbol: 'DOGE' }],
      unfit: true,
    });
    expect((await market.candles(['BTC'], start)).unfit).toBe(true);
  });

  it('has rules for its markets, and says which it had to assume', async () => {
    const { rules, assumed } = await market.rules(['BTC', 'ETH'], 'USDT', ['ETH/BTC', 'SOL/BTC']);
    expect(assumed).toBe(false);
    expect(
      rules.map((rule) => [rule.market, rule.stepSize, rule.tickSize, rule.minNotional]),
    ).toEqual([
      ['BTC/USDT', '0.00001', '0.01', '5'],
      ['ETH/USDT', '0.0001', '0.01', '5'],
      ['ETH/BTC', '0.0001', '0.00001', '0.0001'],
      ['SOL/BTC', '0.001', '0.0000001', '0.0001'],
    ]);
    expect((await market.rules(['BTC'], 'USDT', ['LINK/ETH'])).assumed).toBe(true);
  });

  it('has books around the price of the moment, on the hour the open', async () => {
    const { series } = await market.candles(['BTC'], now);
    const open = series[0]?.open[500] as number;
    const book = await bookOf('BTC/USDT', start + 500 * hourMs);
    expect(midPrice(book)).toBeCloseTo(open, 3);
    expect(book.asOf).toBe(start + 500 * hourMs);
  });

  it('has direct markets at the ratio, with the spreads of both', async () => {
    const [eth, btc, direct] = (await Promise.all(
      ['ETH/USDT', 'BTC/USDT', 'ETH/BTC'].map((name) => bookOf(name, now)),
    )) as [OrderBook, OrderBook, OrderBook];
    const mid = (book: OrderBook) => midPrice(book) as number;
    const halfSpread = (book: OrderBook) => (book.asks[0]?.price as number) / mid(book) - 1;
    expect(mid(direct) / (mid(eth) / mid(btc))).toBeCloseTo(1, 6);
    expect(halfSpread(direct)).toBeCloseTo(halfSpread(eth) + halfSpread(btc), 6);
    expect(await market.book('LINK/BTC', now)).toBeUndefined();
    expect(await market.book('DOGE/USDT', now)).toBeUndefined();
    expect(await market.book('BTC/USDT', start - 1)).toBeUndefined();
  });

  it('makes a larger order dearer, and a thin asset dearer than a deep one', async () => {
    const costBps = async (name: string, notional: number): Promise<number> => {
      const book = await bookOf(name, now);
      const mid = midPrice(book) as number;
      const order = { side: 'buy', quantity: notional / mid, limitPrice: mid * 2 } as const;
      const { notional: paid, filled } = walk(book, order);
      return (paid / filled / mid - 1) * 1e4;
    };
    expect(await costBps('LINK/USDT', 100_000)).toBeGreaterThan(await costBps('LINK/USDT', 1_000));
    expect(await costBps('LINK/USDT', 20_000)).toBeGreaterThan(await costBps('BTC/USDT', 20_000));
  });
});
