/** Candles, rules and books of an exchange, from a server that speaks Binance by its documentation. */
import { afterEach, describe, expect, it } from 'vitest';
import { createCcxtMarketData } from '../../src/adapters/ccxt/ccxt-market-data.ts';
import { hourMs } from '../../src/base/time.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import { type BinanceScene, openBinance } from '../support/ccxt-binance.ts';

type Scene = BinanceScene & { readonly market: MarketData };

/** No bar closes while a test runs. */
const halfPastTwelve = Date.UTC(2026, 0, 5, 12, 30);

let scene: Scene | undefined;

async function open(historyDays = 5): Promise<Scene> {
  const opened = await openBinance({ historyDays, startMs: halfPastTwelve });
  const { connection } = opened;
  const market = createCcxtMarketData({ connection, quote: 'USDT', direct: ['ETH/BTC'] });
  scene = { ...opened, market };
  return scene;
}

afterEach(async () => {
  await scene?.server.close();
  scene = undefined;
});

function requestsTo({ server }: Scene, path: string): number {
  return server.requests().filter((request) => request.path === path).length;
}

/** So much later for the venue, and for the clock that follows it. */
async function passTime({ server, connection }: Scene, ms: number): Promise<void> {
  server.setClockOffset(ms);
  await connection.clock.sync();
}

describe('candles of an exchange', () => {
  it('are read page by page, without the bar that runs', async () => {
    const opened = await open(60);
    const { market, connection } = opened;
    const now = connection.clock.now();
    const { series, unfit } = await market.candles(['BTC'], now);
    const [bitcoin] = series;
    expect(unfit).toBe(false);
    // The first whole hour of the 60 days began at 13:00, the last that closed at 11:00.
    expect(bitcoin?.openTime).toHaveLength(60 * 24 - 1);
    expect(bitcoin?.openTime.at(-1)).toBe(Date.UTC(2026, 0, 5, 11));
    expect(requestsTo(opened, '/api/v3/klines')).toBe(2);
  });

  it('are not asked for again within the hour, and then only what is new', async () => {
    const opened = await open();
    const { market, connection } = opened;
    const before = await market.candles(['BTC', 'ETH'], connection.clock.now());
    const asked = requestsTo(opened, '/api/v3/klines');
    expect(asked).toBe(2);
    await market.candles(['BTC', 'ETH'], connection.clock.now());
    expect(requestsTo(opened, '/api/v3/klines')).toBe(asked);
    await passTime(opened, 3 * hourMs);
    const after = await market.candles(['BTC', 'ETH'], connection.clock.now());
    expect(requestsTo(opened, '/api/v3/klines')).toBe(asked + 2);
    const [old, bitcoin] = [before.series[0], after.series[0]];
    expect(bitcoin?.close).toHaveLength((old?.close.length ?? 0) + 3);
    expect([...(bitcoin?.close ?? [])].slice(0, -3)).toEqual([...(old?.close ?? [])]);
  });

  it('begin at the same bar for a month, so that they are archived once', async () => {
    const opened = await open(800);
    const { connection } = opened;
    const begin = async (): Promise<number | undefined> => {
      const direct = { connection, quote: 'USDT', direct: [] };
      const { series } = await createCcxtMarketData(direct).candles(
        ['BTC'],
        connection.clock.now(),
      );
      return series[0]?.openTime[0];
    };
    const first = await begin();
    await passTime(opened, 50 * hourMs);
    expect(await begin()).toBe(first);
    const days = (connection.clock.now() - (first ?? 0)) / (24 * hourMs);
    expect(days).toBeGreaterThan(730);
    expect(days).toBeLessThan(763);
  });

  it('are told up to a time and no further', async () => {
    const { market, connection } = await open();
    const until = connection.clock.now() - 10 * hourMs;
    const { series, issues } = await market.candles(['BTC'], until);
    expect(series[0]?.openTime.at(-1)).toBeLessThanOrEqual(until - hourMs);
    expect(issues).toEqual([]);
  });

  it('go on where a failure left them', async () => {
    const opened = await open(60);
    const { market, connection, server } = opened;
    server.faults.add({
      on: 'GET /api/v3/klines',
      times: 1,
      fault: { kind: 'body', body: 'truncated', applied: false },
    });
    const now = connection.clock.now();
    await expect(market.candles(['BTC'], now)).rejects.toThrow('Binance answered GET');
    expect((await market.candles(['BTC'], now)).series[0]?.openTime).toHaveLength(60 * 24 - 1);
  });

  it('stop a recommendation where the venue has no such market or has halted it: MARKET_CLOSED', async () => {
    const { market, connection, server } = await open();
    const now = connection.clock.now();
    expect(await market.candles(['BTC', 'DOGE'], now)).toMatchObject({
      unfit: true,
      issues: [
        { code: 'MARKET_CLOSED', market: 'DOGE/USDT', cause: 'Binance does not have it' },
        { code: 'DATA_MISSING', symbol: 'DOGE' },
      ],
    });
    server.hand.setStatus('ETHBTC', 'HALT');
    connection.forgetMarkets();
    expect(await market.candles(['BTC'], now)).toMatchObject({
      unfit: true,
      issues: [
        { code: 'MARKET_CLOSED', market: 'ETH/BTC', cause: 'Binance does not trade it now' },
      ],
    });
  });
});

describe('markets of an exchange', () => {
  it('have the steps, ticks and smallest orders that it states', async () => {
    const { market } = await open();
    expect(market.source).toBe('ccxt:binance:USDT');
    expect(await market.symbols()).toEqual(['BNB', 'BTC', 'ETH', 'SOL', 'USDC', 'XRP']);
    expect(await market.rules(['BTC', 'SOL'], 'USDT', ['ETH/BTC'])).toEqual({
      assumed: false,
      rules: [
        {
          ...{ market: 'BTC/USDT', base: 'BTC', quote: 'USDT' },
          ...{ stepSize: '0.00001', tickSize: '0.01', minNotional: '5' },
        },
        {
          ...{ market: 'SOL/USDT', base: 'SOL', quote: 'USDT' },
          ...{ stepSize: '0.001', tickSize: '0.01', minNotional: '5' },
        },
        {
          ...{ market: 'ETH/BTC', base: 'ETH', quote: 'BTC' },
          ...{ stepSize: '0.0001', tickSize: '0.00001', minNotional: '0.0001' },
        },
      ],
    });
    await expect(market.rules(['DOGE'], 'USDT', [])).rejects.toThrow(
      'there is no market DOGE/USDT',
    );
  });

  it('have a smallest quantity too, which at the price is a smallest notional', async () => {
    const { market, connection, server } = await open();
    server.hand.changeRules('BTCUSDT', { minimumQuantity: '0.001' });
    await market.candles(['BTC'], connection.clock.now());
    const { rules } = await market.rules(['BTC'], 'USDT', []);
    const [{ minNotional } = { minNotional: '' }] = rules;
    // About 60,000 USDT · 0.001, and 5 % on top, because prices move.
    expect(Number(minNotional)).toBeGreaterThan(40);
    expect(Number(minNotional)).toBeLessThan(90);
  });

  it('have books that are as old as the question', async () => {
    const { market, connection } = await open();
    const before = connection.clock.now();
    const book = await market.book('BTC/USDT', before);
    expect(book?.asOf).toBeGreaterThanOrEqual(before);
    expect(book?.asOf).toBeLessThanOrEqual(connection.clock.now());
    expect(book?.bids[0]?.price).toBeLessThan(60_000);
    expect(book?.asks[0]?.price).toBeGreaterThan(60_000);
    expect(await market.book('DOGE/USDT', before)).toBeUndefined();
  });
});
