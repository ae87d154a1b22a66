/** Balances and fees of the test venue, to the last digit and reckoned by hand. */
import { describe, expect, it } from 'vitest';
import type { BinanceServer } from '../support/binance/server.ts';
import { signedRequest } from '../support/binance/signed-request.ts';
import { stillServersOfThisFile } from '../support/binance/still-server.ts';
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

describe('balances', () => {
  const insufficient = {
    ...{ code: -2010, msg: 'Account has insufficient balance for requested action.' },
  };

  it('are enough to the last unit, or the order is rejected', async () => {
    const server = await open({ balances: { USDT: '305', BTC: '1' }, asks });
    expect(await place(server, limit('BUY', '3.389', '90'))).toEqual(insufficient);
    expect(await place(server, limit('SELL', '1.001', '120'))).toEqual(insufficient);
    expect(await place(server, { type: 'MARKET', side: 'BUY', quantity: '3.001' })).toEqual(
      insufficient,
    );
    expect(await place(server, { type: 'MARKET', side: 'BUY', quantity: '3' })).toMatchObject({
      ...{ status: 'FILLED', cummulativeQuoteQty: '305.00000000' },
    });
    expect(server.balances().USDT).toEqual({ free: '0.00000000', locked: '0.00000000' });
  });

  it('come and go from outside', async () => {
    const server = await open();
    server.hand.deposit('USDT', '0.00000001');
    server.hand.deposit('BTC', '-4');
    expect(server.balances()).toMatchObject({
      ...{ USDT: { free: '1000.00000001' }, BTC: { free: '6.00000000' } },
    });
    expect(() => server.hand.deposit('BTC', '-7')).toThrow('was -1.00000000 free');
  });
});

describe('fees', () => {
  it('come from BNB at a discount while there is enough of it', async () => {
    const server = await open({
      symbols: usualSymbols,
      balances: { USDT: '10000', BNB: '0.0001', BTC: '1' },
      fees: { payInBnb: true },
    });
    const fixed = { kind: 'scripted', bids: [['60000', '1']], asks: [] } as const;
    server.hand.setPrice('BNBUSDT', 600);
    server.hand.setLiquidity('BTCUSDT', fixed);
    // 60 USDT: 0.06 USDT or 0.0001 BNB in full, 0.000075 BNB after the discount.
    const sale = { type: 'MARKET', side: 'SELL', quantity: '0.001' };
    expect((await place(server, sale)).fills).toMatchObject([
      { commission: '0.00007500', commissionAsset: 'BNB' },
    ]);
    // Not enough is left, so the whole fee comes from what was received (faqs/commission_faq.md line 202).
    expect((await place(server, sale)).fills).toMatchObject([
      { commission: '0.06000000', commissionAsset: 'USDT' },
    ]);
    expect(server.balances()).toMatchObject({
      ...{ USDT: { free: '10119.94000000' }, BNB: { free: '0.00002500' } },
    });
  });

  it('are rounded half up in the last place (faqs/commission_faq.md lines 153–156)', async () => {
    const server = await open({
      ...{ bids: [['35000', '1']], asks: [] },
      rules: { stepSize: '0.00001' },
      fees: { tiers: [{ fromNotional: '0', maker: '0.0000023', taker: '0.0000023' }] },
    });
    // 35,000 × 0.49975 × 0.0000023 = 0.040229875.
    const sale = await place(server, { type: 'MARKET', side: 'SELL', quantity: '0.49975' });
    expect(sale.fills[0]?.commission).toBe('0.04022988');
  });

  it('fall with the notional traded', async () => {
    const tiers = [
      { fromNotional: '0', maker: '0.001', taker: '0.001' },
      { fromNotional: '200', maker: '0.0004', taker: '0.0006' },
    ];
    const server = await open({ asks, fees: { tiers } });
    const buy = { type: 'MARKET', side: 'BUY', quantity: '1' };
    const commissions = [];
    for (const _ of [1, 2, 3]) commissions.push((await place(server, buy)).fills[0]?.commission);
    // 101, 203 traded before the second and third.
    expect(commissions).toEqual(['0.00100000', '0.00100000', '0.00060000']);
    const account = await signedRequest(server, 'GET /api/v3/account');
    expect(account.body).toMatchObject({ makerCommission: 4, takerCommission: 6 });
  });

  it('can be asked for before an order', async () => {
    const server = await open({ fees: { payInBnb: true } });
    const { body } = await signedRequest(server, 'POST /api/v3/order/test', {
      ...{ symbol: 'BTCUSDT', type: 'MARKET', side: 'BUY', quantity: '1' },
      computeCommissionRates: 'true',
    });
    expect(body).toEqual({
      standardCommissionForOrder: { maker: '0.00100000', taker: '0.00100000' },
      specialCommissionForOrder: { maker: '0.00000000', taker: '0.00000000' },
      taxCommissionForOrder: { maker: '0.00000000', taker: '0.00000000' },
      discount: {
        ...{ enabledForAccount: true, enabledForSymbol: true },
        ...{ discountAsset: 'BNB', discount: '0.75000000' },
      },
    });
    expect(server.totalWeight()).toBe(20);
  });
});
