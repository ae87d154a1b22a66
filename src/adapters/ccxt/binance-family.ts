/** What the markets of Binance have in common, spot and futures; the numbers of errors are those of its documentation. */
import { dayMs, hourMs } from '../../base/time.ts';
import type { KeyRights, RequestLimit } from '../../ports/venue-facts.ts';
import { type CcxtExchange, type CcxtParams, callEndpoint, objectOf, textOf } from './exchange.ts';
import { all, has, type Meaning, type VenueQuirks } from './venue-quirks.ts';

export const refused: Meaning = { kind: 'refused' };
export const otherRules: Meaning = { kind: 'refused', rulesChanged: true };
export const later: Meaning = { kind: 'refused', retryAfterMs: 1_000 };

const rows = 1_000;

export const binanceFamily = {
  credentials: ['apiKey', 'secret'],
  // The time is a parameter of the order itself.
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
  // The core waits for the receive window and its own fence.
  proofMs: 0,
  findOrder: (exchange, { clientOrderId, market }) =>
    exchange.fetchOrder(undefined, market, { origClientOrderId: clientOrderId }),
  async ordersSince(exchange, market, since) {
    const open = await exchange.fetchOpenOrders(market);
    const placed = await exchange.fetchOrders(market, since, rows);
    return [...open, ...placed];
  },
  tradesOf: (exchange, { id }, market) =>
    exchange.fetchMyTrades(market, undefined, rows, { orderId: id }),
  tradesSince: (exchange, market, since) => exchange.fetchMyTrades(market, since, rows),
  cancel: (exchange, { clientOrderId, market }) =>
    exchange.cancelOrder(undefined, market, { origClientOrderId: clientOrderId }),
  candles: { timeframe: '1h', intervalMs: hourMs, perRequest: rows, oldestMs: 730 * dayMs },
  bookLevels: 100,
} as const satisfies Partial<VenueQuirks>;

/** Errors that mean the same wherever it trades. */
export const familyMeanings: VenueQuirks['meanings'] = {
  ...all({ kind: 'trouble' }, ['-1000', '-1001', '-1006', '-1007', '-1008', '-1016']),
  // Request weight is counted by the minute, orders by ten seconds.
  '-1003': { kind: 'limit', quietMs: 60_000 },
  '-1015': { kind: 'limit', quietMs: 10_000 },
  ...all({ kind: 'key' }, ['-1002', '-1022', '-2014', '-2015']),
  '-1021': { kind: 'clock' },
  ...all(refused, ['-1100', '-1102', '-1104', '-1106', '-1115', '-1116']),
  ...all(otherRules, ['-1111', '-1121']),
  '-2013': { kind: 'no-order' },
};

/** The keys are those of one account, and what they may do is told in one place. */
export const familyShapes: VenueQuirks['shapes'] = {
  '/sapi/v1/account/apiRestrictions': has('enableReading', 'enableWithdrawals'),
};

export async function keyRights(
  exchange: CcxtExchange,
  tradeRight: 'enableSpotAndMarginTrading' | 'enableFutures',
): Promise<KeyRights> {
  const told = objectOf(await callEndpoint(exchange, 'sapiGetAccountApiRestrictions'));
  return {
    canRead: told.enableReading === true,
    canTrade: told[tradeRight] === true,
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

/** They come with the rules of markets; what was used stands in the headers of the reply, by minute only. */
export async function requestLimits(
  exchange: CcxtExchange,
  rules: { readonly endpoint: string; readonly params?: CcxtParams },
): Promise<readonly RequestLimit[]> {
  const told = objectOf(await callEndpoint(exchange, rules.endpoint, rules.params));
  const used = Object.entries(exchange.last_response_headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'x-mbx-used-weight-1m',
  );
  const listed = Array.isArray(told.rateLimits) ? told.rateLimits.map(objectOf) : [];
  return listed.flatMap(({ rateLimitType, interval, intervalNum, limit }) => {
    const of = limitNames[String(rateLimitType)];
    const perMs = Number(intervalNum) * (unitsMs[String(interval)] ?? Number.NaN);
    if (of === undefined || Number.isNaN(perMs)) return [];
    const isUsedTold = of === 'request weight' && perMs === 60_000 && used !== undefined;
    return [{ of, most: Number(limit), perMs, used: isUsedTold ? Number(used[1]) : null }];
  });
}
