/** The filters of the test venue (filters.md), each just inside and just outside; the average price is 100. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BinanceServer } from '../support/binance/server.ts';
import { signedRequest } from '../support/binance/signed-request.ts';
import { createStillServer } from '../support/binance/still-server.ts';

let server: BinanceServer;
beforeAll(async () => {
  server = await createStillServer({
    balances: { USDT: '1000000', BTC: '10000' },
    rules: {
      ...{ minimumPrice: '10', maximumPrice: '1000', tickSize: '0.05' },
      ...{ minimumQuantity: '0.01', maximumQuantity: '2000', stepSize: '0.002' },
      ...{ minimumNotional: '5', maximumNotional: '150000', maximumMarketQuantity: '3' },
      ...{ bidMultiplierUp: '1.2', bidMultiplierDown: '0.2' },
      ...{ askMultiplierUp: '5', askMultiplierDown: '0.8', maximumOpenOrders: 3 },
    },
  });
});
afterAll(() => server.close());

const test = async (parameters: Readonly<Record<string, string | number>>) => {
  const { body } = await signedRequest(server, 'POST /api/v3/order/test', {
    ...{ symbol: 'BTCUSDT', side: 'BUY', ...parameters },
  });
  return body;
};
const limit = (price: string, quantity: string, side = 'BUY') => ({
  ...{ type: 'LIMIT', timeInForce: 'GTC', side, price, quantity },
});
const failure = (filter: string) => ({ code: -1013, msg: `Filter failure: ${filter}` });

describe('a limit order', () => {
  it.each([
    ['at a price on the tick', limit('90.05', '1'), {}],
    ['at a price between ticks', limit('90.04', '1'), failure('PRICE_FILTER')],
    ['under the lowest price', limit('9.95', '1'), failure('PRICE_FILTER')],
    ['above the highest price', limit('1000.05', '1', 'SELL'), failure('PRICE_FILTER')],
    ['with a quantity on the step', limit('90', '0.062'), {}],
    ['with a quantity between steps', limit('90', '0.063'), failure('LOT_SIZE')],
    ['with too small a quantity', limit('90', '0.008'), failure('LOT_SIZE')],
    ['with too large a quantity', limit('20', '2000.002'), failure('LOT_SIZE')],
    ['with no quantity', limit('90', '0'), failure('LOT_SIZE')],
    // 50 × 0.1 = 5; 50 × 0.098 = 4.9.
    ['worth just enough', limit('50', '0.1'), {}],
    ['worth too little', limit('50', '0.098'), failure('NOTIONAL')],
    // 100 × 1500 = 150,000.
    ['worth as much as may be', limit('100', '1500'), {}],
    ['worth too much', limit('100', '1500.002'), failure('NOTIONAL')],
    // 100 × 1.2, 100 × 0.2, 100 × 5, 100 × 0.8.
    ['to buy far above', limit('120', '1'), {}],
    ['to buy too far above', limit('120.05', '1'), failure('PERCENT_PRICE_BY_SIDE')],
    ['to buy far below', limit('20', '1'), {}],
    ['to buy too far below', limit('19.95', '1'), failure('PERCENT_PRICE_BY_SIDE')],
    ['to sell far above', limit('500', '1', 'SELL'), {}],
    ['to sell too far above', limit('500.05', '1', 'SELL'), failure('PERCENT_PRICE_BY_SIDE')],
    ['to sell far below', limit('80', '1', 'SELL'), {}],
    ['to sell too far below', limit('79.95', '1', 'SELL'), failure('PERCENT_PRICE_BY_SIDE')],
  ])('%s', async (_, parameters, expected) => {
    expect(await test(parameters)).toEqual(expected);
  });
});

describe('a market order', () => {
  it.each([
    ['of a quantity on the step', { quantity: '0.05' }, {}],
    ['of a quantity between steps', { quantity: '0.051' }, failure('LOT_SIZE')],
    ['of more than a market order may have', { quantity: '3.002' }, failure('MARKET_LOT_SIZE')],
    // At the average price of 100: 0.048 is worth 4.8.
    ['worth too little at the average price', { quantity: '0.048' }, failure('NOTIONAL')],
    ['for too small a quote quantity', { quoteOrderQty: '4.99' }, failure('NOTIONAL')],
    ['for a quote quantity', { quoteOrderQty: '5' }, {}],
  ])('%s', async (_, parameters, expected) => {
    expect(await test({ type: 'MARKET', ...parameters })).toEqual(expected);
  });
});

describe('the number of open orders', () => {
  it('is limited by symbol', async () => {
    for (const price of ['81', '82', '83']) {
      server.hand.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', price, quantity: '1' });
    }
    expect(await test(limit('84', '1'))).toEqual(failure('MAX_NUM_ORDERS'));
    await signedRequest(server, 'DELETE /api/v3/openOrders', { symbol: 'BTCUSDT' });
    expect(await test(limit('84', '1'))).toEqual({});
  });
});

describe('rules', () => {
  it('may change under way, and exchangeInfo tells the new ones', async () => {
    server.hand.changeRules('BTCUSDT', { tickSize: '0.5', notionalFilter: 'MIN_NOTIONAL' });
    expect(await test(limit('90.05', '1'))).toEqual(failure('PRICE_FILTER'));
    expect(await test(limit('50', '0.098'))).toEqual(failure('MIN_NOTIONAL'));
    const response = await fetch(`${server.url}/api/v3/exchangeInfo?symbol=BTCUSDT`);
    const [{ filters }] = ((await response.json()) as { symbols: [{ filters: unknown[] }] })
      .symbols;
    expect(filters).toContainEqual({
      ...{ filterType: 'PRICE_FILTER', tickSize: '0.50000000' },
      ...{ minPrice: '10.00000000', maxPrice: '1000.00000000' },
    });
    expect(filters).toContainEqual({
      ...{ filterType: 'MIN_NOTIONAL', minNotional: '5.00000000' },
      ...{ applyToMarket: true, avgPriceMins: 5 },
    });
  });

  it('of a market that is halted or taken away let nothing through', async () => {
    server.hand.setStatus('BTCUSDT', 'HALT');
    expect(await test(limit('90', '1'))).toEqual({ code: -1013, msg: 'Market is closed.' });
    server.hand.setStatus('BTCUSDT', 'BREAK');
    expect(await test(limit('90', '1'))).toEqual({ code: -1013, msg: 'Market is closed.' });
    server.hand.delist('BTCUSDT');
    expect(await test(limit('90', '1'))).toEqual({ code: -1121, msg: 'Invalid symbol.' });
  });
});
