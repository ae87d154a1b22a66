/** The futures test venue by plain requests: what it takes, refuses and tells; numbers can be checked by hand. */
import { afterEach, describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { publicRequest, signedRequest } from '../support/binance/signed-request.ts';
import { symbolRules } from '../support/binance/symbol-rules.ts';
import { createUsdmServer, type UsdmServer } from '../support/binance-usdm/server.ts';

let server: UsdmServer;

afterEach(() => server.close());

const rules = symbolRules({
  ...{ symbol: 'BTCUSDT', baseAsset: 'BTC', quoteAsset: 'USDT', tickSize: '0.1' },
  ...{ minimumPrice: '0.1', stepSize: '0.001', minimumQuantity: '0.001', minimumNotional: '5' },
  ...{ maximumOpenOrders: 2, bidMultiplierUp: '1.05', askMultiplierDown: '0.95' },
});

/** BTCUSDT at 100, a bid at 99 and an offer at 101 of 10 each, ten times the margin; 1,000 USDT. */
async function open(options: Parameters<typeof createUsdmServer>[0] = {}): Promise<void> {
  server = await createUsdmServer({
    clock: createFrozenClock(Date.UTC(2026, 0, 5, 12)),
    balances: { USDT: '1000' },
    symbols: [
      {
        ...{ rules, leverage: 10, path: { kind: 'fixed', price: 100 } },
        liquidity: { kind: 'scripted', bids: [['99', '10']], asks: [['101', '10']] },
      },
    ],
    ...options,
  });
}

const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '100' };

function place(change: Readonly<Record<string, string>> = {}) {
  const all = { ...order, quantity: '1', newOrderRespType: 'RESULT', ...change };
  return signedRequest(server, 'POST /fapi/v1/order', all);
}

describe('an order', () => {
  it.each<[string, Record<string, string>, number]>([
    ['of nothing', { quantity: '0' }, -4003],
    ['of too much', { quantity: '9001' }, -4005],
    ['of too many places', { quantity: '0.0001' }, -1111],
    ['below the least price', { price: '0' }, -4001],
    ['beside the ticks', { price: '99.95' }, -1111],
    ['far above the mark price', { price: '105.1' }, -4016],
    ['far below it, for a sale', { side: 'SELL', price: '94.9' }, -4024],
    ['of too little money', { quantity: '0.049' }, -4164],
    ['that needs more margin than there is', { quantity: '100.001' }, -2019],
    ['that may not take, and would', { timeInForce: 'GTX', price: '101' }, -5022],
    ['that reduces nothing', { reduceOnly: 'true' }, -2022],
    ['for a side of hedge mode', { positionSide: 'LONG' }, -4061],
    ['with a trigger', { type: 'STOP' }, -1116],
    ['with a field that is not known', { closePosition: 'true' }, -1104],
    ['without a price', { price: '' }, -1105],
  ])('%s is refused', async (_, change, code) => {
    await open();
    expect((await place(change)).body.code).toBe(code);
    expect(server.orders()).toEqual([]);
  });

  it('has an id that is new among open orders', async () => {
    await open();
    await place({ newClientOrderId: 'mine' });
    expect((await place({ newClientOrderId: 'mine' })).body.code).toBe(-4116);
    expect((await place({ newClientOrderId: 'other' })).status).toBe(200);
    expect((await place({ newClientOrderId: 'third' })).body.code).toBe(-2025);
  });

  it('is told as it came in, or as it ended where that is asked for', async () => {
    await open();
    const taking = { price: '101', timeInForce: 'IOC' };
    const acknowledged = await place({ ...taking, newOrderRespType: 'ACK' });
    expect(acknowledged.body).toMatchObject({ status: 'NEW', executedQty: '0.00000000' });
    const ended = await place({ ...taking, quantity: '9.5' });
    expect(ended.body).toMatchObject({
      ...{ status: 'EXPIRED', origQty: '9.50000000', executedQty: '9.00000000' },
      ...{ avgPrice: '101.00000000', cumQuote: '909.00000000', reduceOnly: false },
    });
  });
});

describe('the account', () => {
  it('binds margin for positions and open orders together, and frees it for what closes', async () => {
    await open({ fees: { tiers: [{ fromNotional: '0', maker: '0', taker: '0' }] } });
    await place({ price: '101', timeInForce: 'IOC', quantity: '2' });
    const { body } = await signedRequest(server, 'GET /fapi/v2/account');
    // 2 at 101, now at 100: 200 of notional at ten times; 1,000 − 2 − 20.
    expect(body).toMatchObject({
      ...{ totalWalletBalance: '1000.00000000', totalUnrealizedProfit: '-2.00000000' },
      ...{ totalPositionInitialMargin: '20.00000000', availableBalance: '978.00000000' },
      positions: [{ positionAmt: '2.00000000', entryPrice: '101.00000000', leverage: '10' }],
    });
    // Selling 4 leaves 2 short at the most: as much as is long now.
    await place({ side: 'SELL', quantity: '4', price: '104' });
    const selling = await signedRequest(server, 'GET /fapi/v2/account');
    // |200 − 416| = 216.
    expect(selling.body).toMatchObject({
      ...{ totalInitialMargin: '21.60000000', totalOpenOrderInitialMargin: '1.60000000' },
      availableBalance: '976.40000000',
    });
  });

  it('goes through zero in one fill: what was closed is realised, the rest has the new price', async () => {
    await open({ fees: { tiers: [{ fromNotional: '0', maker: '0', taker: '0.001' }] } });
    await place({ price: '101', timeInForce: 'IOC', quantity: '2' });
    await place({ side: 'SELL', price: '99', timeInForce: 'IOC', quantity: '5' });
    const { body } = await signedRequest(server, 'GET /fapi/v2/account');
    // 2 · (99 − 101), and fees of 0.202 and 0.495.
    expect(body).toMatchObject({
      totalWalletBalance: '995.30300000',
      positions: [{ positionAmt: '-3.00000000', entryPrice: '99.00000000' }],
    });
    const trades = await signedRequest(server, 'GET /fapi/v1/userTrades', { symbol: 'BTCUSDT' });
    expect(trades.list.map(({ realizedPnl, commission }) => [realizedPnl, commission])).toEqual([
      ['0.00000000', '0.20200000'],
      ['-4.00000000', '0.49500000'],
    ]);
  });
});

describe('reads', () => {
  it('tell the mark price and the next funding, for one symbol or for all', async () => {
    await open();
    const { body } = await publicRequest(server, '/fapi/v1/premiumIndex', { symbol: 'BTCUSDT' });
    expect(body).toMatchObject({
      ...{ markPrice: '100.00000000', lastFundingRate: '0.0001' },
      nextFundingTime: Date.UTC(2026, 0, 5, 16),
    });
    expect((await publicRequest(server, '/fapi/v1/premiumIndex')).list).toHaveLength(1);
    expect((await publicRequest(server, '/fapi/v1/fundingInfo')).list).toEqual([]);
  });

  it('refuse depths that there are not, and spans of more than seven days', async () => {
    await open();
    const depth = { symbol: 'BTCUSDT', limit: 99 };
    expect((await publicRequest(server, '/fapi/v1/depth', depth)).body.code).toBe(-4021);
    const span = { symbol: 'BTCUSDT', startTime: 0, endTime: 7 * 86_400_000 + 1 };
    for (const path of ['allOrders', 'userTrades']) {
      expect((await signedRequest(server, `GET /fapi/v1/${path}`, span)).body.code).toBe(-4165);
    }
  });

  it('want a signature, and a key that may trade futures to place orders', async () => {
    await open({ permissions: { enableFutures: false } });
    expect((await place()).body.code).toBe(-2015);
    expect((await publicRequest(server, '/fapi/v2/account')).body.code).toBe(-2014);
    const restrictions = await signedRequest(server, 'GET /sapi/v1/account/apiRestrictions');
    expect(restrictions.body).toMatchObject({ enableReading: true, enableFutures: false });
  });
});
