/** What is peculiar to Coinbase Advanced Trade; after its documentation and ccxt's parsing, not tried against it. */
import { dayMs, hourMs } from '../../base/time.ts';
import type { KeyRights } from '../../ports/venue-facts.ts';
import { type CcxtExchange, callEndpoint, objectOf, textOf } from './exchange.ts';
import { has, type Meaning, type VenueQuirks, worstFees } from './venue-quirks.ts';

const refused: Meaning = { kind: 'refused' };
const otherRules: Meaning = { kind: 'refused', rulesChanged: true };
const later: Meaning = { kind: 'refused', retryAfterMs: 1_000 };
const key: Meaning = { kind: 'key' };
const limit: Meaning = { kind: 'limit', quietMs: 10_000 };

const rows = 1_000;
const root = '/api/v3/brokerage';

export const coinbase: VenueQuirks = {
  id: 'coinbase',
  name: 'Coinbase',
  tier: 'B',
  isVerified: false,
  credentials: ['apiKey', 'secret'],
  settings: {
    has: { fetchCurrencies: false },
    options: {
      fetchTime: 'v3PublicGetBrokerageTime',
      fetchBalance: 'v3PrivateGetBrokerageAccounts',
      // Recorded replies have the short names.
      v3Accounts: ['ACCOUNT_TYPE_CRYPTO', 'ACCOUNT_TYPE_FIAT', 'CRYPTO', 'FIAT'],
    },
  },
  // Under its own name: what ccxt calls clientOrderId is dropped.
  orderParams: ({ clientOrderId, kind }) => ({
    client_order_id: clientOrderId,
    ...(kind === 'take' ? { timeInForce: 'IOC' } : { postOnly: true }),
  }),
  isBoundByClock: true,
  receiptOf(body) {
    if (body.success !== true) return undefined;
    const told = objectOf(body.success_response);
    const orderId = textOf(told.order_id);
    const clientOrderId = textOf(told.client_order_id);
    return orderId && clientOrderId ? { orderId, clientOrderId } : undefined;
  },
  faultOf({ success, error, message, error_response: response }) {
    const told = objectOf(response);
    if (success === false) {
      const reason = textOf(told.preview_failure_reason);
      const isNamed = reason !== undefined && !reason.startsWith('UNKNOWN');
      const code = isNamed ? reason : (textOf(told.error) ?? 'unnamed');
      return { code, message: textOf(told.message) ?? '' };
    }
    const code = textOf(error);
    return code === undefined ? undefined : { code, message: textOf(message) ?? '' };
  },
  meanings: {
    INSUFFICIENT_FUND: refused,
    PREVIEW_INSUFFICIENT_FUND: refused,
    INVALID_LIMIT_PRICE_POST_ONLY: later,
    PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY: later,
    INVALID_SIZE_PRECISION: otherRules,
    INVALID_PRICE_PRECISION: otherRules,
    PREVIEW_INVALID_BASE_SIZE_TOO_SMALL: otherRules,
    PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL: otherRules,
    PREVIEW_INVALID_SIZE_PRECISION: otherRules,
    PREVIEW_INVALID_PRICE_PRECISION: otherRules,
    INVALID_PRODUCT_ID: otherRules,
    INELIGIBLE_PAIR: refused,
    ORDER_ENTRY_DISABLED: refused,
    INVALID_SIDE: refused,
    UNSUPPORTED_ORDER_CONFIGURATION: refused,
    PERMISSION_DENIED: key,
    unauthorized: key,
    rate_limit_exceeded: limit,
    resource_exhausted: limit,
    NOT_FOUND: { kind: 'no-order' },
  },
  shapes: {
    [`${root}/time`]: has('epochSeconds'),
    [`${root}/accounts`]: has('accounts'),
    [`${root}/orders/historical/batch`]: has('orders'),
    [`${root}/orders/historical/fills`]: has('fills'),
    [`${root}/key_permissions`]: has('can_view', 'can_trade', 'can_transfer'),
  },
  // A request is signed for two minutes.
  proofMs: 150_000,
  async findOrder(exchange, { clientOrderId, market, signedAt }) {
    const orders = await exchange.fetchOrders(market, signedAt - 60_000, rows);
    return orders.find((order) => order.clientOrderId === clientOrderId);
  },
  async ordersSince(exchange, market, since) {
    const open = await exchange.fetchOpenOrders(market);
    return [...open, ...(await exchange.fetchOrders(market, since, rows))];
  },
  tradesOf: (exchange, { id }, market) =>
    exchange.fetchMyTrades(market, undefined, rows, { order_ids: [id] }),
  tradesSince: (exchange, market, since) => exchange.fetchMyTrades(market, since, rows),
  /** By its own id only. */
  async cancel(exchange, order) {
    const found = await coinbase.findOrder(exchange, order);
    if (found !== undefined) await exchange.cancelOrder(found.id, order.market);
  },
  rights,
  async fees(exchange, markets) {
    const rates = await exchange.fetchTradingFees({ type: 'spot' });
    return worstFees(markets.map((market) => rates[market] ?? {}));
  },
  candles: { timeframe: '1h', intervalMs: hourMs, perRequest: 300, oldestMs: 365 * dayMs },
  bookLevels: 100,
};

/** What it calls transfers are withdrawals too. */
async function rights(exchange: CcxtExchange): Promise<KeyRights> {
  const told = objectOf(await callEndpoint(exchange, 'v3PrivateGetBrokerageKeyPermissions'));
  return {
    canRead: told.can_view === true,
    canTrade: told.can_trade === true,
    canWithdraw: told.can_transfer !== false,
    ipRestricted: 'unknown',
  };
}
