/** What is peculiar to Binance spot; the numbers of errors are those of its documentation (errors.md, rest-api.md). */
import { dayMs, hourMs } from '../../base/time.ts';
import type { AccountFees, KeyRights, RequestLimit } from '../../ports/venue-facts.ts';
import { type CcxtExchange, callEndpoint, type Json, objectOf, textOf } from './exchange.ts';
import { has, isList, type Meaning, type VenueQuirks } from './venue-quirks.ts';

const refused: Meaning = { kind: 'refused' };
const otherRules: Meaning = { kind: 'refused', rulesChanged: true };
const later: Meaning = { kind: 'refused', retryAfterMs: 1_000 };
const trouble: Meaning = { kind: 'trouble' };
const key: Meaning = { kind: 'key' };
/** Request weight is counted by the minute, orders by ten seconds. */
const weightLimit: Meaning = { kind: 'limit', quietMs: 60_000 };
const orderLimit: Meaning = { kind: 'limit', quietMs: 10_000 };

const rows = 1_000;

export const binance: VenueQuirks = {
  id: 'binance',
  name: 'Binance',
  tier: 'A',
  isVerified: true,
  credentials: ['apiKey', 'secret'],
  settings: {
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchCurrencies: false,
      fetchMargins: false,
      warnOnFetchOpenOrdersWithoutSymbol: false,
    },
  },
  // Lists of permissions are long, and nobody reads them here.
  marketParams: { showPermissionSets: 'false' },
  orderParams: ({ clientOrderId, signedAt, kind }, windowMs) => ({
    newClientOrderId: clientOrderId,
    ...{ timestamp: signedAt, recvWindow: windowMs },
    ...(kind === 'take' ? { timeInForce: 'IOC' } : { postOnly: true }),
  }),
  isBoundByClock: false,
  receiptOf(body) {
    const orderId = textOf(body.orderId);
    const clientOrderId = textOf(body.clientOrderId);
    return orderId && clientOrderId ? { orderId, clientOrderId } : undefined;
  },
  faultOf({ code, msg }) {
    if (typeof code !== 'number' || code >= 0) return undefined;
    return { code: String(code), message: textOf(msg) ?? '' };
  },
  meanings: {
    '-1000': trouble,
    '-1001': trouble,
    '-1006': trouble,
    '-1007': trouble,
    '-1008': trouble,
    '-1016': trouble,
    '-1003': weightLimit,
    '-1015': orderLimit,
    '-1002': key,
    '-1022': key,
    '-2014': key,
    '-2015': key,
    '-1021': { kind: 'clock' },
    '-1013': otherRules,
    '-1013 Filter failure: PERCENT_PRICE': later,
    '-1013 Filter failure: PERCENT_PRICE_BY_SIDE': later,
    '-1013 Filter failure: MAX_NUM_ORDERS': later,
    '-1013 Filter failure: EXCHANGE_MAX_NUM_ORDERS': later,
    '-1013 Filter failure: MAX_POSITION': refused,
    '-1100': refused,
    '-1102': refused,
    '-1104': refused,
    '-1106': refused,
    '-1111': otherRules,
    '-1115': refused,
    '-1116': refused,
    '-1121': otherRules,
    // With other messages, "Duplicate order sent." among them, it proves nothing: an order with the id is there.
    '-2010 Account has insufficient balance for requested action.': refused,
    '-2010 Market is closed.': otherRules,
    '-2010 Order would immediately match and take.': later,
    '-2010 This action is disabled on this account.': refused,
    '-2010 This account may not place or cancel orders.': refused,
    '-2010 This symbol is not permitted for this account.': refused,
    '-2010 This symbol is restricted for this account.': refused,
    '-2010 Price * QTY is zero or less.': otherRules,
    '-2010 Rest API trading is not enabled.': refused,
    '-2013': { kind: 'no-order' },
  },
  shapes: {
    '/api/v3/time': has('serverTime'),
    '/api/v3/exchangeInfo': has('symbols'),
    '/api/v3/depth': has('bids', 'asks'),
    '/api/v3/klines': isList,
    '/api/v3/account': has('balances'),
    '/api/v3/account/commission': has('standardCommission'),
    '/api/v3/order': has('orderId', 'clientOrderId', 'status'),
    '/api/v3/openOrders': isList,
    '/api/v3/allOrders': isList,
    '/api/v3/myTrades': isList,
    '/sapi/v1/account/apiRestrictions': has('enableReading', 'enableWithdrawals'),
  },
  // The core waits for the receive window and its own fence.
  proofMs: 0,
  findOrder: (exchange, { clientOrderId, market }) =>
    exchange.fetchOrder(undefined, market, { origClientOrderId: clientOrderId }),
  async ordersSince(exchange, market, since) {
    const open = await exchange.fetchOpenOrders(market);
    const all = await exchange.fetchOrders(market, since, rows);
    return [...open, ...all];
  },
  tradesOf: (exchange, { id }, market) =>
    exchange.fetchMyTrades(market, undefined, rows, { orderId: id }),
  tradesSince: (exchange, market, since) => exchange.fetchMyTrades(market, since, rows),
  cancel: (exchange, { clientOrderId, market }) =>
    exchange.cancelOrder(undefined, market, { origClientOrderId: clientOrderId }),
  rights,
  limits,
  fees,
  candles: { timeframe: '1h', intervalMs: hourMs, perRequest: rows, oldestMs: 730 * dayMs },
  bookLevels: 100,
};

async function rights(exchange: CcxtExchange): Promise<KeyRights> {
  const told = objectOf(await callEndpoint(exchange, 'sapiGetAccountApiRestrictions'));
  return {
    canRead: told.enableReading === true,
    canTrade: told.enableSpotAndMarginTrading === true,
    canWithdraw: told.enableWithdrawals !== false,
    ipRestricted: told.ipRestrict === true,
  };
}

const limitNames: Readonly<Record<string, RequestLimit['of']>> = {
  REQUEST_WEIGHT: 'request weight',
  RAW_REQUESTS: 'requests',
  ORDERS: 'orders',
};

const unitsMs: Readonly<Record<string, number>> = {
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: hourMs,
  DAY: dayMs,
};

/** What was used stands in the headers of the reply, by minute only. */
async function limits(exchange: CcxtExchange): Promise<readonly RequestLimit[]> {
  // Limits come with the rules of markets; one market will do.
  const [{ id: symbol } = { id: 'BTCUSDT' }] = Object.values(exchange.markets ?? {});
  const told = objectOf(await callEndpoint(exchange, 'publicGetExchangeInfo', { symbol }));
  const used = Object.entries(exchange.last_response_headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'x-mbx-used-weight-1m',
  );
  const rows = Array.isArray(told.rateLimits) ? told.rateLimits.map(objectOf) : [];
  return rows.flatMap(({ rateLimitType, interval, intervalNum, limit }) => {
    const of = limitNames[String(rateLimitType)];
    const perMs = Number(intervalNum) * (unitsMs[String(interval)] ?? Number.NaN);
    if (of === undefined || Number.isNaN(perMs)) return [];
    const isUsedTold = of === 'request weight' && perMs === 60_000 && used !== undefined;
    return [{ of, most: Number(limit), perMs, used: isUsedTold ? Number(used[1]) : null }];
  });
}

/** Without the discount for paying in BNB, which ends with the BNB. */
async function fees(exchange: CcxtExchange, markets: readonly string[]): Promise<AccountFees> {
  let [takerFeeBps, makerFeeBps] = [0, 0];
  for (const market of markets) {
    const { id } = exchange.markets?.[market] ?? {};
    const told = objectOf(
      await callEndpoint(exchange, 'privateGetAccountCommission', { symbol: id }),
    );
    takerFeeBps = Math.max(takerFeeBps, bpsOf(told, 'taker'));
    makerFeeBps = Math.max(makerFeeBps, bpsOf(told, 'maker'));
  }
  return { takerFeeBps, makerFeeBps };
}

const commissions = ['standardCommission', 'specialCommission', 'taxCommission'] as const;

/** Of an order on the dearer side. */
function bpsOf(told: Json, liquidity: 'taker' | 'maker'): number {
  const rate = commissions.reduce((sum, name) => {
    const parts = objectOf(told[name]);
    const of = (part: string): number => Number(parts[part] ?? 0);
    return sum + of(liquidity) + Math.max(of('buyer'), of('seller'));
  }, 0);
  return Math.round(rate * 1e8) / 1e4;
}
