/** What is peculiar to Bitvavo; after its documentation and ccxt's parsing, not tried against it. */
import { dayMs, hourMs } from '../../base/time.ts';
import { type CcxtOrder, textOf } from './exchange.ts';
import { has, isList, type Meaning, type VenueQuirks, worstFees } from './venue-quirks.ts';

const refused: Meaning = { kind: 'refused' };
const otherRules: Meaning = { kind: 'refused', rulesChanged: true };
const trouble: Meaning = { kind: 'trouble' };
const key: Meaning = { kind: 'key' };
const limit: Meaning = { kind: 'limit', quietMs: 60_000 };

const rows = 1_000;
/** It wants to know which program of an account trades; any number will do that stays the same. */
const operatorId = 1;

export const bitvavo: VenueQuirks = {
  id: 'bitvavo',
  name: 'Bitvavo',
  tier: 'A',
  isVerified: false,
  credentials: ['apiKey', 'secret'],
  settings: { options: { recvWindow: '5000', operatorId } },
  orderParams: ({ clientOrderId, kind }) => ({
    ...{ clientOrderId, operatorId },
    ...(kind === 'take' ? { timeInForce: 'IOC' } : { postOnly: true }),
  }),
  isBoundByClock: true,
  receiptOf(body) {
    const orderId = textOf(body.orderId);
    const clientOrderId = textOf(body.clientOrderId);
    return orderId && clientOrderId ? { orderId, clientOrderId } : undefined;
  },
  faultOf({ errorCode, error }) {
    const code = textOf(errorCode);
    return code === undefined ? undefined : { code, message: textOf(error) ?? '' };
  },
  // 101, 108 and 109 say themselves that an order may have been taken.
  meanings: {
    101: trouble,
    107: trouble,
    108: trouble,
    109: trouble,
    400: trouble,
    404: trouble,
    103: limit,
    104: limit,
    105: limit,
    203: otherRules,
    205: refused,
    210: otherRules,
    211: otherRules,
    212: otherRules,
    213: otherRules,
    214: otherRules,
    215: otherRules,
    216: refused,
    217: otherRules,
    231: refused,
    235: refused,
    240: { kind: 'no-order' },
    300: key,
    301: key,
    305: key,
    306: key,
    307: key,
    308: key,
    309: key,
    310: key,
    311: key,
    317: key,
    302: { kind: 'clock' },
    304: { kind: 'clock' },
  },
  shapes: {
    '/v2/time': has('time'),
    '/v2/markets': isList,
    '/v2/balance': isList,
    '/v2/order': has('orderId'),
    '/v2/orders': isList,
    '/v2/ordersOpen': isList,
    '/v2/trades': isList,
    '/v2/account': has('fees'),
  },
  proofMs: 0,
  findOrder: async (exchange, { clientOrderId, market }) =>
    withOurId(await exchange.fetchOrder(undefined, market, { clientOrderId })),
  async ordersSince(exchange, market, since) {
    const open = await exchange.fetchOpenOrders(market);
    const all = await exchange.fetchOrders(market, since, rows);
    return [...open, ...all].map(withOurId);
  },
  async tradesOf(exchange, { id, timestamp }, market) {
    const trades = await exchange.fetchMyTrades(market, timestamp, rows);
    return trades.filter(({ order }) => order === id);
  },
  tradesSince: (exchange, market, since) => exchange.fetchMyTrades(market, since, rows),
  cancel: (exchange, { clientOrderId, market }) =>
    exchange.cancelOrder(undefined, market, { clientOrderId, operatorId }),
  async fees(exchange, markets) {
    const rates = await exchange.fetchTradingFees();
    return worstFees(markets.map((market) => rates[market] ?? {}));
  },
  candles: { timeframe: '1h', intervalMs: hourMs, perRequest: 1_440, oldestMs: 730 * dayMs },
  bookLevels: 100,
};

/** ccxt leaves our id out. */
function withOurId(order: CcxtOrder): CcxtOrder {
  return { ...order, clientOrderId: textOf(order.info?.clientOrderId) };
}
