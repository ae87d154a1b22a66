/** The test venue reads just the parameters that it documents, and says what is wrong with the others (errors.md lines 71–166). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BinanceServer } from '../support/binance/server.ts';
import { publicRequest, signedRequest } from '../support/binance/signed-request.ts';
import { createStillServer } from '../support/binance/still-server.ts';

let server: BinanceServer;
beforeAll(async () => {
  server = await createStillServer();
});
afterAll(() => server.close());

const limitOrder = {
  ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
  ...{ quantity: '1', price: '90' },
};

describe('a new order', () => {
  const { timeInForce, ...untimed } = limitOrder;
  const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' };
  it.each([
    // The case of a user of binance-connector-python (its issue 172): eight sent, one of them unknown.
    [
      { ...untimed, timeInforce: timeInForce },
      -1104,
      "Not all sent parameters were read; read '7' parameter(s) but was sent '8'.",
    ],
    [
      untimed,
      -1102,
      "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed.",
    ],
    [
      { ...limitOrder, side: '' },
      -1102,
      "Mandatory parameter 'side' was not sent, was empty/null, or malformed.",
    ],
    [{ ...limitOrder, newClientOrderId: '' }, -1105, "Parameter 'newClientOrderId' was empty."],
    [
      { ...limitOrder, quoteOrderQty: 10 },
      -1106,
      "Parameter 'quoteOrderQty' sent when not required.",
    ],
    [{ ...limitOrder, stopPrice: 10 }, -1106, "Parameter 'stopPrice' sent when not required."],
    // The case of python-binance's issue 1171.
    [
      { ...limitOrder, type: 'LIMIT_MAKER' },
      -1106,
      "Parameter 'timeInForce' sent when not required.",
    ],
    [{ ...market, quantity: 1, price: 90 }, -1106, "Parameter 'price' sent when not required."],
    [market, -1102, "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!"],
    [
      { ...market, quantity: 1, quoteOrderQty: 9 },
      -1128,
      'Combination of optional parameters invalid.',
    ],
    [
      { ...limitOrder, price: '-90' },
      -1100,
      "Illegal characters found in parameter 'price'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.",
    ],
    [
      { ...limitOrder, quantity: '0.123456789' },
      -1111,
      "Parameter 'quantity' has too much precision.",
    ],
    [{ ...limitOrder, timeInForce: 'GTX' }, -1115, 'Invalid timeInForce.'],
    [{ ...limitOrder, type: 'ICEBERG' }, -1116, 'Invalid orderType.'],
    [{ ...limitOrder, side: 'HOLD' }, -1117, 'Invalid side.'],
    [{ ...limitOrder, symbol: 'NOPE' }, -1121, 'Invalid symbol.'],
    [
      { ...limitOrder, newOrderRespType: 'SHORT' },
      -1130,
      "Data sent for parameter 'newOrderRespType' is not valid.",
    ],
    [{ ...limitOrder, strategyType: 999_999 }, -1134, '`strategyType` was less than 1000000.'],
    [
      { ...limitOrder, type: 'STOP_LOSS' },
      -2010,
      'Stop loss orders are not supported for this symbol.',
    ],
    [{ ...limitOrder, icebergQty: 1 }, -2010, 'Iceberg orders are not supported for this symbol.'],
  ])('%o is refused with %i', async (parameters, code, msg) => {
    const { status, body } = await signedRequest(server, 'POST /api/v3/order', parameters);
    expect({ status, body }).toEqual({ status: 400, body: { code, msg } });
    expect(server.orders()).toEqual([]);
  });
});

describe('a query', () => {
  it('with more parameters than the endpoint has is refused with their numbers', async () => {
    // The numbers of binance-api-postman's issue 236, where the parameters of an order were sent with GET.
    const { body } = await signedRequest(server, 'GET /api/v3/order', limitOrder);
    expect(body).toEqual({
      code: -1101,
      msg: "Too many parameters; expected '6' and received '8'.",
    });
  });

  it('with a parameter twice is refused', async () => {
    const response = await fetch(`${server.url}/api/v3/depth?symbol=BTCUSDT&symbol=BTCUSDT`);
    expect(await response.json()).toEqual({
      ...{ code: -1101, msg: 'Duplicate values for a parameter detected.' },
    });
  });

  it('goes before the body when both have a parameter (rest-api.md lines 140–141)', async () => {
    const other = await createStillServer();
    const response = await fetch(`${other.url}/api/v3/order/test?symbol=NOPE`, {
      method: 'POST',
      headers: { 'x-mbx-apikey': other.key.apiKey },
      body: new URLSearchParams({ symbol: 'BTCUSDT', timestamp: '1', signature: '1' }),
    });
    expect(response.status).toBe(400);
    expect(other.requests().at(-1)?.parameters.symbol).toBe('NOPE');
    await other.close();
  });

  it.each([
    ['/api/v3/klines', { symbol: 'BTCUSDT', interval: '7m' }, -1120],
    ['/api/v3/klines', { symbol: 'BTCUSDT' }, -1102],
    ['/api/v3/depth', { symbol: 'BTCUSDT', limit: 'all' }, -1100],
    ['/api/v3/depth', { symbol: 'BTCUSDT', symbolStatus: 'HALT' }, -1220],
    ['/api/v3/exchangeInfo', { symbol: 'BTCUSDT', symbols: '["BTCUSDT"]' }, -1128],
    ['/api/v3/exchangeInfo', { symbols: 'BTCUSDT' }, -1135],
    ['/api/v3/exchangeInfo', { symbols: '["BTCUSDT","BTCUSDT"]' }, -1151],
    ['/api/v3/exchangeInfo', { symbolStatus: 'CLOSED' }, -1122],
    ['/api/v3/unheard', {}, -1020],
  ])('%s with %o is refused with %i', async (path, parameters, code) => {
    expect((await publicRequest(server, path, parameters)).body.code).toBe(code);
  });

  it.each([
    ['GET /api/v3/order', { symbol: 'BTCUSDT' }, -1102],
    ['GET /api/v3/order', { symbol: 'BTCUSDT', orderId: 9 }, -2013],
    ['DELETE /api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'none' }, -2011],
    ['DELETE /api/v3/openOrders', { symbol: 'BTCUSDT' }, -2011],
    ['DELETE /api/v3/order', { symbol: 'BTCUSDT', orderId: 1, cancelRestrictions: 'ALL' }, -1145],
    ['GET /api/v3/myTrades', { symbol: 'BTCUSDT', fromId: 1, startTime: 1 }, -1128],
    ['GET /api/v3/myTrades', { symbol: 'BTCUSDT', startTime: 1, endTime: 86_400_002 }, -1127],
    ['GET /api/v3/allOrders', { symbol: 'BTCUSDT', startTime: 1, endTime: 86_400_002 }, -1127],
  ])('%s with %o is refused with %i', async (route, parameters, code) => {
    expect((await signedRequest(server, route, parameters)).body.code).toBe(code);
  });
});
