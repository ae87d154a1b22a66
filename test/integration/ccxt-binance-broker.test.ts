/** The broker for exchanges against a server that speaks Binance by its documentation, and fails as it is told to. */
import { afterEach, describe, expect, it } from 'vitest';
import { VenueError } from '../../src/base/errors.ts';
import type { Fault } from '../support/binance/faults.ts';
import { type BinanceScene, openBinance } from '../support/ccxt-binance.ts';

let scene: BinanceScene | undefined;

async function open(options: Parameters<typeof openBinance>[0] = {}): Promise<BinanceScene> {
  scene = await openBinance(options);
  return scene;
}

afterEach(async () => {
  await scene?.server.close();
  scene = undefined;
});

const newOrder = 'POST /api/v3/order';

function posts({ server }: BinanceScene): number {
  return server.requests().filter(({ method, path }) => `${method} ${path}` === newOrder).length;
}

async function kindOf(outcome: Promise<unknown>): Promise<string> {
  const fault = await outcome.then(
    (value) => value,
    (error: unknown) => error,
  );
  return fault instanceof VenueError ? fault.kind : `no VenueError: ${JSON.stringify(fault)}`;
}

describe('an order that is sent', () => {
  it('is bound to the time of its signature and the receive window, and told with its fills', async () => {
    const { broker, order, server } = await open();
    const request = order();
    expect(await broker.submit(request)).toMatchObject({
      kind: 'accepted',
      report: {
        status: 'closed',
        filled: '0.001',
        fills: [{ quantity: '0.001', fee: '0.000001', feeAsset: 'BTC', side: 'buy' }],
      },
    });
    const sent = server.requests().find(({ method }) => method === 'POST');
    expect(sent?.parameters).toMatchObject({
      timestamp: String(request.signedAt),
      recvWindow: '5000',
      newClientOrderId: request.clientOrderId,
      timeInForce: 'IOC',
    });
  });

  it('is refused when it comes later than the window, and was not taken', async () => {
    const { broker, order, connection, server } = await open();
    const late = order({ signedAt: connection.clock.now() - 6_000 });
    expect(await broker.submit(late)).toMatchObject({ kind: 'rejected', retryAfterMs: 1_000 });
    expect(server.orders()).toEqual([]);
  });

  const lost: readonly (readonly [string, Fault, string])[] = [
    ['no reply', { kind: 'no-reply', applied: true }, 'unknown'],
    ['no reply, and not taken', { kind: 'no-reply', applied: false }, 'unknown'],
    ['headers and a stalled body', { kind: 'stalled-body', applied: true }, 'unknown'],
    ['a reset', { kind: 'reset', applied: true }, 'unknown'],
    ['HTML with 200', { kind: 'body', body: 'html', applied: true }, 'unknown'],
    ['a truncated receipt', { kind: 'body', body: 'truncated', applied: true }, 'unknown'],
    ['an empty body', { kind: 'body', body: 'empty', applied: true }, 'unknown'],
    ['{}', { kind: 'body', body: '{}', applied: true }, 'unknown'],
    ['null', { kind: 'body', body: 'null', applied: false }, 'unknown'],
    [
      '503 −1008',
      { kind: 'error', status: 503, code: -1008, message: 'Busy.', applied: true },
      'unavailable',
    ],
    [
      '504 −1007, though it was taken',
      { kind: 'error', status: 504, code: -1007, message: 'Timeout.', applied: true },
      'unavailable',
    ],
  ];

  it.each(lost)(
    'is neither taken nor refused after %s, and is never sent again',
    async (_, fault, kind) => {
      const { broker, order, server } = await open();
      const request = order();
      // Markets are read before.
      await broker.holdings();
      server.faults.add({ on: newOrder, fault });
      expect(await kindOf(broker.submit(request))).toBe(kind);
      expect(posts(scene as BinanceScene)).toBe(1);
      const isTaken = 'applied' in fault && fault.applied;
      const found = await broker.query(request);
      expect(found?.status).toBe(isTaken ? 'closed' : undefined);
      expect(server.orders()).toHaveLength(isTaken ? 1 : 0);
    },
  );

  it('is not believed when the receipt bears another id', async () => {
    const { broker, order, server } = await open();
    await broker.holdings();
    const rewrite = (reply: unknown) => ({ ...(reply as object), clientOrderId: 'web_1' });
    server.faults.add({ on: newOrder, fault: { kind: 'rewrite', rewrite } });
    expect(await kindOf(broker.submit(order()))).toBe('unknown');
  });

  it('asks for fees that the receipt left out', async () => {
    const { broker, order, server } = await open();
    const rewrite = (reply: unknown) => {
      const { fills, ...rest } = reply as { fills: readonly Record<string, unknown>[] };
      return { ...rest, fills: fills.map(({ commission, commissionAsset, ...fill }) => fill) };
    };
    await broker.holdings();
    server.faults.add({ on: newOrder, fault: { kind: 'rewrite', rewrite } });
    const request = order();
    expect(await broker.submit(request)).toMatchObject({
      kind: 'accepted',
      report: { filled: '0.001', fills: [] },
    });
    expect(await broker.query(request)).toMatchObject({
      status: 'closed',
      fills: [{ fee: '0.000001', feeAsset: 'BTC' }],
    });
  });

  it('tells fees in a third asset', async () => {
    const { broker, order } = await open({
      balances: { USDT: '10000', BNB: '1' },
      fees: { payInBnb: true },
    });
    expect(await broker.submit(order())).toMatchObject({
      report: { fills: [{ feeAsset: 'BNB' }] },
    });
  });
});

describe('a refusal of Binance', () => {
  it('for too many requests is heeded: nothing at all is asked until the time is over', async () => {
    const { broker, order, server, connection } = await open();
    await broker.holdings();
    const limit = { kind: 'error', status: 429, code: -1003, message: 'Too many.', applied: false };
    server.faults.add({ on: newOrder, fault: { ...limit, retryAfterSeconds: 20 } as Fault });
    expect(await broker.submit(order())).toMatchObject({ kind: 'rejected', retryAfterMs: 20_000 });
    const asked = server.requests().length;
    expect(await kindOf(broker.holdings())).toBe('unavailable');
    expect(await kindOf(broker.query(order()))).toBe('unavailable');
    expect(await kindOf(broker.cancel(order()))).toBe('unavailable');
    expect(await kindOf(broker.sweep(order()))).toBe('unavailable');
    expect(await kindOf(broker.openOrders())).toBe('unavailable');
    expect(await broker.submit(order())).toMatchObject({
      kind: 'rejected',
      retryAfterMs: expect.any(Number),
      cause: expect.stringContaining('left alone'),
    });
    expect(server.requests()).toHaveLength(asked);
    await connection.clock.sleep(21_000);
    expect((await broker.holdings()).free.USDT).toBe('10000');
  });

  it('for a clock that is off has the clock compared, and the next order is taken', async () => {
    const { broker, order, server } = await open();
    await broker.holdings();
    server.setClockOffset(30_000);
    expect(await broker.submit(order())).toMatchObject({ kind: 'rejected', retryAfterMs: 1_000 });
    expect(await broker.submit(order())).toMatchObject({ kind: 'accepted' });
  });

  it('has a read made once more with the right clock', async () => {
    const { broker, server } = await open();
    await broker.holdings();
    server.setClockOffset(30_000);
    expect((await broker.holdings()).free.USDT).toBe('10000');
  });

  it('for a key that was revoked is one, though ccxt takes it for too many requests', async () => {
    const { broker, order, server } = await open();
    await broker.holdings();
    server.hand.revokeKey();
    expect(await broker.submit(order())).toMatchObject({ kind: 'rejected' });
    expect(await kindOf(broker.holdings())).toBe('authentication');
    expect(server.orders()).toEqual([]);
  });

  it('for other trading rules has the rules read anew', async () => {
    const { broker, order, server } = await open();
    await broker.holdings();
    server.hand.changeRules('BTCUSDT', { stepSize: '0.01', minimumQuantity: '0.01' });
    expect(await broker.submit(order())).toMatchObject({ kind: 'rejected', rulesChanged: true });
    // Now it is known without asking, and nothing is rounded on the quiet.
    expect(await broker.submit(order())).toMatchObject({
      kind: 'rejected',
      rulesChanged: true,
      cause: '0.001 at 60300 does not fit the steps of BTC/USDT',
    });
    expect(posts(scene as BinanceScene)).toBe(1);
  });

  it('for a market that is halted is known afterwards without asking', async () => {
    const { broker, order, server } = await open();
    await broker.holdings();
    server.hand.setStatus('BTCUSDT', 'HALT');
    expect(await broker.submit(order())).toMatchObject({
      kind: 'rejected',
      cause: expect.stringContaining('Market is closed.'),
    });
    expect(await broker.submit(order())).toMatchObject({
      cause: 'BTC/USDT does not trade at Binance now',
    });
  });
});

describe('what is read at Binance', () => {
  it('counts only when it is whole: an empty object is no list without trades', async () => {
    const { broker, order, server } = await open();
    const request = order();
    await broker.submit(request);
    for (const path of ['openOrders', 'allOrders', 'myTrades', 'account']) {
      const fault: Fault = { kind: 'body', body: '{}', applied: false };
      server.faults.add({ on: `GET /api/v3/${path}`, fault });
      expect([path, await kindOf(broker.sweep(request))]).toEqual([path, 'unavailable']);
      server.faults.clear();
    }
  });

  it('is away during maintenance', async () => {
    const { broker, order, server } = await open();
    const request = order();
    await broker.submit(request);
    server.hand.setMaintenance(true);
    expect(await kindOf(broker.query(request))).toBe('unavailable');
    server.hand.setMaintenance(false);
    expect((await broker.query(request))?.status).toBe('closed');
  });

  it('leaves out trades of another’s orders, also of one that was placed long before', async () => {
    const { broker, order, server, connection } = await open();
    const sale = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.01' } as const;
    server.hand.placeOrder({ ...sale, price: '70000' });
    await connection.clock.sleep(10_000);
    const request = order();
    server.hand.placeOrder({ ...sale, price: '59000', timeInForce: 'IOC' });
    server.hand.setPrice('BTCUSDT', 71_000);
    expect(server.fills().length).toBeGreaterThanOrEqual(2);
    expect(await broker.sweep(request)).toMatchObject({
      order: undefined,
      trades: [],
      total: { BTC: '0.08' },
    });
  });

  it('finds an order that landed after it was given up', async () => {
    const { broker, order, server, connection } = await open();
    await broker.holdings();
    server.faults.add({ on: newOrder, fault: { kind: 'lands-late', afterMs: 15_000 } });
    const request = order();
    expect(await kindOf(broker.submit(request))).toBe('unknown');
    expect(await broker.query(request)).toBeUndefined();
    await connection.clock.sleep(16_000);
    expect((await broker.query(request))?.status).toBe('closed');
    expect(await broker.sweep(request)).toMatchObject({
      order: { status: 'closed', fills: [{ quantity: '0.001' }] },
    });
  });
});
