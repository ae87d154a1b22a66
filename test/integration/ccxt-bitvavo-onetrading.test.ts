/**
 * Bitvavo and One Trading: what is sent to them, and what is made of their replies. The replies follow their documentation, or
 * what ccxt parses; no exchange was asked.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { bitvavo } from '../../src/adapters/ccxt/bitvavo.ts';
import { readKeyRights, refuseUnsafeKey } from '../../src/adapters/ccxt/key-rights.ts';
import { onetrading } from '../../src/adapters/ccxt/onetrading.ts';
import { closeStubs, theId as id, openStubbed as open, seconds } from '../support/ccxt-stub.ts';
import type { Routes } from '../support/stub-exchange.ts';

afterEach(closeStubs);

describe('Bitvavo', () => {
  const order = {
    ...{ orderId: 'b-1', clientOrderId: id, market: 'BTC-USDT', side: 'buy', orderType: 'limit' },
    ...{ created: seconds * 1_000, updated: seconds * 1_000, status: 'filled', price: '29500' },
    ...{ amount: '0.5', amountRemaining: '0', filledAmount: '0.5', filledAmountQuote: '14750' },
    ...{ timeInForce: 'IOC', fills: [] },
  };
  const trade = {
    ...{ id: 't-1', orderId: 'b-1', clientOrderId: id, timestamp: seconds * 1_000, side: 'buy' },
    ...{ market: 'BTC-USDT', price: '29500', amount: '0.5', taker: true, settled: true },
    ...{ fee: '22.12', feeCurrency: 'USDT' },
  };
  const routes: Routes = {
    'GET /v2/time': { time: seconds * 1_000 },
    'GET /v2/assets': [
      { symbol: 'BTC', name: 'Bitcoin', decimals: 8, networks: [] },
      { symbol: 'USDT', name: 'Tether', decimals: 6, networks: [] },
    ],
    'GET /v2/markets': [
      {
        ...{ market: 'BTC-USDT', status: 'trading', base: 'BTC', quote: 'USDT' },
        ...{ quantityDecimals: 8, notionalDecimals: 2, tickSize: '1' },
        ...{ minOrderInBaseAsset: '0.0001', minOrderInQuoteAsset: '5' },
      },
    ],
    'POST /v2/order': order,
    'GET /v2/order': order,
    'GET /v2/ordersOpen': [],
    'GET /v2/orders': [order],
    'GET /v2/trades': [trade],
    'GET /v2/balance': [{ symbol: 'BTC', available: '0.4', inOrder: '0.1' }],
    'DELETE /v2/order': { orderId: 'b-1', clientOrderId: id },
  };
  const credentials = { apiKey: 'key', secret: 'secret' };

  it('is given our id and the number of the operator, signed at the bound time', async () => {
    const { stub: exchange, broker, order: make } = await open(bitvavo, routes, credentials);
    const request = make({ signedAt: seconds * 1_000 - 1_234 });
    expect(await broker.submit(request)).toMatchObject({ kind: 'accepted' });
    const [sent] = exchange.asked('POST /v2/order');
    expect(sent?.fields).toMatchObject({
      ...{ clientOrderId: id, operatorId: 1, timeInForce: 'IOC', amount: '0.5', price: '29500' },
    });
    expect(sent?.headers['bitvavo-access-timestamp']).toBe(String(request.signedAt));
    expect(sent?.headers['bitvavo-access-window']).toBe('5000');
    expect(await broker.query(request)).toMatchObject({
      status: 'closed',
      fills: [{ tradeId: 't-1', fee: '22.12', feeAsset: 'USDT' }],
    });
    expect((await broker.sweep(request)).order?.clientOrderId).toBe(id);
    expect((await broker.holdings()).total).toEqual({ BTC: '0.5' });
    await broker.cancel(request);
    expect(exchange.asked('DELETE /v2/order')[0]?.fields).toMatchObject({
      clientOrderId: id,
      operatorId: '1',
    });
  });

  it('setting: venue.acceptUnknownKeyRights trades with a key whose rights are not told', async () => {
    const { connection } = await open(bitvavo, routes, credentials);
    expect(await readKeyRights(connection)).toBeUndefined();
    await expect(refuseUnsafeKey(connection, { acceptUnknown: false })).rejects.toThrow(
      'then set venue.acceptUnknownKeyRights: true',
    );
    await refuseUnsafeKey(connection, { acceptUnknown: true });
  });
});

describe('One Trading', () => {
  const root = '/fast/v1';
  const order = {
    ...{ order_id: 't-1', client_id: id, instrument_code: 'BTC_USDT', side: 'BUY', type: 'LIMIT' },
    ...{ time: '2026-01-05T12:00:00Z', amount: '0.5', filled_amount: '0.5', price: '29500' },
    ...{ status: 'FILLED_FULLY', time_in_force: 'IMMEDIATE_OR_CANCELLED' },
  };
  const trade = {
    trade: {
      ...{ trade_id: 'x-1', order_id: 't-1', instrument_code: 'BTC_USDT', side: 'BUY' },
      ...{ amount: '0.5', price: '29500', time: '2026-01-05T12:00:01Z' },
    },
    fee: { fee_amount: '0.0005', fee_currency: 'BTC', fee_type: 'TAKER' },
  };
  const routes: Routes = {
    [`GET ${root}/time`]: { iso: '', epoch_millis: seconds * 1_000 },
    [`GET ${root}/currencies`]: [
      { code: 'BTC', precision: 8 },
      { code: 'USDT', precision: 6 },
    ],
    [`GET ${root}/instruments`]: [
      {
        ...{ id: 'BTC_USDT', state: 'ACTIVE', type: 'SPOT', min_size: '10.0' },
        ...{ base: { code: 'BTC', precision: 8 }, quote: { code: 'USDT', precision: 6 } },
        ...{ amount_precision: 5, market_precision: 2 },
      },
    ],
    [`POST ${root}/account/orders`]: order,
    [`GET ${root}/account/orders/client/${id}`]: { order, trades: [trade] },
    [`GET ${root}/account/orders/t-1/trades`]: { trade_history: [trade] },
    [`GET ${root}/account/balances`]: {
      account_id: 'a',
      balances: [{ currency_code: 'BTC', available: '0.4', locked: '0.1' }],
    },
    [`DELETE ${root}/account/orders/client/${id}`]: '',
  };
  const credentials = { apiKey: 'key' };

  it('is given what it calls our id, taking and resting', async () => {
    const { stub: exchange, broker, order: make } = await open(onetrading, routes, credentials);
    const request = make();
    expect(await broker.submit(request)).toMatchObject({ kind: 'accepted' });
    await broker.submit(make({ kind: 'rest' }));
    const [taking, resting] = exchange.asked(`POST ${root}/account/orders`);
    expect(taking?.fields).toMatchObject({
      ...{ client_id: id, time_in_force: 'IMMEDIATE_OR_CANCELLED', amount: '0.5' },
    });
    expect(resting?.fields).toMatchObject({ client_id: id, is_post_only: true });
    expect(await broker.query(request)).toMatchObject({
      ...{ clientOrderId: id, status: 'closed', filled: '0.5' },
      fills: [{ tradeId: 'x-1', fee: '0.0005', feeAsset: 'BTC' }],
    });
    expect((await broker.holdings()).total).toEqual({ BTC: '0.5' });
    await broker.cancel(request);
    expect(exchange.asked(`DELETE ${root}/account/orders/client/${id}`)).toHaveLength(1);
  });
});
