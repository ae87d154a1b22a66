/**
 * Kraken and Coinbase: what is sent to them, and what is made of their replies. The replies follow their documentation, recorded ones of nautilus_trader and
 * what ccxt parses; no exchange was asked.
 */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { coinbase } from '../../src/adapters/ccxt/coinbase.ts';
import { readKeyRights, refuseUnsafeKey } from '../../src/adapters/ccxt/key-rights.ts';
import { kraken } from '../../src/adapters/ccxt/kraken.ts';
import { closeStubs, theId as id, openStubbed as open, seconds } from '../support/ccxt-stub.ts';
import type { Routes } from '../support/stub-exchange.ts';

afterEach(closeStubs);

describe('Kraken', () => {
  // http_asset_pairs.json, http_add_order_spot.json, http_open_orders.json, http_closed_orders.json, http_trades_history.json.
  const pair = {
    ...{ altname: 'XBTUSDT', wsname: 'XBT/USDT', base: 'XXBT', quote: 'USDT' },
    ...{ pair_decimals: 1, lot_decimals: 8, cost_decimals: 5, tick_size: '0.1' },
    ...{ ordermin: '0.00005', costmin: '0.5', status: 'online', fees: [[0, 0.4]] },
    ...{ fees_maker: [[0, 0.25]], leverage_buy: [], leverage_sell: [] },
  };
  const closed = {
    ...{ refid: null, userref: 0, cl_ord_id: id, status: 'closed', opentm: seconds },
    descr: { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', price: '29500.0' },
    ...{
      vol: '0.50000000',
      vol_exec: '0.50000000',
      cost: '14750.0',
      fee: '22.1',
      price: '29500.0',
    },
    ...{ oflags: 'fciq', trades: ['TCCCTY-WJ6EO-4FP4VZ'] },
  };
  const trade = {
    ...{ ordertxid: 'O5KZFT-GH3AD-LP6TLU', pair: 'XBTUSDT', time: seconds + 0.9, type: 'buy' },
    ...{ price: '29500.0', cost: '14750.0', fee: '23.60', vol: '0.50000000', ordertype: 'limit' },
  };
  const told = (result: unknown) => ({ error: [], result });
  const routes: Routes = {
    'GET /0/public/Time': () => told({ unixtime: seconds, rfc1123: '' }),
    'GET /0/public/Assets': told({
      XXBT: { aclass: 'currency', altname: 'XBT', decimals: 10, status: 'enabled' },
      USDT: { aclass: 'currency', altname: 'USDT', decimals: 8, status: 'enabled' },
    }),
    'GET /0/public/AssetPairs': told({ XBTUSDT: pair }),
    'POST /0/private/AddOrder': told({
      descr: { order: 'buy 0.50000000 XBTUSDT @ limit 29500.0' },
      txid: ['O5KZFT-GH3AD-LP6TLU'],
    }),
    'POST /0/private/OpenOrders': told({ open: {} }),
    'POST /0/private/ClosedOrders': told({ closed: { 'O5KZFT-GH3AD-LP6TLU': closed }, count: 1 }),
    'POST /0/private/TradesHistory': told({ trades: { 'TCCCTY-WJ6EO-4FP4VZ': trade }, count: 1 }),
    'POST /0/private/QueryTrades': told({ 'TCCCTY-WJ6EO-4FP4VZ': trade }),
    'POST /0/private/BalanceEx': told({ XXBT: { balance: '0.5', hold_trade: '0.1' } }),
    'POST /0/private/CancelOrder': told({ count: 1 }),
    'POST /0/private/GetApiKeyInfo': told({
      permissions: ['query-funds', 'query-open-trades', 'query-closed-trades', 'modify-trades'],
      ipAllowlist: [],
    }),
  };
  const credentials = { apiKey: 'key', secret: Buffer.from('secret').toString('base64') };

  it('is given our id and a deadline, and is looked up by our id in its lists', async () => {
    const { stub: exchange, broker, order } = await open(kraken, routes, credentials);
    const request = order();
    expect(await broker.submit(request)).toEqual({
      kind: 'accepted',
      report: { clientOrderId: id, status: 'open', fills: [] },
    });
    expect(exchange.asked('POST /0/private/AddOrder')[0]?.fields).toMatchObject({
      ...{ cl_ord_id: id, timeinforce: 'IOC', volume: '0.5', price: '29500' },
      deadline: new Date(request.signedAt + 5_000).toISOString(),
    });
    expect(await broker.query(request)).toMatchObject({
      ...{ status: 'closed', filled: '0.5' },
      fills: [{ quantity: '0.5', price: '29500', fee: '23.6', feeAsset: 'USDT' }],
    });
    const [look] = exchange.asked('POST /0/private/ClosedOrders');
    expect(look?.fields).toMatchObject({ cl_ord_id: id, trades: 'true' });
    const [fills] = exchange.asked('POST /0/private/QueryTrades');
    expect(fills?.fields).toMatchObject({ txid: 'TCCCTY-WJ6EO-4FP4VZ' });
    const { order: found, trades, total } = await broker.sweep(request);
    expect(found?.status).toBe('closed');
    expect(trades).toHaveLength(1);
    expect(total).toEqual({ BTC: '0.5' });
    await broker.cancel(request);
    expect(exchange.asked('POST /0/private/CancelOrder')[0]?.fields).toMatchObject({
      cl_ord_id: id,
    });
    const nonces = ['AddOrder', 'OpenOrders', 'ClosedOrders'].flatMap((path) =>
      exchange.asked(`POST /0/private/${path}`).map(({ fields }) => Number(fields.nonce)),
    );
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it('tells the rights of a key', async () => {
    const { connection } = await open(kraken, routes, credentials);
    const rights = { canRead: true, canTrade: true, canWithdraw: false, ipRestricted: false };
    expect(await readKeyRights(connection)).toEqual(rights);
    const permissions = ['query-funds', 'modify-trades', 'withdraw-funds'];
    const loose = { ...routes, 'POST /0/private/GetApiKeyInfo': told({ permissions }) };
    const other = await open(kraken, loose, credentials);
    await expect(refuseUnsafeKey(other.connection, { acceptUnknown: true })).rejects.toThrow(
      'the key of Kraken may withdraw',
    );
  });
});

describe('Coinbase', () => {
  // http_products.json, http_order.json, http_fills.json, http_accounts.json.
  const product = {
    ...{ product_id: 'BTC-USDT', price: '29500', base_increment: '0.00000001', status: 'online' },
    ...{ quote_increment: '0.01', price_increment: '0.01', quote_min_size: '1' },
    ...{ base_min_size: '0.00000001', product_type: 'SPOT', trading_disabled: false },
    ...{ base_currency_id: 'BTC', quote_currency_id: 'USDT', is_disabled: false },
  };
  const filled = {
    ...{ order_id: 'o-1', product_id: 'BTC-USDT', side: 'BUY', client_order_id: id },
    ...{ status: 'FILLED', created_time: '2026-01-05T12:00:00Z', filled_size: '0.5' },
    order_configuration: { sor_limit_ioc: { base_size: '0.5', limit_price: '29500' } },
    ...{ average_filled_price: '29500', total_fees: '5.00', order_type: 'LIMIT' },
  };
  const fill = {
    ...{ entry_id: 'e-1', trade_id: 't-1', order_id: 'o-1', product_id: 'BTC-USDT', side: 'BUY' },
    ...{ trade_time: '2026-01-05T12:00:01Z', price: '29500', size: '0.5', commission: '5.00' },
    size_in_quote: false,
  };
  const root = '/api/v3/brokerage';
  const account = { uuid: 'a', currency: 'BTC', type: 'CRYPTO', active: true, ready: true };
  const value = (units: string) => ({ value: units, currency: 'BTC' });
  const routes: Routes = {
    [`GET ${root}/time`]: { iso: '', epochSeconds: String(seconds), epochMillis: '' },
    [`GET ${root}/market/products`]: { products: [product] },
    [`GET ${root}/transaction_summary`]: { fee_tier: { taker_fee_rate: '0.006' } },
    [`POST ${root}/orders`]: {
      success: true,
      success_response: {
        order_id: 'o-1',
        client_order_id: id,
        product_id: 'BTC-USDT',
        side: 'BUY',
      },
    },
    [`GET ${root}/orders/historical/batch`]: { orders: [filled], has_next: false, cursor: '' },
    [`GET ${root}/orders/historical/fills`]: { fills: [fill], cursor: '' },
    [`GET ${root}/accounts`]: {
      accounts: [{ ...account, available_balance: value('1'), hold: value('0.25') }],
      has_next: false,
    },
    [`POST ${root}/orders/batch_cancel`]: { results: [{ success: true, order_id: 'o-1' }] },
    [`GET ${root}/key_permissions`]: { can_view: true, can_trade: true, can_transfer: true },
  };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const secret = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  const credentials = { apiKey: 'organizations/o/apiKeys/k', secret };

  it('is given our id under its own name, and is looked up in its list', async () => {
    const { stub: exchange, broker, order } = await open(coinbase, routes, credentials);
    const request = order();
    expect(await broker.submit(request)).toMatchObject({ kind: 'accepted' });
    expect(exchange.asked(`POST ${root}/orders`)[0]?.fields).toMatchObject({
      client_order_id: id,
      order_configuration: { sor_limit_ioc: { base_size: '0.5', limit_price: '29500' } },
    });
    expect(await broker.query(request)).toMatchObject({
      status: 'closed',
      fills: [{ tradeId: 't-1', fee: '5', feeAsset: 'USDT' }],
    });
    expect((await broker.holdings()).total).toEqual({ BTC: '1.25' });
    await broker.cancel(request);
    expect(exchange.asked(`POST ${root}/orders/batch_cancel`)[0]?.fields).toEqual({
      order_ids: ['o-1'],
    });
  });

  it('is not taken to know nothing of an order while a signature lives', async () => {
    const none = { ...routes, [`GET ${root}/orders/historical/batch`]: { orders: [] } };
    const { broker, order, connection } = await open(coinbase, none, credentials);
    const request = order();
    await expect(broker.query(request)).rejects.toMatchObject({ kind: 'unavailable' });
    const old = order({ signedAt: connection.clock.now() - 151_000 });
    expect(await broker.query(old)).toBeUndefined();
  });

  it('tells that a key may transfer, which is refused', async () => {
    const { connection } = await open(coinbase, routes, credentials);
    await expect(refuseUnsafeKey(connection, { acceptUnknown: true })).rejects.toThrow(
      'the key of Coinbase may withdraw',
    );
  });
});
