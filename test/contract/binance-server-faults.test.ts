/** What goes wrong at the test venue: the effect happens or not just as scripted, whatever the caller sees. */
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import type { Fault } from '../support/binance/faults.ts';
import {
  crossedBook,
  randomFaults,
  shuffledAndTwice,
  unclearFault,
  withoutFees,
} from '../support/binance/random-faults.ts';
import type { BinanceServer } from '../support/binance/server.ts';
import { publicRequest, signedRequest } from '../support/binance/signed-request.ts';
import { stillServersOfThisFile } from '../support/binance/still-server.ts';

const open = stillServersOfThisFile();

const order = {
  ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
  ...{ quantity: '1', price: '99.5', newClientOrderId: 'mine-1' },
};
const place = (server: BinanceServer, options: { signal?: AbortSignal } = {}) =>
  signedRequest(server, 'POST /api/v3/order', order, options);
const on = 'POST /api/v3/order';

/** What a request without a deadline of its own comes to, given up once it has arrived and nothing more is heard. */
const givenUp = async (
  server: BinanceServer,
  request: (signal: AbortSignal) => Promise<unknown>,
): Promise<string> => {
  const controller = new AbortController();
  const outcome = request(controller.signal).then(
    () => 'answered',
    (error: Error) => error.name,
  );
  while (server.requests().length === 0) await setTimeout(5);
  await setTimeout(30);
  controller.abort();
  return outcome;
};

describe.each([true, false])('an order of which the effect is %s', (applied) => {
  const expectEffect = (server: BinanceServer) => {
    expect(server.ordersWithPrefix('mine-')).toHaveLength(applied ? 1 : 0);
    expect(server.balances().USDT?.locked).toBe(applied ? '99.50000000' : '0.00000000');
    expect(server.requests()[0]?.effects).toEqual(applied ? ['order 1 NEW'] : []);
  };

  it('gets no reply', async () => {
    const server = await open();
    server.faults.add({ on, fault: { kind: 'no-reply', applied } });
    expect(await givenUp(server, (signal) => place(server, { signal }))).toBe('AbortError');
    expectEffect(server);
    expect(server.requests()[0]).toMatchObject({ fault: 'no-reply', status: null });
  });

  it('gets headers and half of a body', async () => {
    const server = await open();
    server.faults.add({ on, fault: { kind: 'stalled-body', applied } });
    expect(await givenUp(server, (signal) => place(server, { signal }))).toBe('AbortError');
    expectEffect(server);
    expect(server.requests()[0]).toMatchObject({ fault: 'stalled-body', status: 200 });
  });

  it('loses its connection', async () => {
    const server = await open();
    server.faults.add({ on, fault: { kind: 'reset', applied } });
    await expect(place(server)).rejects.toThrow('fetch failed');
    expectEffect(server);
  });

  it.each([
    ['html', '<html>'],
    ['truncated', '{'],
    ['empty', ''],
    ['{}', {}],
    ['null', null],
  ] as const)('gets status 200 with %s', async (body, begins) => {
    const server = await open();
    server.faults.add({ on, fault: { kind: 'body', body, applied } });
    const reply = await place(server);
    expect(reply.status).toBe(200);
    if (typeof begins === 'string' && begins !== '') expect(String(reply.body)).toContain(begins);
    else expect(reply.body).toEqual(begins);
    expectEffect(server);
  });

  it.each([
    [500, -1000],
    [500, -1006],
    [504, -1007],
    [503, -1008],
  ])('gets status %i with %i', async (status, code) => {
    const server = await open();
    server.faults.add({ on, fault: { kind: 'error', status, code, message: 'Unclear.', applied } });
    expect(await place(server)).toMatchObject({ status, body: { code, msg: 'Unclear.' } });
    expectEffect(server);
    expect(await place(server)).toMatchObject({ status: applied ? 400 : 200 });
  });
});

describe('an order', () => {
  it('may land after its reply was lost', async () => {
    const server = await open();
    server.faults.add({ on, fault: { kind: 'lands-late', afterMs: 8_000 } });
    expect(await givenUp(server, (signal) => place(server, { signal }))).toBe('AbortError');
    await server.clock.sleep(7_999);
    const query = { symbol: 'BTCUSDT', origClientOrderId: 'mine-1' };
    expect((await signedRequest(server, 'GET /api/v3/order', query)).body.code).toBe(-2013);
    await server.clock.sleep(1);
    expect((await signedRequest(server, 'GET /api/v3/order', query)).body.status).toBe('NEW');
    expect(server.requests()[0]?.effects).toEqual(['order 1 NEW']);
  });

  it('may be answered late', async () => {
    const server = await open();
    server.faults.add({ on, fault: { kind: 'slow', ms: 3_000 } });
    const before = server.clock.now();
    expect((await place(server)).body.transactTime).toBe(before);
    expect(server.clock.now()).toBe(before + 3_000);
  });

  it('that was cancelled may be filled after all', async () => {
    const server = await open();
    server.faults.add({
      on: 'DELETE /api/v3/order',
      fault: { kind: 'late-fill', share: 0.4, afterMs: 2_000 },
    });
    await place(server);
    const cancel = { symbol: 'BTCUSDT', origClientOrderId: 'mine-1' };
    const reply = await signedRequest(server, 'DELETE /api/v3/order', cancel);
    expect(reply.body).toMatchObject({ status: 'CANCELED', executedQty: '0.00000000' });
    await server.clock.sleep(2_000);
    expect((await signedRequest(server, 'GET /api/v3/order', cancel)).body).toMatchObject({
      ...{ status: 'CANCELED', executedQty: '0.40000000', cummulativeQuoteQty: '39.80000000' },
    });
    expect(server.balances().USDT).toEqual({ free: '960.20000000', locked: '0.00000000' });
  });

  it('may be filled by more than it asked for', async () => {
    const server = await open();
    await place(server);
    expect(server.hand.forceFill({ orderId: 1, quantity: '1.2', price: '99.5' })).toBe(true);
    expect(server.orders()).toMatchObject([{ status: 'FILLED', executed: 120_000_000n }]);
    expect(server.balances().USDT).toEqual({ free: '880.60000000', locked: '0.00000000' });
    // 880.6 do not pay for 9 more.
    expect(server.hand.forceFill({ orderId: 1, quantity: '9', price: '99.5' })).toBe(false);
  });

  it('of somebody else on the account is seen with the others', async () => {
    const server = await open();
    server.hand.after(1_000, () => {
      server.hand.placeOrder({ symbol: 'BTCUSDT', side: 'SELL', price: '100', quantity: '1' });
      server.hand.deposit('USDT', '5');
    });
    const query = () => signedRequest(server, 'GET /api/v3/openOrders', { symbol: 'BTCUSDT' });
    expect((await query()).body).toEqual([]);
    await server.clock.sleep(1_000);
    expect((await query()).body).toMatchObject([{ clientOrderId: expect.stringMatching(/^web_/) }]);
    expect(server.balances().USDT?.free).toBe('1005.00000000');
  });
});

describe('reads', () => {
  it('may stall after their headers', async () => {
    const server = await open();
    server.faults.add({ on: '/api/v3/time', fault: { kind: 'stalled-body', applied: true } });
    const controller = new AbortController();
    const response = await fetch(`${server.url}/api/v3/time`, controller);
    expect(response.status).toBe(200);
    const text = response.text();
    controller.abort();
    await expect(text).rejects.toThrow('aborted');
  });

  it('may tell of an earlier time', async () => {
    const server = await open();
    await server.clock.sleep(10_000);
    await place(server);
    await server.clock.sleep(1_000);
    const query = { symbol: 'BTCUSDT', origClientOrderId: 'mine-1' };
    const fault: Fault = { kind: 'lag', ms: 1_500 };
    server.faults.add({ fault, times: 3 });
    expect((await signedRequest(server, 'GET /api/v3/order', query)).body.code).toBe(-2013);
    const listed = await signedRequest(server, 'GET /api/v3/openOrders', { symbol: 'BTCUSDT' });
    expect(listed.body).toEqual([]);
    const account = await signedRequest(server, 'GET /api/v3/account');
    expect(account.body.balances[0]).toEqual({
      ...{ asset: 'USDT', free: '1000.00000000', locked: '0.00000000' },
    });
    expect((await signedRequest(server, 'GET /api/v3/order', query)).body.status).toBe('NEW');
  });

  it('may come shuffled and twice, without fees, or crossed', async () => {
    const server = await open({
      asks: [
        ['101', '1'],
        ['102', '1'],
      ],
    });
    const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '2' };
    await signedRequest(server, on, market);
    const ids = async () =>
      (await signedRequest(server, 'GET /api/v3/myTrades', { symbol: 'BTCUSDT' })).list.map(
        ({ id }) => id,
      );
    const [first, second] = await ids();
    const rewritten = { kind: 'rewrite', rewrite: shuffledAndTwice } as const;
    server.faults.add({ on: '/api/v3/myTrades', fault: rewritten });
    expect(await ids()).toEqual([first, second, first]);
    server.faults.add({ on, fault: { kind: 'rewrite', rewrite: withoutFees } });
    await server.clock.sleep(1_000);
    const { fills } = (await signedRequest(server, on, { ...market, quantity: '1' })).body;
    expect(Object.keys(fills[0] ?? {})).toEqual(['price', 'qty', 'tradeId']);
    server.faults.add({ on: '/api/v3/depth', fault: { kind: 'rewrite', rewrite: crossedBook } });
    await server.clock.sleep(1_000);
    const { bids, asks } = (await publicRequest(server, '/api/v3/depth', { symbol: 'BTCUSDT' }))
      .body;
    expect([bids[0]?.[0], asks[0]?.[0]]).toEqual(['101.00000000', '99.00000000']);
  });
});

describe('the venue', () => {
  it('may be in maintenance', async () => {
    const server = await open();
    server.hand.setMaintenance(true);
    expect((await publicRequest(server, '/api/v3/ping')).status).toBe(503);
    expect((await place(server)).status).toBe(503);
    server.hand.setMaintenance(false);
    expect((await place(server)).status).toBe(200);
  });

  it('writes down what was asked, without secrets', async () => {
    const server = await open();
    await place(server);
    expect(server.requests()).toEqual([
      {
        ...{ number: 1, atMs: server.clock.now(), method: 'POST', path: '/api/v3/order' },
        parameters: { timestamp: String(server.clock.now()), ...order },
        ...{ weight: 1, fault: null, effects: ['order 1 NEW'], status: 200, code: null },
      },
    ]);
    expect(JSON.stringify(server.requests())).not.toContain(server.key.apiKey);
  });
});

describe('faults by chance', () => {
  it('are the same from the same seed, and of every kind', () => {
    const kinds = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 200 }, () => unclearFault(random).kind);
    };
    expect(kinds(7)).toEqual(kinds(7));
    expect(kinds(7)).not.toEqual(kinds(8));
    expect([...new Set(kinds(7))].sort()).toEqual([
      ...['body', 'error', 'lands-late', 'no-reply', 'reset', 'stalled-body'],
    ]);
  });

  it('strike as often as they should, and no longer once they are taken away', async () => {
    const server = await open();
    server.faults.add(...randomFaults(0.3));
    server.faults.add({ on: '/api/v3/ping', probability: 0.3, fault: { kind: 'lag', ms: 1 } });
    for (let count = 0; count < 100; count += 1) await publicRequest(server, '/api/v3/ping');
    const struck = server.requests().filter(({ fault }) => fault !== null).length;
    expect(struck).toBeGreaterThan(15);
    expect(struck).toBeLessThan(45);
    server.faults.clear();
    await publicRequest(server, '/api/v3/ping');
    expect(server.requests().at(-1)?.fault).toBeNull();
  });
});
