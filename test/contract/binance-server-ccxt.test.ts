/** The real ccxt talks to the test venue over HTTP: what it sends, what it reads, and what becomes of replies that are broken. */
import type { binance } from 'ccxt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCcxtClient } from '../support/binance/ccxt-client.ts';
import type { Fault } from '../support/binance/faults.ts';
import { type BinanceServer, createBinanceServer } from '../support/binance/server.ts';
import { textOf } from '../support/binance/units.ts';

let server: BinanceServer;
let client: binance;
beforeAll(async () => {
  server = await createBinanceServer({ seed: 5 });
  client = await createCcxtClient(server);
  await client.loadMarkets();
});
afterAll(() => server.close());

let seen = 0;
beforeEach(() => {
  seen = server.requests().length;
});
/** Requests since the test began, without what every signed one has. */
const sent = () =>
  server
    .requests()
    .slice(seen)
    .map(({ method, path, parameters: { timestamp, recvWindow, ...own } }) => ({
      request: `${method} ${path}`,
      own,
    }));

const btc = 'BTC/USDT';
/** A share of the price at which the venue starts. */
const far = (share: number) => Math.round(60_000 * share);

describe('ccxt reads', () => {
  it('markets with their rules, from exchangeInfo and the list of coins', async () => {
    const other = await createCcxtClient(server);
    const markets = await other.loadMarkets();
    expect(sent().map(({ request }) => request)).toEqual([
      'GET /sapi/v1/capital/config/getall',
      'GET /api/v3/exchangeInfo',
    ]);
    expect(Object.keys(markets)).toHaveLength(7);
    expect(markets[btc]).toMatchObject({
      ...{ id: 'BTCUSDT', active: true, spot: true },
      precision: { amount: 0.00001, price: 0.01 },
      limits: { amount: { min: 0.00001 }, cost: { min: 5 } },
    });
    expect(other.currencies.BTC).toMatchObject({ id: 'BTC', active: true });
  });

  it('the time', async () => {
    expect(Math.abs((await client.fetchTime())! - server.clock.now())).toBeLessThan(5_000);
  });

  it('candles, the running one among them', async () => {
    const hourMs = 3_600_000;
    const candles = await client.fetchOHLCV(btc, '1h', server.clock.now() - 3 * hourMs, 10);
    expect(candles).toHaveLength(3);
    const lastMs = Number(candles.at(-1)?.[0]);
    expect(lastMs).toBeGreaterThan(server.clock.now() - hourMs);
    expect(candles.every((candle) => candle.every(Number.isFinite))).toBe(true);
  });

  it('the book', async () => {
    const { bids, asks } = await client.fetchOrderBook(btc, 5);
    expect([bids.length, asks.length]).toEqual([5, 5]);
    expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]));
  });

  it('tickers and trades', async () => {
    expect((await client.fetchTicker(btc)).last).toBeGreaterThan(0);
    expect(Object.keys(await client.fetchBidsAsks())).toHaveLength(7);
    expect(await client.fetchTrades(btc, undefined, 1)).toHaveLength(1);
    expect(sent().map(({ request }) => request)).toEqual([
      'GET /api/v3/ticker/24hr',
      'GET /api/v3/ticker/bookTicker',
      'GET /api/v3/aggTrades',
    ]);
  });

  it('balances', async () => {
    const { free, total } = (await client.fetchBalance()) as unknown as {
      readonly free: Record<string, number>;
      readonly total: Record<string, number>;
    };
    expect([free.USDT, total.BTC, total.SOL]).toEqual([10_000, 0.1, 0]);
  });

  it('fees', async () => {
    expect((await client.fetchTradingFees())['ETH/BTC']).toMatchObject({
      maker: 0.001,
      taker: 0.001,
    });
    expect(await client.fetchTradingFee(btc)).toMatchObject({ maker: 0.001, taker: 0.001 });
    expect(sent().map(({ request }) => request)).toEqual(
      Array(2).fill('GET /sapi/v1/asset/tradeFee'),
    );
  });

  it('what a key may do', async () => {
    const ask = client as unknown as { sapiGetAccountApiRestrictions(): Promise<unknown> };
    expect(await ask.sapiGetAccountApiRestrictions()).toMatchObject({
      ...{ enableWithdrawals: false, enableSpotAndMarginTrading: true, ipRestrict: true },
    });
  });
});

describe('ccxt places', () => {
  it('an IOC order with our id, signed time and window, and reads its fills', async () => {
    const timestamp = server.clock.now();
    const order = await client.createOrder(btc, 'limit', 'buy', 0.01, far(1.02), {
      ...{ timeInForce: 'IOC', clientOrderId: 'ours-ioc', timestamp, recvWindow: 4_000 },
    });
    expect(server.requests()[seen]?.parameters).toEqual({
      ...{ timestamp: String(timestamp), recvWindow: '4000', symbol: 'BTCUSDT', side: 'BUY' },
      ...{ newClientOrderId: 'ours-ioc', newOrderRespType: 'FULL', type: 'LIMIT' },
      ...{ quantity: '0.01', price: '61200', timeInForce: 'IOC' },
    });
    expect(order).toMatchObject({ clientOrderId: 'ours-ioc', status: 'closed', filled: 0.01 });
    expect(order).toMatchObject({ fees: [{ currency: 'BTC', cost: 0.00001 }] });
  });

  it('a maker-only order as LIMIT_MAKER, asking for the full reply', async () => {
    const order = await client.createOrder(btc, 'limit', 'buy', 0.01, far(0.9), {
      ...{ postOnly: true, clientOrderId: 'ours-maker' },
    });
    expect(sent()[0]?.own).toMatchObject({ type: 'LIMIT_MAKER', newOrderRespType: 'FULL' });
    expect(sent()[0]?.own).not.toHaveProperty('timeInForce');
    expect(order).toMatchObject({ status: 'open', postOnly: true, filled: 0 });
    const taking = client.createOrder(btc, 'limit', 'buy', 0.01, far(1.1), { postOnly: true });
    await expect(taking).rejects.toThrow('Order would immediately match and take.');
  });

  it('a limit order, and finds, lists and cancels it by our id', async () => {
    await client.createOrder(btc, 'limit', 'sell', 0.01, far(1.2), { clientOrderId: 'ours-limit' });
    const found = await client.fetchOrder('', btc, { origClientOrderId: 'ours-limit' });
    expect(found).toMatchObject({ status: 'open', price: 72_000, remaining: 0.01 });
    const ids = (await client.fetchOpenOrders(btc)).map(({ clientOrderId }) => clientOrderId);
    expect(ids).toEqual(['ours-maker', 'ours-limit']);
    await client.cancelOrder('', btc, { origClientOrderId: 'ours-limit' });
    expect(sent().map(({ own }) => own)).toMatchObject([
      { newClientOrderId: 'ours-limit' },
      { symbol: 'BTCUSDT', origClientOrderId: 'ours-limit' },
      { symbol: 'BTCUSDT' },
      { symbol: 'BTCUSDT', origClientOrderId: 'ours-limit' },
    ]);
    const after = await client.fetchOrder('', btc, { origClientOrderId: 'ours-limit' });
    expect(after.status).toBe('canceled');
  });

  it('orders whose trades add up to the balances, to the last digit', async () => {
    await client.createOrder('ETH/USDT', 'market', 'sell', 0.5);
    await client.createOrder('ETH/BTC', 'limit', 'buy', 0.1, 0.06, { timeInForce: 'IOC' });
    const change = (asset: string, from: bigint) =>
      server.fills().reduce((sum, { symbol, isBuyer, ...trade }) => {
        const sign = isBuyer ? 1n : -1n;
        const base = symbol.startsWith(asset) ? sign * trade.quantity : 0n;
        const quote = symbol.endsWith(asset) ? -sign * trade.quoteQuantity : 0n;
        const commission = trade.commissionAsset === asset ? trade.commission : 0n;
        return sum + base + quote - commission;
      }, from);
    const { ETH, BTC } = server.balances();
    expect(ETH?.free).toBe(textOf(change('ETH', 100_000_000n)));
    expect(BTC?.free).toBe(textOf(change('BTC', 10_000_000n)));
    const trades = await client.fetchMyTrades('ETH/BTC');
    expect(trades).toMatchObject([
      { side: 'buy', takerOrMaker: 'taker', fee: { currency: 'ETH' } },
    ]);
  });

  it('a test order without an effect', async () => {
    const before = server.orders().length;
    await client.createOrder(btc, 'limit', 'buy', 0.01, far(0.9), { test: true });
    expect(sent()[0]?.request).toBe('POST /api/v3/order/test');
    expect(server.orders()).toHaveLength(before);
  });
});

describe('ccxt names', () => {
  const name = (work: Promise<unknown>) =>
    work.then(
      () => 'nothing',
      (error: Error) => error.constructor.name,
    );

  it.each([
    [
      'an unknown order',
      () => client.fetchOrder('', btc, { origClientOrderId: 'none' }),
      'OrderNotFound',
    ],
    [
      'a cancel of none',
      () => client.cancelOrder('', btc, { origClientOrderId: 'none' }),
      'OrderNotFound',
    ],
    [
      'too little money',
      () => client.createOrder(btc, 'limit', 'buy', 5, far(0.9)),
      'InsufficientFunds',
    ],
    [
      'too small an order',
      () => client.createOrder(btc, 'limit', 'buy', 0.00005, far(0.9)),
      'BadRequest',
    ],
    [
      'an order id that is open',
      () =>
        client.createOrder(btc, 'limit', 'buy', 0.01, far(0.9), { clientOrderId: 'ours-maker' }),
      'InvalidOrder',
    ],
    [
      'a parameter of its own',
      () => client.createOrder(btc, 'limit', 'buy', 0.01, far(0.9), { mine: 1 }),
      'BadRequest',
    ],
  ])('%s', async (_, work, expected) => {
    expect(await name(work())).toBe(expected);
  });

  const place = () => client.createOrder(btc, 'limit', 'buy', 0.001, far(0.9));
  const fault = (code: number, status: number): Fault => ({
    ...{ kind: 'error', status, code, message: 'As told.', applied: false },
  });
  it.each([
    ['500 with −1000', fault(-1000, 500), 'OperationFailed'],
    ['500 with −1006', fault(-1006, 500), 'OperationFailed'],
    ['504 with −1007', fault(-1007, 504), 'RequestTimeout'],
    // OperationFailed at the address of Binance: ccxt knows the table of spot errors by the host.
    ['503 with −1008', fault(-1008, 503), 'ExchangeError'],
    ['400 with −1021', fault(-1021, 400), 'InvalidNonce'],
    ['429 with −1003', fault(-1003, 429), 'DDoSProtection'],
    ['418 with −1003', fault(-1003, 418), 'DDoSProtection'],
    // Not a question of permission, once a request was let in: so ccxt, so the caller must look at the code.
    ['401 with −2015', fault(-2015, 401), 'DDoSProtection'],
    ['a reset', { kind: 'reset', applied: false }, 'NetworkError'],
    ['a page of HTML', { kind: 'body', body: 'html', applied: false }, 'TypeError'],
    ['half a body', { kind: 'body', body: 'truncated', applied: true }, 'TypeError'],
    ['an empty object', { kind: 'body', body: '{}', applied: true }, 'nothing'],
    ['null', { kind: 'body', body: 'null', applied: true }, 'TypeError'],
  ] as const)('%s on an order', async (_, broken, expected) => {
    server.faults.add({ on: 'POST /api/v3/order', fault: broken });
    expect(await name(place())).toBe(expected);
  });
});

describe('ccxt', () => {
  it('keeps a failed load of the markets until it is told to load again', async () => {
    const other = await createCcxtClient(server);
    server.faults.add({
      on: '/api/v3/exchangeInfo',
      fault: { kind: 'error', status: 503, code: -1008, message: 'Busy.', applied: false },
    });
    await expect(other.loadMarkets()).rejects.toThrow('Busy.');
    const before = server.requests().length;
    await expect(other.fetchOrderBook(btc)).rejects.toThrow('Busy.');
    expect(server.requests()).toHaveLength(before);
    expect(Object.keys(await other.loadMarkets(true))).toHaveLength(7);
  });
});
