/** The limits of the test venue: weights as documented, refusals with Retry-After, bans, and orders that rest unfilled. */
import { describe, expect, it } from 'vitest';
import type { BinanceServer } from '../support/binance/server.ts';
import { publicRequest, signedRequest } from '../support/binance/signed-request.ts';
import { stillServersOfThisFile, stillStartMs } from '../support/binance/still-server.ts';

const open = stillServersOfThisFile();

const btc = { symbol: 'BTCUSDT' };

describe('the weight of a request', () => {
  // rest-api.md, "Weight" of each endpoint.
  it.each([
    ['GET /api/v3/ping', {}, 1],
    ['GET /api/v3/time', {}, 1],
    ['GET /api/v3/exchangeInfo', {}, 20],
    ['GET /api/v3/depth', btc, 5],
    ['GET /api/v3/depth', { ...btc, limit: 101 }, 25],
    ['GET /api/v3/depth', { ...btc, limit: 1_000 }, 50],
    ['GET /api/v3/depth', { ...btc, limit: 9_000 }, 250],
    ['GET /api/v3/trades', btc, 25],
    ['GET /api/v3/aggTrades', btc, 4],
    ['GET /api/v3/klines', { ...btc, interval: '1h' }, 2],
    ['GET /api/v3/avgPrice', btc, 2],
    ['GET /api/v3/ticker/price', btc, 2],
    ['GET /api/v3/ticker/price', {}, 4],
    ['GET /api/v3/ticker/bookTicker', btc, 2],
    ['GET /api/v3/ticker/bookTicker', { symbols: '["BTCUSDT"]' }, 4],
    ['GET /api/v3/ticker/24hr', btc, 2],
    ['GET /api/v3/ticker/24hr', { symbols: '["BTCUSDT"]' }, 2],
    ['GET /api/v3/ticker/24hr', {}, 80],
  ])('%s with %o is %s', async (route, parameters, weight) => {
    const server = await open();
    const reply = await publicRequest(server, route.slice(4), parameters);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('x-mbx-used-weight-1m')).toBe(String(weight));
    expect(server.totalWeight()).toBe(weight);
  });

  it.each([
    ['POST /api/v3/order/test', { ...btc, side: 'BUY', type: 'MARKET', quantity: 1 }, 1],
    ['POST /api/v3/order', { ...btc, side: 'BUY', type: 'MARKET', quantity: 1 }, 1],
    ['GET /api/v3/order', { ...btc, orderId: 1 }, 4],
    ['DELETE /api/v3/order', { ...btc, orderId: 1 }, 1],
    ['GET /api/v3/openOrders', btc, 6],
    ['GET /api/v3/openOrders', {}, 80],
    ['DELETE /api/v3/openOrders', btc, 1],
    ['GET /api/v3/allOrders', btc, 20],
    ['GET /api/v3/myTrades', btc, 20],
    ['GET /api/v3/myTrades', { ...btc, orderId: 1 }, 5],
    ['GET /api/v3/account', {}, 20],
    ['GET /api/v3/account/commission', btc, 20],
    ['GET /api/v3/rateLimit/order', {}, 40],
  ])('%s with %o is %s', async (route, parameters, weight) => {
    const server = await open();
    await signedRequest(server, route, parameters);
    expect(server.totalWeight()).toBe(weight);
  });

  it('is counted by minutes of the clock', async () => {
    const server = await open();
    await publicRequest(server, '/api/v3/ping');
    await server.clock.sleep(59_999);
    const second = await publicRequest(server, '/api/v3/ping');
    await server.clock.sleep(1);
    const third = await publicRequest(server, '/api/v3/ping');
    const used = [second, third].map(({ headers }) => headers.get('x-mbx-used-weight-1m'));
    expect(used).toEqual(['2', '1']);
  });
});

describe('too much weight', () => {
  it('is refused until the minute is over, then with a ban that grows', async () => {
    const server = await open({ limits: { weightPerMinute: 2, refusalsBeforeBan: 2 } });
    await server.clock.sleep(18_000);
    const ping = async () => {
      const { status, headers, body } = await publicRequest(server, '/api/v3/ping');
      return [status, headers.get('retry-after'), body.code];
    };
    expect([await ping(), await ping()]).toEqual([
      [200, null, undefined],
      [200, null, undefined],
    ]);
    expect(await ping()).toEqual([429, '42', -1003]);
    expect(await ping()).toEqual([429, '42', -1003]);
    expect(await ping()).toEqual([418, '120', -1003]);
    await server.clock.sleep(119_000);
    expect(await ping()).toEqual([418, '1', -1003]);
    await server.clock.sleep(1_000);
    for (let count = 0; count < 4; count += 1) await ping();
    expect(await ping()).toEqual([418, '240', -1003]);
  });

  it('says what the limit is, and when a ban ends', async () => {
    const server = await open({ limits: { weightPerMinute: 20, refusalsBeforeBan: 1 } });
    const info = async () => (await publicRequest(server, '/api/v3/exchangeInfo')).body;
    expect((await info()).rateLimits[0]).toEqual({
      ...{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 20 },
    });
    expect((await info()).msg).toBe(
      'Too much request weight used; current limit is 20 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.',
    );
    expect((await info()).msg).toContain(`IP banned until ${stillStartMs + 120_000}.`);
  });

  it('of an order leaves nothing behind', async () => {
    const server = await open({ limits: { weightPerMinute: 0 } });
    const order = { ...btc, side: 'BUY', type: 'MARKET', quantity: 1 };
    expect((await signedRequest(server, 'POST /api/v3/order', order)).status).toBe(429);
    expect(server.orders()).toEqual([]);
  });
});

describe('orders that are not filled', () => {
  const limit = (price: string) => ({
    ...{ ...btc, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price },
  });
  const place = async (server: BinanceServer, price: string) => {
    const { status, headers, body } = await signedRequest(
      server,
      'POST /api/v3/order',
      limit(price),
    );
    return [status, headers.get('x-mbx-order-count-10s'), body.code];
  };

  it('are counted as in the first example of faqs/order_count_decrement.md', async () => {
    const server = await open();
    // A rests, B is filled in part at once, C rests, D is filled.
    expect(await place(server, '90')).toEqual([200, '1', undefined]);
    server.hand.setLiquidity('BTCUSDT', { kind: 'scripted', bids: [], asks: [['100', '0.05']] });
    expect(await place(server, '100')).toEqual([200, '1', undefined]);
    expect(await place(server, '90')).toEqual([200, '2', undefined]);
    const counts = await signedRequest(server, 'GET /api/v3/rateLimit/order');
    expect(counts.list.map(({ count }) => count)).toEqual([2, 2]);
  });

  it('that are filled as maker take off five, as in its second example', async () => {
    const server = await open();
    for (const price of ['95', '91', '92', '93', '94']) await place(server, price);
    server.hand.setLiquidity('BTCUSDT', { kind: 'scripted', bids: [], asks: [['95', '0.05']] });
    expect(await place(server, '90')).toEqual([200, '1', undefined]);
  });

  it('are refused above the limit with the seconds to wait', async () => {
    const server = await open({ limits: { ordersPer10Seconds: 2 } });
    await server.clock.sleep(4_000);
    await place(server, '90');
    await place(server, '91');
    expect((await place(server, '92'))[2]).toBe(-1015);
    const refused = await signedRequest(server, 'POST /api/v3/order', limit('92'));
    expect(refused.body.msg).toBe('Too many new orders; current limit is 2 orders per 10 SECOND.');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '6']);
    await server.clock.sleep(6_000);
    expect((await place(server, '92'))[0]).toBe(200);
  });
});
