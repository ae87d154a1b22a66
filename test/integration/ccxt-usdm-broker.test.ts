/** Perpetuals at a server that speaks Binance USD-M futures: orders, positions, and orders that only reduce. */
import { afterEach, describe, expect, it } from 'vitest';
import { multiply } from '../../src/base/decimal.ts';
import { ethShort, openUsdm, trade, type UsdmScene } from '../support/ccxt-usdm.ts';

let scene: UsdmScene | undefined;

async function open(options: Parameters<typeof openUsdm>[0] = {}): Promise<UsdmScene> {
  scene = await openUsdm({ speed: 5, ...options });
  return scene;
}

afterEach(async () => {
  await scene?.server.close();
  scene = undefined;
});

describe('an order for a perpetual', () => {
  it('is sent under the name of the venue, bound to its time, and told with fees in the quote', async () => {
    const usdm = await open();
    const { broker, order, server } = usdm;
    const request = order();
    // As told at once: filled, and its fills are asked for.
    expect(await broker.submit(request)).toMatchObject({
      kind: 'accepted',
      report: { status: 'closed', filled: '0.002', fills: [] },
    });
    expect(await broker.query(request)).toMatchObject({
      status: 'closed',
      // 0.002 · 60,006 at 5 bp.
      fills: [{ market: 'BTC/USDT', price: '60006', fee: '0.060006', feeAsset: 'USDT' }],
    });
    const sent = server.requests().find(({ method }) => method === 'POST');
    expect(sent?.parameters).toEqual({
      ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: '0.002', price: '60300' },
      ...{ timeInForce: 'IOC', newClientOrderId: request.clientOrderId },
      ...{ timestamp: String(request.signedAt), recvWindow: '5000', newOrderRespType: 'RESULT' },
    });
  });

  it('that rests is post-only, and is refused or expires where it would take', async () => {
    const refusing = await open();
    const request = refusing.order({ kind: 'rest' });
    expect(await refusing.broker.submit(request)).toMatchObject({
      ...{ kind: 'rejected', cause: expect.stringContaining('-5022'), retryAfterMs: 1_000 },
    });
    await refusing.server.close();
    const expiring = await open({ refusesGtx: false });
    const taken = expiring.order({ kind: 'rest' });
    expect(await expiring.broker.submit(taken)).toMatchObject({ kind: 'accepted' });
    expect(await expiring.broker.query(taken)).toMatchObject({ status: 'closed', fills: [] });
    const sent = expiring.server.requests().find(({ method }) => method === 'POST');
    expect(sent?.parameters.timeInForce).toBe('GTX');
  });

  it('that got lost is found by its id, among the orders, and by its trades', async () => {
    const { broker, order, server } = await open();
    server.faults.add({
      on: 'POST /fapi/v1/order',
      fault: { kind: 'reset', applied: true },
    });
    const request = order();
    await expect(broker.submit(request)).rejects.toMatchObject({ kind: 'unknown' });
    const { clientOrderId } = request;
    expect(await broker.query(request)).toMatchObject({ status: 'closed', filled: '0.002' });
    const { order: found, trades, total } = await broker.sweep(request);
    expect(found).toMatchObject({ clientOrderId, status: 'closed', filled: '0.002' });
    expect(trades).toMatchObject([{ clientOrderId, market: 'BTC/USDT', quantity: '0.002' }]);
    expect(total.BTC).toBe('0.002');
  });
});

describe('positions', () => {
  it('are told with their signs, and as cash what they leave: the worth is the same at any price', async () => {
    const usdm = await open();
    const { broker, server } = usdm;
    const [long] = await trade(usdm, { quantity: '0.01' });
    const [short] = await trade(usdm, ethShort);
    expect([long?.price, short?.price]).toEqual(['60006', '2999.7']);
    const { free, total } = await broker.holdings();
    // 10,000 − 0.01 · 60,006 + 0.5 · 2,999.7, less fees of 5 bp on either.
    const cash = 10_000 - 600.06 + 1_499.85 - 0.0005 * (600.06 + 1_499.85);
    expect(total).toEqual({ BTC: '0.01', ETH: '-0.5', USDT: expect.any(String) });
    expect(Number(total.USDT)).toBeCloseTo(cash, 8);
    // Margin at the mark prices: 600 / 5 + 1,500 / 20; worth 9,998.64…; five times what is left, the smallest leverage.
    const worth = cash + 600 - 1_500;
    expect(free).toEqual({ USDT: expect.any(String) });
    expect(Number(free.USDT)).toBeCloseTo(5 * (worth - 120 - 75), 6);
    server.hand.setPrice('BTCUSDT', 70_000);
    expect((await broker.holdings()).total).toEqual(total);
  });

  it('pay fees from BNB where the account has some, which is no position', async () => {
    const usdm = await open({ balances: { USDT: '1000', BNB: '1' }, fees: { payInBnb: true } });
    usdm.server.hand.setPrice('BNBUSDT', 600);
    const [fill] = await trade(usdm, {});
    // 0.002 · 60,006 at 5 bp, a tenth less, at 600: to eight places.
    expect(fill).toMatchObject({ fee: '0.00009', feeAsset: 'BNB' });
    const { total } = await usdm.broker.holdings();
    expect(total).toEqual({ BTC: '0.002', USDT: '879.988', BNB: '0.99991' });
  });

  it('go through zero in two orders, the first of which only reduces', async () => {
    const usdm = await open();
    const { broker, server } = usdm;
    await trade(usdm, { quantity: '0.01' });
    const sale = { side: 'sell', quantity: '0.01', limitPrice: '59700' } as const;
    const [closing] = await trade(usdm, { ...sale, reduceOnly: true });
    expect((await broker.holdings()).total.BTC).toBeUndefined();
    const before = await broker.holdings();
    const [opening] = await trade(usdm, sale);
    expect(server.positions()).toEqual({ BTCUSDT: '-0.01000000' });
    const { total } = await broker.holdings();
    const proceeds = multiply('0.01', opening?.price ?? '0');
    expect(total.BTC).toBe('-0.01');
    expect(Number(total.USDT)).toBeCloseTo(
      Number(before.total.USDT) + Number(proceeds) - Number(opening?.fee),
      8,
    );
    expect(closing?.price).toBe('59994');
    const sent = server.requests().filter(({ method }) => method === 'POST');
    expect(sent.map(({ parameters }) => parameters.reduceOnly)).toEqual([
      undefined,
      'true',
      undefined,
    ]);
  });

  it('reverse in one order too where it may open', async () => {
    const usdm = await open();
    await trade(usdm, { quantity: '0.01' });
    await trade(usdm, { side: 'sell', quantity: '0.03', limitPrice: '59700' });
    const { total } = await usdm.broker.holdings();
    // 0.01 · (59,994 − 60,006) is realised, −0.02 at 59,994 is open.
    const fees = 0.0005 * (600.06 + 1_799.82);
    expect(total.BTC).toBe('-0.02');
    expect(Number(total.USDT)).toBeCloseTo(10_000 - 600.06 + 1_799.82 - fees, 8);
  });

  it('of more than the margin allows are refused', async () => {
    const { broker, order } = await open();
    // 10,000 · 5 / 60,300.
    expect(await broker.submit(order({ quantity: '0.83' }))).toMatchObject({
      ...{ kind: 'rejected', cause: expect.stringContaining('-2019') },
    });
    expect(await broker.submit(order({ quantity: '0.829' }))).toMatchObject({ kind: 'accepted' });
  });
});

describe('an order that only reduces', () => {
  it.each([
    ['where there is nothing', undefined, { side: 'sell', limitPrice: '59700' }],
    ['a long by a buy', {}, {}],
    [
      'a short by a sale',
      { side: 'sell', limitPrice: '59700' },
      { side: 'sell', limitPrice: '59700' },
    ],
    ['a long beyond zero', {}, { side: 'sell', quantity: '0.003', limitPrice: '59700' }],
  ] as const)('is refused %s', async (_, held, change) => {
    const usdm = await open();
    if (held !== undefined) await trade(usdm, held);
    const before = await usdm.broker.holdings();
    expect(await usdm.broker.submit(usdm.order({ ...change, reduceOnly: true }))).toMatchObject({
      ...{ kind: 'rejected', cause: expect.stringContaining('-2022') },
    });
    expect(await usdm.broker.holdings()).toEqual(before);
  });

  it('may be smaller than the smallest order, where another may not', async () => {
    const usdm = await open();
    await trade(usdm, {});
    const dust = { side: 'sell', quantity: '0.001', limitPrice: '59700' } as const;
    expect(await usdm.broker.submit(usdm.order(dust))).toMatchObject({
      ...{ kind: 'rejected', rulesChanged: true, cause: expect.stringContaining('-4164') },
    });
    expect(await trade(usdm, { ...dust, reduceOnly: true })).toMatchObject([{ quantity: '0.001' }]);
  });
});
