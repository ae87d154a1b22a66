/** What is peculiar to One Trading; after its documentation and ccxt's parsing, not tried against it. */
import { dayMs, hourMs } from '../../base/time.ts';
import { callEndpoint, textOf } from './exchange.ts';
import { all, has, type Meaning, type VenueQuirks, worstFees } from './venue-quirks.ts';

const refused: Meaning = { kind: 'refused' };
const otherRules: Meaning = { kind: 'refused', rulesChanged: true };
const trouble: Meaning = { kind: 'trouble' };
const key: Meaning = { kind: 'key' };
const limit: Meaning = { kind: 'limit', quietMs: 60_000 };

const rows = 100;
const root = '/fast/v1';

export const onetrading: VenueQuirks = {
  id: 'onetrading',
  name: 'One Trading',
  tier: 'B-',
  isVerified: false,
  credentials: ['apiKey'],
  settings: {},
  // Under its own names: what ccxt calls them is passed over.
  orderParams: ({ clientOrderId, kind }) => ({
    client_id: clientOrderId,
    ...(kind === 'take' ? { time_in_force: 'IMMEDIATE_OR_CANCELLED' } : { is_post_only: true }),
  }),
  isBoundByClock: false,
  receiptOf(body) {
    const orderId = textOf(body.order_id);
    const clientOrderId = textOf(body.client_id);
    return orderId && clientOrderId ? { orderId, clientOrderId } : undefined;
  },
  faultOf({ error }) {
    const code = textOf(error);
    return code === undefined ? undefined : { code, message: '' };
  },
  meanings: {
    ...all(refused, ['INSUFFICIENT_FUNDS', 'MAX_OPEN_ORDERS_EXCEEDED', 'NO_TRADING']),
    ...all(refused, ['NEGATIVE_AMOUNT', 'NEGATIVE_PRICE', 'INVALID_SIDE', 'INVALID_ORDER_TYPE']),
    ...all(otherRules, ['MIN_SIZE_NOT_SATISFIED', 'BAD_AMOUNT_PRECISION', 'BAD_PRICE_PRECISION']),
    ...all(otherRules, ['INVALID_INSTRUMENT_CODE', 'INVALID_AMOUNT', 'INVALID_PRICE']),
    ...all(key, ['INVALID_CREDENTIALS', 'MISSING_CREDENTIALS', 'INVALID_APIKEY', 'INVALID_SCOPES']),
    ...all(key, ['APIKEY_REVOKED', 'APIKEY_EXPIRED', 'MISSING_PERMISSION']),
    ...all(key, ['INVALID_IP_RESTRICTION', 'CLIENT_IP_BLOCKED']),
    ...all(trouble, ['SERVICE_UNAVAILABLE', 'GATEWAY_TIMEOUT']),
    ...all(trouble, ['INTERNAL_SERVER_ERROR', 'INTERNAL_ERROR']),
    ...all(limit, ['RATELIMIT', 'CF_RATELIMIT']),
    ...all({ kind: 'no-order' }, ['ORDER_NOT_FOUND', 'NOT_FOUND']),
  },
  shapes: {
    [`${root}/account/balances`]: has('balances'),
    [`${root}/account/orders`]: has('order_history'),
    [`${root}/account/trades`]: has('trade_history'),
    [`${root}/account/fees`]: has('active_fee_tiers'),
  },
  // Nothing binds a request to a time: it may wait in a queue for as long as one may live.
  proofMs: 300_000,
  async findOrder(exchange, { clientOrderId, market }) {
    const told = await callEndpoint(exchange, 'privateGetAccountOrdersClientClientId', {
      client_id: clientOrderId,
    });
    return exchange.parseOrder(told, exchange.market(market));
  },
  async ordersSince(exchange, market, since) {
    const open = await exchange.fetchOpenOrders(market);
    const closed = await exchange.fetchClosedOrders(market, since, rows);
    return [...open, ...closed];
  },
  tradesOf: (exchange, { id }, market) => exchange.fetchOrderTrades(id, market),
  tradesSince: (exchange, market, since) => exchange.fetchMyTrades(market, since, rows),
  cancel: (exchange, { clientOrderId, market }) =>
    exchange.cancelOrder(undefined, market, { clientOrderId }),
  async fees(exchange, markets) {
    const rates = await exchange.fetchTradingFees();
    return worstFees(markets.map((market) => rates[market] ?? {}));
  },
  candles: { timeframe: '1h', intervalMs: hourMs, perRequest: 1_500, oldestMs: 365 * dayMs },
  bookLevels: 100,
};
