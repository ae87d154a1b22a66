/** The rails before each order, whoever approved it: market, spread, age of the book, a second source. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { approveByRule } from '../../src/app/plans/approve.ts';
import type { OrderBook } from '../../src/market/order-book.ts';
import { autonomous, looked, proposeOwn, wide } from '../support/automatic.ts';
import { start, steadyMarket } from '../support/execution-plans.ts';
import type { Options } from '../support/execution-workspace.ts';

describe('every order', () => {
  /** The market, with a book changed. */
  const changed = (symbol: string, change: (book: OrderBook) => OrderBook) => ({
    ...steadyMarket(),
    book: async (market: string, at: number) => {
      const book = await steadyMarket().book(market, at);
      return book && market === symbol ? change(book) : book;
    },
  });

  const spread = (bps: number) => (book: OrderBook) => {
    const [bid, ask] = [book.bids[0]?.price ?? 0, book.asks[0]?.price ?? 0];
    const half = (bps / 2e4) * ((bid + ask) / 2);
    const moved = (levels: OrderBook['bids'], by: number) =>
      levels.map((level) => ({ ...level, price: level.price + by }));
    return { ...book, bids: moved(book.bids, -half), asks: moved(book.asks, half) };
  };

  async function legOf(options: Options, symbol: string) {
    const result = await looked(await autonomous({ rails: wide, ...options }));
    return result.execution?.legs.find((leg) => leg.symbol === symbol);
  }

  it('is not placed into a spread that stays too wide until the deadline', async () => {
    // Two bps are there already.
    const market = changed('LINK/USDT', spread(110));
    expect(await legOf({ market }, 'LINK/USDT')).toMatchObject({
      ...{ status: 'skipped', reason: { code: 'SPREAD_TOO_WIDE', limitBps: 100 } },
    });
    expect(await legOf({ market }, 'ETH/USDT')).toMatchObject({ status: 'filled' });
  });

  it('waits for a spread to narrow, and is placed then', async () => {
    const market = {
      ...steadyMarket(),
      book: async (symbol: string, at: number) => {
        const book = await steadyMarket().book(symbol, at);
        const isWide = symbol === 'LINK/USDT' && at < start + 60_000;
        return book && isWide ? spread(110)(book) : book;
      },
    };
    const { execution } = await looked(await autonomous({ rails: wide, market }));
    expect(execution).toMatchObject({ status: 'settled' });
    const tookMs = (execution?.finishedAt ?? 0) - start;
    expect(tookMs).toBeGreaterThanOrEqual(60_000);
    expect(tookMs).toBeLessThan(65_000);
  });

  it('is not placed on a book that stands still', async () => {
    const market = changed('ETH/USDT', (book) => ({ ...book, asOf: book.asOf - 61_000 }));
    expect(await legOf({ market }, 'ETH/USDT')).toMatchObject({
      ...{ status: 'skipped', reason: { code: 'PRICE_OLD' } },
    });
  });

  it('is not placed where the market is not allowed', async () => {
    const rails = { ...wide, markets: ['BTC/USDT', 'ETH/USDT'] };
    expect(await legOf({ rails }, 'LINK/USDT')).toMatchObject({
      ...{ status: 'skipped', reason: { code: 'MARKET_NOT_ALLOWED' } },
    });
  });

  it('is not placed when the book is far off the plan', async () => {
    const factor = (by: number) => (book: OrderBook) => {
      const scaled = (levels: OrderBook['bids']) =>
        levels.map((level) => ({ ...level, price: level.price * by }));
      return { ...book, bids: scaled(book.bids), asks: scaled(book.asks) };
    };
    // A sale into a book that shows a fifth more would fill, at a price that nobody else knows.
    let looks = 0;
    const market = changed('BTC/USDT', (book) => (looks > 1 ? factor(1.2)(book) : book));
    const workspace = await autonomous({ rails: wide, market });
    const plan = await proposeOwn(workspace);
    await approveByRule(workspace, plan);
    const { broker } = workspace;
    const holdings = async () => {
      // The first look is that at the whole plan.
      looks += 1;
      return broker.holdings();
    };
    const watched = { ...workspace, broker: { ...broker, holdings } };
    const result = await execute(watched, { ...plan, actor: 'rule' });
    if (!result.ok) throw new Error(result.reason.code);
    expect(result.value.legs[1]).toMatchObject({
      ...{ symbol: 'BTC/USDT', status: 'skipped', reason: { code: 'PRICE_UNSURE' } },
    });
  });

  it('is preceded by a second source: a book far off the last candle is not traded on', async () => {
    const market = {
      ...steadyMarket(),
      candles: (symbols: readonly string[], until: number) =>
        steadyMarket({ factor: 1.2 }).candles(symbols, until),
    };
    const workspace = await autonomous({ rails: wide, market });
    expect(await looked(workspace)).toMatchObject({
      execution: null,
      held: [{ code: 'PRICE_UNSURE', source: 'the last candle' }],
    });
  });
});
