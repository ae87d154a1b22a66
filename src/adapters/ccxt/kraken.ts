/** What is peculiar to Kraken spot; after its documentation and ccxt's parsing, not tried against it. */
import { dayMs, hourMs } from '../../base/time.ts';
import type { KeyRights } from '../../ports/venue-facts.ts';
import {
  type CcxtExchange,
  type CcxtOrder,
  type CcxtParams,
  type CcxtTrade,
  callEndpoint,
  objectOf,
  textOf,
} from './exchange.ts';
import { has, type Meaning, type VenueQuirks, worstFees } from './venue-quirks.ts';

const refused: Meaning = { kind: 'refused' };
const otherRules: Meaning = { kind: 'refused', rulesChanged: true };
const later: Meaning = { kind: 'refused', retryAfterMs: 1_000 };
const trouble: Meaning = { kind: 'trouble' };
const key: Meaning = { kind: 'key' };
const limit: Meaning = { kind: 'limit', quietMs: 15_000 };

/** Lists come in pages of so many, the newest first. */
const pageRows = 50;
const mostPages = 20;
/** Of twenty ccxt would ask for no trade at all at the end, which is refused. */
const tradesAtOnce = 19;
/** Orders then name their trades. */
const withTrades = { trades: 'true' };

const result = has('error', 'result');

export const kraken: VenueQuirks = {
  id: 'kraken',
  name: 'Kraken',
  tier: 'A',
  isVerified: false,
  credentials: ['apiKey', 'secret'],
  settings: {},
  // The deadline binds the order; the number of the request only has to rise.
  orderParams: ({ clientOrderId, signedAt, kind }, windowMs) => ({
    clientOrderId,
    deadline: new Date(signedAt + windowMs).toISOString(),
    ...(kind === 'take' ? { timeInForce: 'IOC' } : { postOnly: true }),
  }),
  isBoundByClock: false,
  /** It names its own id only. */
  receiptOf(body) {
    const { txid } = objectOf(body.result);
    const orderId = Array.isArray(txid) && txid.length === 1 ? textOf(txid[0]) : undefined;
    return orderId === undefined ? undefined : { orderId };
  },
  faultOf({ error }) {
    const code = Array.isArray(error) ? textOf(error[0]) : undefined;
    return code === undefined ? undefined : { code, message: '' };
  },
  meanings: {
    'EService:Unavailable': trouble,
    'EService:Busy': trouble,
    'EService:Timeout': trouble,
    'EService:Deadline elapsed': later,
    'EDatabase:Internal error': trouble,
    'EGeneral:Internal error': trouble,
    'EGeneral:Temporary lockout': limit,
    'EGeneral:Too many requests': limit,
    'EAPI:Rate limit exceeded': limit,
    'EOrder:Rate limit exceeded': limit,
    'EAPI:Invalid key': key,
    'EAPI:Invalid signature': key,
    'EAPI:Invalid nonce': later,
    'EGeneral:Permission denied': key,
    'EOrder:Insufficient funds': refused,
    'EOrder:Order minimum not met': otherRules,
    'EOrder:Cost minimum not met': otherRules,
    'EOrder:Tick size check failed': otherRules,
    'EOrder:Invalid price:Invalid price argument': otherRules,
    'EGeneral:Invalid arguments:volume': otherRules,
    'EGeneral:Invalid arguments:price': otherRules,
    'EOrder:Post only order': later,
    'EQuery:Unknown asset pair': otherRules,
    'EQuery:Invalid asset pair': otherRules,
    'EService:Market in cancel_only mode': refused,
    'EService:Market in post_only mode': refused,
    'EOrder:Unknown order': { kind: 'no-order' },
  },
  shapes: {
    '/0/public/Time': result,
    '/0/public/OHLC': result,
    '/0/public/Depth': result,
    '/0/private/Balance': result,
    '/0/private/BalanceEx': result,
    '/0/private/OpenOrders': (body) => has('open')(objectOf(body).result),
    '/0/private/ClosedOrders': (body) => has('closed')(objectOf(body).result),
    '/0/private/TradesHistory': (body) => has('trades')(objectOf(body).result),
  },
  proofMs: 0,
  // A look-up by our id goes by another field and finds nothing; the lists go by ours.
  async findOrder(exchange, { clientOrderId, market, signedAt }) {
    const params = { clientOrderId, ...withTrades };
    const open = await exchange.fetchOpenOrders(market, undefined, undefined, params);
    const isOurs = (order: CcxtOrder): boolean => order.clientOrderId === clientOrderId;
    const found = open.find(isOurs);
    if (found !== undefined) return found;
    const since = signedAt - dayMs;
    const closed = await exchange.fetchClosedOrders(market, since, undefined, params);
    return closed.find(isOurs);
  },
  async ordersSince(exchange, market, since) {
    const open = await exchange.fetchOpenOrders(market, undefined, undefined, withTrades);
    const closed = await allPages((page) =>
      exchange.fetchClosedOrders(market, since, undefined, { ...page, ...withTrades }),
    );
    return [...open, ...closed];
  },
  async tradesOf(exchange, { id, info }, market) {
    const named = info?.trades;
    const ids = Array.isArray(named) ? named.map(String) : [];
    const trades: CcxtTrade[] = [];
    for (let from = 0; from < ids.length; from += tradesAtOnce) {
      const some = { trades: ids.slice(from, from + tradesAtOnce) };
      const told = await exchange.fetchOrderTrades(id, market, undefined, undefined, some);
      trades.push(...told);
    }
    return trades;
  },
  tradesSince: (exchange, market, since) =>
    allPages((page) => exchange.fetchMyTrades(market, since, undefined, page)),
  cancel: (exchange, { clientOrderId, market }) =>
    exchange.cancelOrder(undefined, market, { clientOrderId }),
  rights,
  async fees(exchange, markets) {
    const rates = [];
    for (const market of markets) rates.push(await exchange.fetchTradingFee(market));
    return worstFees(rates);
  },
  // It tells the last 720 bars of an interval, 120 days of these; with hours it would be a month.
  candles: {
    ...{ timeframe: '4h', intervalMs: 4 * hourMs, perRequest: 720, oldestMs: 89 * dayMs },
    mostBars: 720,
  },
  bookLevels: 100,
};

/**
 * All rows of a list. ccxt drops those of other markets from a page, so that a short page tells nothing: a page without a row that
 * is new ends it.
 */
async function allPages<T extends { readonly id: string | undefined }>(
  read: (page: CcxtParams) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const rows = new Map<string, T>();
  for (let page = 0; page < mostPages; page += 1) {
    const told = await read({ ofs: page * pageRows });
    const before = rows.size;
    for (const row of told) rows.set(row.id ?? '', row);
    if (rows.size === before) break;
  }
  return [...rows.values()];
}

/** Rights are a list of names such as query-funds, modify-trades and withdraw-funds. */
async function rights(exchange: CcxtExchange): Promise<KeyRights | 'unknown'> {
  const told = objectOf(await callEndpoint(exchange, 'privatePostGetApiKeyInfo'));
  const { permissions, ipAllowlist, ip_allowlist: addresses = ipAllowlist } = objectOf(told.result);
  if (!Array.isArray(permissions)) return 'unknown';
  const names = permissions.map(String);
  const may = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  return {
    canRead: may(/query-funds/) && may(/query-(open|closed)-trades/),
    canTrade: may(/modify-trades/),
    canWithdraw: may(/withdraw/),
    ipRestricted: Array.isArray(addresses) ? addresses.length > 0 : 'unknown',
  };
}
