/** The rails of an order: markets, age of prices, spread, two sources, and the caps on what is traded without a person. */
import { describe, expect, it } from 'vitest';
import {
  addTrade,
  bookProblem,
  capProblems,
  marketProblem,
  priceProblem,
  type WorthOfOrder,
} from '../../src/execution/rails.ts';
import type { OrderBook } from '../../src/market/order-book.ts';
import { type Changes, configuredWith } from '../support/settings.ts';

const railsWith = (changes: Changes = {}) => configuredWith(changes).rails;

const own = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'];

/** A book around 100 with so many bps between bid and ask, of a time. */
function book(spreadBps: number, { market = 'SOL/USDT', asOf = 0 } = {}): OrderBook {
  const half = spreadBps / 200;
  const quantity = 1;
  const [bid, ask] = [100 - half, 100 + half];
  return { market, asOf, bids: [{ price: bid, quantity }], asks: [{ price: ask, quantity }] };
}

describe('a market', () => {
  it('setting: rails.markets narrows where orders may go to a list, by default the portfolio’s', () => {
    const rails = railsWith();
    expect(marketProblem('SOL/USDT', { rails, own })).toBeUndefined();
    expect(marketProblem('DOGE/USDT', { rails, own })).toEqual({
      ...{ code: 'MARKET_NOT_ALLOWED', symbol: 'DOGE/USDT' },
    });
    const narrow = railsWith({ 'rails.markets': ['BTC/USDT', 'ETH/BTC'] });
    expect(marketProblem('BTC/USDT', { rails: narrow, own })).toBeUndefined();
    expect(marketProblem('ETH/BTC', { rails: narrow, own })).toBeUndefined();
    expect(marketProblem('SOL/USDT', { rails: narrow, own })).toMatchObject({
      code: 'MARKET_NOT_ALLOWED',
    });
    expect(() => railsWith({ 'rails.markets': ['DOGE/USDT'] })).toThrow(
      'rails.markets names DOGE/USDT; it must be between two of BTC, ETH, SOL, USDT',
    );
  });
});

describe('a book', () => {
  const judge = (given: OrderBook, changes: Changes = {}, now = 0) =>
    bookProblem(given, { rails: railsWith(changes), expected: 100, now });

  it('setting: rails.spreadBps is the widest spread that is traded into', () => {
    expect(judge(book(99))).toBeUndefined();
    expect(judge(book(101))).toMatchObject({
      ...{ code: 'SPREAD_TOO_WIDE', symbol: 'SOL/USDT', limitBps: 100 },
    });
    expect(judge(book(101), { 'rails.spreadBps': 102 })).toBeUndefined();
  });

  it('setting: rails.majorsSpreadBps is that of BTC and ETH', () => {
    const major = { market: 'ETH/USDT' };
    expect(judge(book(49, major))).toBeUndefined();
    expect(judge(book(51, major))).toMatchObject({ code: 'SPREAD_TOO_WIDE', limitBps: 50 });
    expect(judge(book(51, major), { 'rails.majorsSpreadBps': 52 })).toBeUndefined();
  });

  it('setting: rails.priceAgeSeconds is how old it may be', () => {
    expect(judge(book(10), {}, 60_000)).toBeUndefined();
    expect(judge(book(10), {}, 60_001)).toEqual({
      ...{ code: 'PRICE_OLD', symbol: 'SOL/USDT', ageSeconds: 61, limitSeconds: 60 },
    });
    expect(judge(book(10), { 'rails.priceAgeSeconds': 90 }, 60_001)).toBeUndefined();
  });

  it('setting: rails.priceDeviation is how far it may be off another source', () => {
    const rails = railsWith();
    const off = (expected: number, given = rails) =>
      bookProblem(book(10), { rails: given, expected, now: 0 });
    expect(off(100 / 1.099)).toBeUndefined();
    expect(off(100 / 1.101)).toMatchObject({
      ...{ code: 'PRICE_UNSURE', symbol: 'SOL/USDT', source: 'the plan', limitPct: 10 },
    });
    expect(off(100 / 0.899)).toMatchObject({ code: 'PRICE_UNSURE' });
    expect(off(100 / 1.101, railsWith({ 'rails.priceDeviation': '11%' }))).toBeUndefined();
    const prices = { symbol: 'SOL', book: 100, source: 'the last candle', other: 80 };
    expect(priceProblem(prices, rails)).toMatchObject({ code: 'PRICE_UNSURE', other: 80 });
  });

  it('with an empty side is left to whoever waits for liquidity', () => {
    expect(judge({ ...book(10), asks: [] })).toBeUndefined();
  });
});

describe('caps on trading without a person', () => {
  const nav = 100_000;
  const nothing = { orders: 0, sold: 0, bought: 0 };

  const sell = (value: number, symbol = 'BTC/USDT'): WorthOfOrder => ({
    ...{ symbol, side: 'sell', value },
  });
  const codes = (orders: readonly WorthOfOrder[], changes: Changes = {}, day = nothing) =>
    capProblems(orders, { nav, quote: 'USDT', day, rails: railsWith(changes) }).map(
      ({ code }) => code,
    );

  it('setting: rails.order is the largest order', () => {
    expect(codes([sell(10_000)])).toEqual([]);
    expect(codes([sell(10_001)])).toEqual(['ORDER_OVER_CAP']);
    expect(codes([sell(10_001)], { 'rails.order': '11%' })).toEqual([]);
  });

  it('setting: rails.plan is what all of them sell, or buy', () => {
    const two = [sell(10_000), sell(10_000, 'ETH/USDT')];
    expect(codes(two)).toEqual([]);
    expect(codes([...two, sell(1, 'SOL/USDT')])).toEqual(['PLAN_OVER_CAP']);
    const buys = two.map((order) => ({ ...order, side: 'buy' as const }));
    expect(codes([...two, ...buys])).toEqual([]);
    expect(codes([...two, sell(1, 'SOL/USDT')], { 'rails.plan': '21%' })).toEqual([]);
  });

  it('setting: rails.day is what they make with the last 24 hours', () => {
    const before = { orders: 3, sold: 20_001, bought: 0 };
    expect(codes([sell(10_000)], {}, before)).toEqual(['DAY_OVER_CAP']);
    expect(codes([{ ...sell(10_000), side: 'buy' }], {}, before)).toEqual([]);
    expect(codes([sell(10_000)], { 'rails.day': '31%' }, before)).toEqual([]);
  });

  it('setting: rails.ordersPerDay is how many orders 24 hours may have', () => {
    const before = { ...nothing, orders: 499 };
    expect(codes([sell(1)], {}, before)).toEqual([]);
    expect(codes([sell(1), sell(1)], {}, before)).toEqual(['ORDERS_OVER_CAP']);
    expect(codes([sell(1), sell(1)], { 'rails.ordersPerDay': 501 }, before)).toEqual([]);
  });

  it('count a market between two assets as a sale and a purchase', () => {
    const direct = { symbol: 'ETH/BTC', side: 'buy', value: 7 } as const;
    expect(addTrade(nothing, direct, 'USDT')).toEqual({ orders: 0, sold: 7, bought: 7 });
    expect(addTrade(nothing, sell(7), 'USDT')).toEqual({ orders: 0, sold: 7, bought: 0 });
  });
});
