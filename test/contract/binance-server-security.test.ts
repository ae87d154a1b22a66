/** Who gets in at the test venue: keys, signatures and timing as rest-api.md documents them. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { signatureOf } from '../support/binance/security.ts';
import type { BinanceServer } from '../support/binance/server.ts';
import { signedRequest } from '../support/binance/signed-request.ts';
import { stillServersOfThisFile, stillStartMs } from '../support/binance/still-server.ts';

const open = stillServersOfThisFile();

const refusal = (code: number, msg: string) => ({ code, msg });

describe('a signature', () => {
  // rest-api.md lines 305, 341 and 359: payload, signature and request, letter by letter.
  const payload =
    'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
  const signature = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71';
  const documented = () =>
    open({
      clock: createFrozenClock(1499827319559),
      balances: { BTC: '1' },
      ...{ bids: [], asks: [] },
      rules: {
        ...{ symbol: 'LTCBTC', baseAsset: 'LTC', quoteAsset: 'BTC', minimumNotional: '0.0001' },
        bidMultiplierDown: '0.0001',
      },
    });
  const send = (server: BinanceServer, query: string, init: RequestInit = {}) =>
    fetch(`${server.url}/api/v3/order${query === '' ? '' : `?${query}`}`, {
      method: 'POST',
      headers: { 'X-MBX-APIKEY': server.key.apiKey },
      ...init,
    });

  it('of the documentation opens the door', async () => {
    const server = await documented();
    expect(signatureOf(payload, server.key.secret)).toBe(signature);
    const response = await send(server, `${payload}&signature=${signature}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ symbol: 'LTCBTC', price: '0.10000000' });
  });

  it('of the documentation holds for names outside of ASCII', async () => {
    const server = await documented();
    const name = '%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96';
    const other = 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3';
    const response = await send(server, `${payload.replace('LTCBTC', name)}&signature=${other}`);
    // The signature is right, the venue only does not know the symbol.
    expect(await response.json()).toEqual(refusal(-1121, 'Invalid symbol.'));
  });

  it('may be in capital letters (line 332)', async () => {
    const server = await documented();
    const response = await send(server, `${payload}&signature=${signature.toUpperCase()}`);
    expect(response.status).toBe(200);
  });

  it('covers the query and then the body without a separator (line 256)', async () => {
    const server = await documented();
    const query = 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC';
    const body = 'quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
    const headers = {
      'X-MBX-APIKEY': server.key.apiKey,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const mixed = signatureOf(`${query}${body}`, server.key.secret);
    const response = await send(server, query, { headers, body: `${body}&signature=${mixed}` });
    expect(response.status).toBe(200);
  });

  it('of another text is refused', async () => {
    const server = await documented();
    const response = await send(
      server,
      `${payload.replace('=0.1', '=0.2')}&signature=${signature}`,
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(
      refusal(-1022, 'Signature for this request is not valid.'),
    );
    expect(server.orders()).toEqual([]);
  });
});

describe('a key', () => {
  it('is needed, and must look like one', async () => {
    const server = await open();
    const response = await fetch(`${server.url}/api/v3/account?timestamp=1&signature=1`);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(refusal(-2014, 'API-key format invalid.'));
  });

  it('that the venue does not know, or no longer, is rejected', async () => {
    const server = await open();
    const other = { ...server, key: { ...server.key, apiKey: 'a'.repeat(64) } };
    const rejected = refusal(-2015, 'Invalid API-key, IP, or permissions for action.');
    expect(await signedRequest(other, 'GET /api/v3/account')).toMatchObject({
      ...{ status: 401, body: rejected },
    });
    server.hand.revokeKey();
    expect((await signedRequest(server, 'GET /api/v3/account')).body).toEqual(rejected);
  });

  it('without the right to trade reads but places nothing', async () => {
    const server = await open({ permissions: { enableSpotAndMarginTrading: false } });
    const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: 1 };
    expect((await signedRequest(server, 'POST /api/v3/order', order)).body.code).toBe(-2015);
    expect((await signedRequest(server, 'GET /api/v3/account')).body.canTrade).toBe(false);
    const restrictions = await signedRequest(server, 'GET /sapi/v1/account/apiRestrictions');
    expect(restrictions.body).toMatchObject({
      ...{ enableSpotAndMarginTrading: false, enableWithdrawals: false, enableReading: true },
    });
  });
});

describe('a timestamp', () => {
  const at = (timestamp: number, more = {}) => ({ timestamp, ...more });
  const outside = refusal(-1021, 'Timestamp for this request is outside of the recvWindow.');

  // rest-api.md lines 229: timestamp < serverTime + 1000 and serverTime − timestamp <= recvWindow.
  it.each([
    ['5,000 ms old', at(stillStartMs - 5_000), null],
    ['5,001 ms old', at(stillStartMs - 5_001), outside],
    ['100 ms old with a window of 99', at(stillStartMs - 100, { recvWindow: 99 }), outside],
    ['100 ms old with a window of 100.5', at(stillStartMs - 100, { recvWindow: 100.5 }), null],
    [
      '60,000 ms old with the widest window',
      at(stillStartMs - 60_000, { recvWindow: 60_000 }),
      null,
    ],
    ['999 ms ahead', at(stillStartMs + 999), null],
    [
      '1,000 ms ahead',
      at(stillStartMs + 1_000),
      refusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time."),
    ],
    ['in microseconds', at(stillStartMs * 1_000), null],
    [
      'with a window of more than a minute',
      at(stillStartMs, { recvWindow: 60_001 }),
      refusal(-1102, "'recvWindow' contains unexpected value. Cannot be greater than 60000."),
    ],
  ])('%s', async (_, parameters, expected) => {
    const { status, body } = await signedRequest(await open(), 'GET /api/v3/account', parameters);
    if (expected) expect(body).toEqual(expected);
    else expect(status).toBe(200);
  });

  it('is read by the clock of the venue, which may be wrong', async () => {
    const server = await open();
    server.setClockOffset(7_000);
    expect((await signedRequest(server, 'GET /api/v3/account')).body).toEqual(outside);
    const time = await fetch(`${server.url}/api/v3/time`);
    expect(await time.json()).toEqual({ serverTime: stillStartMs + 7_000 });
  });

  it('is ahead of a venue whose clock is set back, which forgets nothing by it', async () => {
    const server = await open();
    server.hand.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', price: '90', quantity: '1' });
    server.setClockOffset(-7_000);
    const ahead = await signedRequest(server, 'GET /api/v3/openOrders');
    expect(ahead.body).toMatchObject({ code: -1021, msg: expect.stringContaining('1000ms ahead') });
    const timestamp = stillStartMs - 7_000;
    expect(
      (await signedRequest(server, 'GET /api/v3/openOrders', { timestamp })).list,
    ).toHaveLength(1);
  });

  it('and the signature must be there', async () => {
    const server = await open();
    const response = await fetch(`${server.url}/api/v3/account`, {
      headers: { 'X-MBX-APIKEY': server.key.apiKey },
    });
    expect(await response.json()).toEqual(
      refusal(-1102, "Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed."),
    );
  });
});
