/** From the parameters of POST /api/v3/order to an order: what each type needs and must not have (rest-api.md lines 2142–2198). */
import type { Random } from '../../../src/base/random.ts';
import { checkPrecision } from './filters.ts';
import type { OrderType, OrderWish, Side, TimeInForce } from './order.ts';
import { type ParameterSpec, parameter, type Sent, wholeOf } from './parameters.ts';
import { orderRejected, Refusal, refusals } from './refusal.ts';
import { unitsOf } from './units.ts';

/** rest-api.md lines 2144–2165; enums by enums.md. */
export const orderParameters: readonly ParameterSpec[] = [
  parameter('symbol!', 'symbol'),
  parameter('side!', 'text', {
    values: ['BUY', 'SELL'],
    refusal: new Refusal(-1117, 'Invalid side.'),
  }),
  parameter('type!', 'text', {
    values: [
      ...['LIMIT', 'MARKET', 'LIMIT_MAKER', 'STOP_LOSS', 'STOP_LOSS_LIMIT'],
      ...['TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'],
    ],
    refusal: new Refusal(-1116, 'Invalid orderType.'),
  }),
  parameter('timeInForce', 'text', {
    values: ['GTC', 'IOC', 'FOK'],
    refusal: new Refusal(-1115, 'Invalid timeInForce.'),
  }),
  parameter('quantity', 'decimal'),
  parameter('quoteOrderQty', 'decimal'),
  parameter('price', 'decimal'),
  parameter('newClientOrderId', 'clientId'),
  parameter('strategyId', 'whole'),
  parameter('strategyType', 'whole'),
  parameter('stopPrice', 'decimal'),
  parameter('trailingDelta', 'whole'),
  parameter('icebergQty', 'decimal'),
  parameter('newOrderRespType', 'text', { values: ['ACK', 'RESULT', 'FULL'] }),
  parameter('selfTradePreventionMode', 'text', { values: ['NONE'] }),
  parameter('pegPriceType'),
  parameter('pegOffsetValue', 'whole'),
  parameter('pegOffsetType'),
];

/** errors.md lines 379–383 and 408: not enabled on any symbol of the test venue. */
const unsupported: Readonly<Record<string, string>> = {
  STOP_LOSS: 'Stop loss orders are not supported for this symbol.',
  STOP_LOSS_LIMIT: 'Stop loss limit orders are not supported for this symbol.',
  TAKE_PROFIT: 'Take profit orders are not supported for this symbol.',
  TAKE_PROFIT_LIMIT: 'Take profit limit orders are not supported for this symbol.',
  icebergQty: 'Iceberg orders are not supported for this symbol.',
  trailingDelta: 'Trailing stop orders are not supported for this symbol.',
  pegPriceType: 'Pegged orders are not supported for this symbol.',
};

const sentByType: Readonly<Record<OrderType, readonly string[]>> = {
  LIMIT: ['timeInForce', 'quantity', 'price'],
  LIMIT_MAKER: ['quantity', 'price'],
  MARKET: ['quantity', 'quoteOrderQty'],
};
const dependent = ['timeInForce', 'quantity', 'quoteOrderQty', 'price', 'stopPrice'];

export function orderWishOf(sent: Sent, random: Random): OrderWish {
  const type = sent.get('type') as OrderType;
  for (const name of [type, 'icebergQty', 'trailingDelta', 'pegPriceType']) {
    const message = unsupported[name];
    if (message && (name === type || sent.has(name))) throw orderRejected(message);
  }
  checkDependent(sent, type);
  for (const name of ['quantity', 'price', 'quoteOrderQty']) {
    checkPrecision(name, sent.get(name) ?? '');
  }
  const strategyType = wholeOf(sent, 'strategyType');
  if (strategyType !== undefined && strategyType < 1_000_000) {
    // errors.md line 161.
    throw new Refusal(-1134, '`strategyType` was less than 1000000.');
  }
  const strategyId = wholeOf(sent, 'strategyId');
  return {
    symbol: sent.get('symbol')!,
    side: sent.get('side') as Side,
    type,
    timeInForce: (sent.get('timeInForce') ?? 'GTC') as TimeInForce,
    price: unitsOf(sent.get('price') ?? '0'),
    quantity: unitsOf(sent.get('quantity') ?? '0'),
    quoteQuantity: unitsOf(sent.get('quoteOrderQty') ?? '0'),
    clientOrderId: sent.get('newClientOrderId') ?? randomId(random),
    ...(strategyId !== undefined && { strategyId }),
    ...(strategyType !== undefined && { strategyType }),
  };
}

/** rest-api.md lines 2168–2178; what a type does not take is refused, as users report for timeInForce with −1106. */
function checkDependent(sent: Sent, type: OrderType): void {
  const taken = sentByType[type];
  for (const name of dependent) {
    if (sent.has(name) && !taken.includes(name)) throw refusals.notRequired(name);
    if (type !== 'MARKET' && taken.includes(name) && !sent.has(name)) throw refusals.missing(name);
  }
  if (type !== 'MARKET') return;
  const given = taken.filter((name) => sent.has(name)).length;
  if (given === 0) throw refusals.missingBoth('quantity', 'quoteOrderQty');
  if (given === 2) throw refusals.badCombination();
}

/** Twenty-two characters, as in the documentation's "6gCrw2kRUAF9CvJDGP16IP" (rest-api.md line 2209). */
export function randomId(random: Random): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 22 }, () => letters[Math.floor(random.uniform() * 62)]).join('');
}
