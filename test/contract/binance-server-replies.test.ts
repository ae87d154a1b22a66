/** The replies of the test venue have every key of the replies that others recorded or Binance documents, of the same types. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BinanceServer } from '../support/binance/server.ts';
import { publicRequest, signedRequest } from '../support/binance/signed-request.ts';
import { createStillServer } from '../support/binance/still-server.ts';
import { describeWith } from '../support/services.ts';

/** Types in place of values; of a list its first element, of a row of different types all of them. */
type Shape = string | readonly Shape[] | { readonly [key: string]: Shape };

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) {
    const isRow = new Set(value.map((element) => typeof element)).size > 1;
    return (isRow ? value : value.slice(0, 1)).map(shapeOf);
  }
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

/** Where what was recorded is not in the reply, or of another type. */
function lacks(recorded: Shape, reply: Shape, place = ''): readonly string[] {
  if (typeof recorded === 'string' || typeof reply === 'string') {
    return recorded === reply ? [] : [`${place}: ${JSON.stringify(recorded)}`];
  }
  return Object.entries(recorded).flatMap(([key, inner]) => {
    const own = (reply as { readonly [key: string]: Shape })[key];
    return own === undefined ? [`${place}.${key}`] : lacks(inner, own, `${place}.${key}`);
  });
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/binance-replies.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Shape>>;

const btc = { symbol: 'BTCUSDT' };
const limit = { ...btc, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 1 };

const get =
  (path: string, parameters = {}) =>
  (server: BinanceServer) =>
    publicRequest(server, `/api/v3/${path}`, parameters);
const signed =
  (route: string, parameters: Readonly<Record<string, string | number>>) =>
  (server: BinanceServer) =>
    signedRequest(server, route, parameters);
const klines = get('klines', { ...btc, interval: '1h', limit: 2 });
const avgPrice = get('avgPrice', btc);
const account = signed('GET /api/v3/account', {});
const symbolOrders = (path: string) => signed(`GET /api/v3/${path}`, btc);

/** In this order: one order is filled, two are placed, one of them is cancelled, then the other. */
const requests: Readonly<
  Record<string, (server: BinanceServer) => ReturnType<typeof publicRequest>>
> = {
  'py_http_spot_market_ping.json': get('ping'),
  'py_http_spot_market_time.json': get('time'),
  'py_http_spot_market_exchange_info.json': get('exchangeInfo'),
  'py_http_spot_market_depth.json': get('depth', btc),
  'py_http_spot_market_trades.json': get('trades', btc),
  'py_http_spot_market_agg_trades.json': get('aggTrades', btc),
  'py_http_spot_market_klines.json': klines,
  'py_http_spot_market_avg_price.json': avgPrice,
  'py_http_spot_market_ticker_price.json': get('ticker/price', btc),
  'py_http_spot_market_book_ticker.json': get('ticker/bookTicker', btc),
  'py_http_spot_wallet_account.json': account,
  'spot/http_json/ping_response.json': get('ping'),
  'spot/http_json/server_time_response.json': get('time'),
  'spot/http_json/exchange_info_response.json': get('exchangeInfo'),
  'spot/http_json/depth_response.json': get('depth', btc),
  'spot/http_json/trades_response.json': get('trades', btc),
  'spot/http_json/klines_response.json': klines,
  'spot/http_json/avg_price_response.json': avgPrice,
  'spot/http_json/ticker_price_response.json': get('ticker/price', btc),
  'spot/http_json/ticker_24hr_response.json': get('ticker/24hr', btc),
  'spot/http_json/book_ticker_response.json': get('ticker/bookTicker', btc),
  'spot/http_json/new_order_full_response.json': signed('POST /api/v3/order', {
    ...{ ...btc, side: 'BUY', type: 'MARKET', quantity: 1 },
  }),
  'spot/http_json/account_response.json': account,
  'spot/http_json/account_trades_response.json': symbolOrders('myTrades'),
  'spot/http_json/order_response.json': async (server) => {
    await signedRequest(server, 'POST /api/v3/order', { ...limit, price: 90 });
    await signedRequest(server, 'POST /api/v3/order', { ...limit, price: 91 });
    return signedRequest(server, 'GET /api/v3/order', { ...btc, orderId: 2 });
  },
  'spot/http_json/open_orders_response.json': symbolOrders('openOrders'),
  'spot/http_json/all_orders_response.json': symbolOrders('allOrders'),
  'spot/http_json/cancel_order_response.json': signed('DELETE /api/v3/order', {
    ...btc,
    orderId: 2,
  }),
  'spot/http_json/cancel_open_orders_response.json': signed('DELETE /api/v3/openOrders', btc),
};

/** Recorded in 2021; documented as an empty list since permissionSets took its place (rest-api.md lines 861–862). */
const outdated = ['.symbols.0.permissions.0'];

let server: BinanceServer;
beforeAll(async () => {
  server = await createStillServer();
});
afterAll(() => server.close());

describe('replies', () => {
  it('are compared with every one that was recorded', () => {
    expect(Object.keys(requests).sort()).toEqual(Object.keys(golden).sort());
  });

  it.each(Object.keys(requests))('have all that is in %s', async (file) => {
    const { status, body } = await requests[file]!(server);
    expect(status).toBe(200);
    const lacking = lacks(golden[file]!, shapeOf(body));
    expect(lacking.filter((place) => !outdated.includes(place))).toEqual([]);
  });
});

describe('a comparison', () => {
  it('sees a key that lacks and a type that differs', () => {
    const recorded = shapeOf({ a: 1, b: [{ c: 'x', d: true }] });
    expect(lacks(recorded, shapeOf({ a: '1', b: [{ c: 'y' }], e: 5 }))).toEqual([
      ...['.a: "number"', '.b.0.d'],
    ]);
    expect(lacks(recorded, shapeOf({ a: 2, b: [] }))).toEqual(['.b.0']);
  });
});

const recordings = '../shared/exchange-fixtures/nautilus/binance';
describeWith(
  { isThere: existsSync(recordings), reason: `the folder ${recordings} is not there` },
  'the shapes',
  () => {
    it.each(Object.keys(golden))('are those of %s', (file) => {
      const recorded = shapeOf(JSON.parse(readFileSync(`${recordings}/${file}`, 'utf8')));
      // Present only where smart order routing is available (rest-api.md line 867).
      if (typeof recorded === 'object' && 'sors' in recorded)
        delete (recorded as { sors?: Shape }).sors;
      expect(golden[file]).toEqual(recorded);
    });
  },
);
