/** Candles, books, trades and tickers of the test venue, which its own price path makes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { type BinanceServer, createBinanceServer } from '../support/binance/server.ts';
import { publicRequest } from '../support/binance/signed-request.ts';

const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 0, 5, 12, 20);

let server: BinanceServer;
beforeAll(async () => {
  server = await createBinanceServer({
    ...{ seed: 3, clock: createFrozenClock(nowMs), historyDays: 100 },
  });
});
afterAll(() => server.close());

type Kline = readonly [openMs: number, ...prices: string[]];
const klines = async (parameters: Readonly<Record<string, string | number>>) =>
  (await publicRequest(server, '/api/v3/klines', { symbol: 'BTCUSDT', ...parameters }))
    .list as unknown as readonly Kline[];
const opens = (found: readonly Kline[]) => found.map(([openMs]) => openMs);

describe('candles', () => {
  it('end with the one that runs', async () => {
    const found = await klines({ interval: '1h', limit: 3 });
    const running = Date.UTC(2026, 0, 5, 12);
    expect(opens(found)).toEqual([running - 2 * hourMs, running - hourMs, running]);
    expect(found[2]?.[6]).toBe(running + hourMs - 1);
  });

  it('are five hundred unless told, a thousand at most', async () => {
    expect(await klines({ interval: '1h' })).toHaveLength(500);
    expect(await klines({ interval: '1h', limit: 5_000 })).toHaveLength(1_000);
  });

  it('come in pages from a start, without gaps, up to now', async () => {
    const all: number[] = [];
    let startTime = 0;
    for (;;) {
      const page = opens(await klines({ interval: '1h', limit: 1_000, startTime }));
      if (page.length === 0) break;
      all.push(...page);
      startTime = page.at(-1)! + 1;
    }
    // 100 days before now, on the next full hour, to the running one.
    expect(all[0]).toBe(Date.UTC(2026, 0, 5, 13) - 100 * 24 * hourMs);
    expect(all).toHaveLength(2_400);
    expect(new Set(all.map((ms, place) => ms - place * hourMs)).size).toBe(1);
  });

  it('end with an end', async () => {
    const endTime = Date.UTC(2026, 0, 5, 8, 59);
    expect(opens(await klines({ interval: '1h', limit: 2, endTime }))).toEqual([
      ...[Date.UTC(2026, 0, 5, 7), Date.UTC(2026, 0, 5, 8)],
    ]);
    const startTime = Date.UTC(2026, 0, 5, 6);
    expect(await klines({ interval: '1h', startTime, endTime })).toHaveLength(3);
  });

  it('are consistent: open to close, highest and lowest around both', async () => {
    const found = await klines({ interval: '1d', limit: 90 });
    const numbers = found.map((kline) => kline.slice(1, 5).map(Number));
    for (const [open = 0, high = 0, low = 0, close = 0] of numbers) {
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
      expect(low).toBeLessThanOrEqual(Math.min(open, close));
    }
    const changes = numbers.slice(0, -1).map(([open = 0], day) => numbers[day + 1]![0]! / open);
    const volatility = Math.sqrt(
      changes.reduce((sum, change) => sum + Math.log(change) ** 2, 0) / changes.length,
    );
    // Set to 2.5 % a day; a few waves do not hit it exactly.
    expect(volatility).toBeGreaterThan(0.008);
    expect(volatility).toBeLessThan(0.06);
  });

  it('of a week open on Mondays', async () => {
    const [last] = (await klines({ interval: '1w', limit: 1 })).slice(-1);
    expect(new Date(last![0]).getUTCDay()).toBe(1);
  });

  it('are the same from the same seed', async () => {
    const other = await createBinanceServer({
      ...{ seed: 3, clock: createFrozenClock(nowMs), historyDays: 100 },
    });
    const parameters = { symbol: 'ETHUSDT', interval: '15m', limit: 50 };
    const [one, two] = await Promise.all(
      [server, other].map((each) => publicRequest(each, '/api/v3/klines', parameters)),
    );
    expect(one?.body).toEqual(two?.body);
    await other.close();
  });
});

describe('prices', () => {
  it('of a cross follow those of its two markets', async () => {
    const { list } = await publicRequest(server, '/api/v3/ticker/price');
    const price = Object.fromEntries(list.map(({ symbol, price }) => [symbol, Number(price)]));
    expect(price.ETHBTC).toBeCloseTo(price.ETHUSDT / price.BTCUSDT, 4);
  });

  it('move with the clock and stand still when set', async () => {
    const bid = async () =>
      Number(
        (await publicRequest(server, '/api/v3/ticker/bookTicker', { symbol: 'SOLUSDT' })).body
          .bidPrice,
      );
    const before = await bid();
    await server.clock.sleep(600_000);
    expect(await bid()).not.toBe(before);
    server.hand.setPrice('SOLUSDT', 200);
    // Half of a spread of 2 basis points under 200, on the tick.
    expect(await bid()).toBe(199.98);
    await server.clock.sleep(600_000);
    expect(await bid()).toBe(199.98);
  });
});

describe('a book', () => {
  it('is never crossed, with levels from best to worst as many as asked for', async () => {
    for (const symbol of ['BTCUSDT', 'XRPUSDT', 'USDCUSDT', 'ETHBTC']) {
      const { body } = await publicRequest(server, '/api/v3/depth', { symbol, limit: 10 });
      const [bids, asks] = [body.bids, body.asks].map((side) =>
        side.map(([price]) => Number(price)),
      );
      expect(bids).toHaveLength(10);
      expect(asks).toHaveLength(10);
      expect([...bids!].reverse().concat(asks!)).toEqual(
        [...new Set([...bids!, ...asks!])].sort((a, b) => a - b),
      );
    }
  });

  it('tells by its number when it has changed', async () => {
    const id = async () =>
      Number(
        (await publicRequest(server, '/api/v3/depth', { symbol: 'BTCUSDT' })).body.lastUpdateId,
      );
    const first = await id();
    expect(await id()).toBe(first);
    await server.clock.sleep(1_000);
    expect(await id()).toBeGreaterThan(first);
  });
});

describe('trades', () => {
  it('are numbered one after the other, and aggregated ones can be asked for from one on', async () => {
    const { list } = await publicRequest(server, '/api/v3/trades', { symbol: 'BTCUSDT', limit: 3 });
    const ids = list.map(({ id }) => Number(id));
    const [first = 0] = ids;
    expect(ids).toEqual([first, first + 1, first + 2]);
    const from = await publicRequest(server, '/api/v3/aggTrades', {
      ...{ symbol: 'BTCUSDT', fromId: first + 1 },
    });
    expect(from.list.map(({ a }) => a)).toEqual(ids.slice(1));
  });
});
