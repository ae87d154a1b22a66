/** Orders meet the book of the test venue: every price, quantity, fee and balance here is reckoned by hand. */
import { describe, expect, it } from 'vitest';
import type { BinanceServer } from '../support/binance/server.ts';
import { signedRequest } from '../support/binance/signed-request.ts';
import { stillServersOfThisFile, stillStartMs } from '../support/binance/still-server.ts';
import { usualSymbols } from '../support/binance/usual-symbols.ts';

const open = stillServersOfThisFile();

type Sent = Readonly<Record<string, string | number>>;
const place = async (server: BinanceServer, parameters: Sent) =>
  (await signedRequest(server, 'POST /api/v3/order', { symbol: 'BTCUSDT', ...parameters })).body;
const limit = (side: string, quantity: string, price: string, timeInForce = 'GTC') => ({
  ...{ type: 'LIMIT', side, quantity, price, timeInForce },
});
const asks = [
  ['101', '1'],
  ['102', '2'],
  ['103', '5'],
] as const;
const bids = [
  ['99', '1'],
  ['98', '2'],
] as const;

describe('an order that crosses the book', () => {
  it('takes the best prices first and pays the fee in what it receives', async () => {
    const server = await open({ asks });
    const reply = await place(server, limit('BUY', '2.5', '102'));
    // 1 at 101 and 1.5 at 102; fees of 0.1 % in BTC.
    expect(reply).toMatchObject({
      ...{ status: 'FILLED', executedQty: '2.50000000', cummulativeQuoteQty: '254.00000000' },
      fills: [
        {
          price: '101.00000000',
          qty: '1.00000000',
          commission: '0.00100000',
          commissionAsset: 'BTC',
        },
        {
          price: '102.00000000',
          qty: '1.50000000',
          commission: '0.00150000',
          commissionAsset: 'BTC',
        },
      ],
    });
    expect(server.balances()).toEqual({
      USDT: { free: '746.00000000', locked: '0.00000000' },
      BTC: { free: '12.49750000', locked: '0.00000000' },
    });
  });

  it('rests with what is left, locks what it may need, and is cancelled with everything back', async () => {
    const server = await open({ asks });
    const reply = await place(server, limit('BUY', '4', '102'));
    // 3 are filled for 101 + 204 = 305; 1 rests at 102.
    expect(reply).toMatchObject({
      status: 'PARTIALLY_FILLED',
      cummulativeQuoteQty: '305.00000000',
    });
    expect(server.balances().USDT).toEqual({ free: '593.00000000', locked: '102.00000000' });
    const depth = await (await fetch(`${server.url}/api/v3/depth?symbol=BTCUSDT`)).json();
    expect(depth).toMatchObject({
      bids: [
        ['102.00000000', '1.00000000'],
        ['99.00000000', '1.00000000'],
      ],
      asks: [['103.00000000', '5.00000000']],
    });
    const cancelled = await signedRequest(server, 'DELETE /api/v3/order', {
      ...{ symbol: 'BTCUSDT', orderId: reply.orderId },
    });
    expect(cancelled.body).toMatchObject({ status: 'CANCELED', executedQty: '3.00000000' });
    expect(server.balances().USDT).toEqual({ free: '695.00000000', locked: '0.00000000' });
  });

  it('as IOC expires with what is left', async () => {
    const server = await open({ asks });
    expect(await place(server, limit('BUY', '4', '102', 'IOC'))).toMatchObject({
      ...{ status: 'EXPIRED', executedQty: '3.00000000', cummulativeQuoteQty: '305.00000000' },
      expiryReason: 'UNFILLED_IOC_QUANTITY_EXPIRED',
    });
    expect(server.balances().USDT).toEqual({ free: '695.00000000', locked: '0.00000000' });
  });

  it('as FOK is filled whole or not at all', async () => {
    const server = await open({ asks });
    expect(await place(server, limit('BUY', '3.001', '102', 'FOK'))).toMatchObject({
      ...{ status: 'EXPIRED', executedQty: '0.00000000', fills: [] },
      expiryReason: 'UNFILLED_FOK_ORDER_EXPIRED',
    });
    expect(await place(server, limit('BUY', '3', '102', 'FOK'))).toMatchObject({
      status: 'FILLED',
    });
  });

  it('as maker only is rejected, and placed one tick away it rests', async () => {
    const server = await open({ asks });
    const maker = (price: string) => ({ type: 'LIMIT_MAKER', side: 'BUY', quantity: '1', price });
    expect(await place(server, maker('101'))).toEqual({
      ...{ code: -2010, msg: 'Order would immediately match and take.' },
    });
    // rest-api.md line 2159: ACK unless asked otherwise.
    expect(Object.keys(await place(server, maker('100.99')))).toEqual([
      ...['symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime'],
    ]);
    expect(server.orders()).toMatchObject([{ status: 'NEW', type: 'LIMIT_MAKER' }]);
  });
});

describe('a market order', () => {
  it('walks the book', async () => {
    const server = await open({ bids });
    // 1 at 99 and 1 at 98, the fee in USDT: 197 × 0.001.
    expect(await place(server, { type: 'MARKET', side: 'SELL', quantity: '2' })).toMatchObject({
      ...{ status: 'FILLED', price: '0.00000000', cummulativeQuoteQty: '197.00000000' },
    });
    expect(server.balances().USDT?.free).toBe('1196.80300000');
  });

  it('expires with what the book does not have (faqs/market_orders_faq.md)', async () => {
    const server = await open({ bids });
    expect(await place(server, { type: 'MARKET', side: 'SELL', quantity: '5' })).toMatchObject({
      ...{ status: 'EXPIRED', origQty: '5.00000000', executedQty: '3.00000000' },
      ...{ timeInForce: 'GTC', expiryReason: 'INSUFFICIENT_LIQUIDITY' },
    });
  });

  it('spends a quote quantity as far as the step allows', async () => {
    const server = await open({ asks });
    // 1 for 101, then 49 / 102 = 0.480…, which is 0.480 on the step, for 48.96.
    expect(
      await place(server, { type: 'MARKET', side: 'BUY', quoteOrderQty: '150' }),
    ).toMatchObject({
      ...{ status: 'FILLED', origQty: '1.48000000', executedQty: '1.48000000' },
      ...{ origQuoteOrderQty: '150.00000000', cummulativeQuoteQty: '149.96000000' },
    });
  });

  it('for a quote quantity needs a book', async () => {
    const server = await open({ asks: [] });
    expect(await place(server, { type: 'MARKET', side: 'BUY', quoteOrderQty: '150' })).toEqual({
      ...{ code: -2010, msg: 'Order book liquidity is less than symbol minimum quantity.' },
    });
  });
});

describe('an order that rests', () => {
  it('is filled as maker when the price comes to it, by and by', async () => {
    const server = await open({
      fees: { tiers: [{ fromNotional: '0', maker: '0.0005', taker: '0.001' }] },
    });
    const { orderId } = await place(server, limit('BUY', '3', '99.5'));
    await server.clock.sleep(60_000);
    expect(server.orders()).toMatchObject([{ status: 'NEW' }]);
    server.hand.setLiquidity('BTCUSDT', {
      ...{ kind: 'scripted', bids: [], asks: [['99', '2']] },
    });
    // At the price of the order that rested: 2 × 99.5; 1 is left.
    expect(server.fills()).toMatchObject([
      {
        orderId,
        price: 9_950_000_000n,
        quantity: 200_000_000n,
        isMaker: true,
        commission: 100_000n,
      },
    ]);
    expect(server.balances()).toEqual({
      USDT: { free: '701.50000000', locked: '99.50000000' },
      BTC: { free: '11.99900000', locked: '0.00000000' },
    });
    // The quotes come again at the next step of the venue.
    await server.clock.sleep(1_000);
    expect(server.orders()).toMatchObject([{ status: 'FILLED', updatedMs: stillStartMs + 61_000 }]);
    expect(server.balances().USDT).toEqual({ free: '701.50000000', locked: '0.00000000' });
  });

  it('is filled before a later one at the same price, and after one at a better price', async () => {
    const server = await open();
    const ids = [];
    for (const price of ['99.5', '99.5', '99.6']) {
      ids.push((await place(server, limit('BUY', '1', price))).orderId);
    }
    server.hand.setLiquidity('BTCUSDT', {
      ...{ kind: 'scripted', bids: [], asks: [['99', '2.5']] },
    });
    expect(server.fills().map(({ orderId }) => orderId)).toEqual([ids[2], ids[0], ids[1]]);
    expect(server.orders()[1]).toMatchObject({ status: 'PARTIALLY_FILLED', executed: 50_000_000n });
  });

  it('follows a price that is scripted over time', async () => {
    const symbols = usualSymbols.slice(0, 1);
    const path = {
      kind: 'scripted',
      points: [
        [0, 60_000],
        [60_000, 61_000],
      ],
    } as const;
    const server = await open({ symbols: symbols.map((symbol) => ({ ...symbol, path })) });
    await place(server, limit('SELL', '0.01', '60500'));
    await server.clock.sleep(20_000);
    expect(server.fills()).toEqual([]);
    await server.clock.sleep(20_000);
    expect(server.orders()).toMatchObject([{ status: 'FILLED' }]);
  });
});

describe('a client order id', () => {
  it('must be new among open orders only (rest-api.md line 2153)', async () => {
    const server = await open({ asks });
    const named = { ...limit('BUY', '1', '90'), newClientOrderId: 'mine-1' };
    expect(await place(server, named)).toMatchObject({ status: 'NEW' });
    expect(await place(server, named)).toEqual({ code: -2010, msg: 'Duplicate order sent.' });
    await signedRequest(server, 'DELETE /api/v3/order', {
      ...{ symbol: 'BTCUSDT', origClientOrderId: 'mine-1' },
    });
    // Closed orders do not stand in the way: an order that is sent again is filled again.
    for (const _ of [1, 2]) {
      const again = { ...limit('BUY', '0.5', '101', 'IOC'), newClientOrderId: 'mine-1' };
      expect(await place(server, again)).toMatchObject({ status: 'FILLED' });
    }
    expect(server.ordersWithPrefix('mine-')).toHaveLength(3);
    const found = await signedRequest(server, 'GET /api/v3/order', {
      ...{ symbol: 'BTCUSDT', origClientOrderId: 'mine-1' },
    });
    expect(found.body.orderId).toBe(3);
  });

  it('that does not belong to the order id is refused', async () => {
    const server = await open();
    await place(server, { ...limit('BUY', '1', '90'), newClientOrderId: 'a' });
    const asked = { symbol: 'BTCUSDT', orderId: 1, origClientOrderId: 'b' };
    expect((await signedRequest(server, 'GET /api/v3/order', asked)).body.code).toBe(-2039);
  });
});

describe('the end of a market', () => {
  it('expires its open orders and gives back what they lock', async () => {
    const server = await open();
    const { orderId } = await place(server, limit('BUY', '1', '90'));
    server.hand.delist('BTCUSDT');
    expect(server.orders()).toMatchObject([
      { orderId, status: 'EXPIRED', expiryReason: 'EXCHANGE_CANCELED' },
    ]);
    expect(server.balances().USDT).toEqual({ free: '1000.00000000', locked: '0.00000000' });
  });

  it('for a while lets nothing be filled', async () => {
    const server = await open();
    await place(server, limit('BUY', '1', '99.5'));
    server.hand.setStatus('BTCUSDT', 'BREAK');
    server.hand.setLiquidity('BTCUSDT', { kind: 'scripted', bids: [], asks: [['99', '2']] });
    await server.clock.sleep(5_000);
    expect(server.fills()).toEqual([]);
    server.hand.setStatus('BTCUSDT', 'TRADING');
    expect(server.fills()).toHaveLength(1);
  });
});
