/** Trading endpoints of the futures test venue (trade/rest-api of the documentation); orders with a trigger are elsewhere by now. */
import type { Random } from '../../../src/base/random.ts';
import type { Call, Endpoint } from '../binance/endpoint.ts';
import type { OrderWish, Side, TimeInForce } from '../binance/order.ts';
import {
  fillLate,
  findOrder,
  type MostSpan,
  openAsked,
  ordersAsked,
  tradesAsked,
} from '../binance/order-lists.ts';
import { randomId } from '../binance/order-wish.ts';
import { parameter, type Sent } from '../binance/parameters.ts';
import { Refusal, refusals } from '../binance/refusal.ts';
import { unitsOf } from '../binance/units.ts';
import { placesOf } from './exchange-info.ts';
import * as replies from './order-replies.ts';
import type { UsdmVenue } from './venue.ts';

const dayMs = 86_400_000;
const symbol = parameter('symbol!', 'symbol');
const orderId = parameter('orderId', 'whole');
const origClientOrderId = parameter('origClientOrderId', 'clientId');
const times = [parameter('startTime', 'whole'), parameter('endTime', 'whole')];

const mostSpan: MostSpan = {
  ms: 7 * dayMs,
  refusal: () => new Refusal(-4165, 'Maximum time interval is 7 days'),
};

/** New-Order. */
const orderParameters = [
  symbol,
  parameter('side!', 'text', {
    values: ['BUY', 'SELL'],
    refusal: new Refusal(-1117, 'Invalid side.'),
  }),
  parameter('positionSide', 'text', {
    values: ['BOTH'],
    refusal: new Refusal(-4061, "Order's position side does not match user's setting."),
  }),
  parameter('type!', 'text', {
    values: ['LIMIT', 'MARKET'],
    refusal: new Refusal(-1116, 'Invalid orderType.'),
  }),
  parameter('timeInForce', 'text', {
    values: ['GTC', 'IOC', 'FOK', 'GTX'],
    refusal: new Refusal(-1115, 'Invalid timeInForce.'),
  }),
  parameter('quantity!', 'decimal'),
  parameter('price', 'decimal'),
  parameter('reduceOnly', 'boolean'),
  parameter('newClientOrderId', 'clientId'),
  parameter('newOrderRespType', 'text', {
    values: ['ACK', 'RESULT'],
    refusal: new Refusal(-1136, 'Invalid newOrderRespType.'),
  }),
];

function placeOrder(venue: UsdmVenue, { sent, nowMs, effects }: Call): unknown {
  const wish = wishOf(venue, sent, venue.random);
  venue.limits.checkOrders(nowMs);
  const order = venue.engine.place(wish);
  effects.push(`order ${order.orderId} ${order.status}`);
  return sent.get('newOrderRespType') === 'RESULT'
    ? replies.changedReply(order)
    : replies.ackReply(order);
}

function wishOf({ engine }: UsdmVenue, sent: Sent, random: Random): OrderWish {
  const rules = engine.market(sent.get('symbol')!).rules();
  const type = sent.get('type') as 'LIMIT' | 'MARKET';
  for (const name of ['price', 'timeInForce']) {
    if (type === 'LIMIT' && !sent.has(name)) throw refusals.missing(name);
    if (type === 'MARKET' && sent.has(name)) throw refusals.notRequired(name);
  }
  for (const [name, step] of [
    ['quantity', rules.stepSize],
    ['price', rules.tickSize],
  ] as const) {
    if (placesOf(sent.get(name) ?? '') > placesOf(step)) {
      throw new Refusal(-1111, 'Precision is over the maximum defined for this asset.');
    }
  }
  return {
    symbol: rules.symbol,
    side: sent.get('side') as Side,
    type,
    timeInForce: (sent.get('timeInForce') ?? 'GTC') as TimeInForce,
    price: unitsOf(sent.get('price') ?? '0'),
    quantity: unitsOf(sent.get('quantity') ?? '0'),
    quoteQuantity: 0n,
    clientOrderId: sent.get('newClientOrderId') ?? randomId(random),
    ...(sent.get('reduceOnly')?.toLowerCase() === 'true' && { reduceOnly: true as const }),
  };
}

/** Cancel-Order. */
function cancelOrder(venue: UsdmVenue, { sent, fault, nowMs, effects }: Call): unknown {
  const { engine, records } = venue;
  const order = findOrder(venue, sent, records.open());
  if (order === undefined) throw refusals.unknownOrder();
  const cancelled = engine.cancel(order.orderId);
  effects.push(`order ${order.orderId} CANCELED`);
  if (fault?.kind === 'late-fill') fillLate(engine, cancelled, { ...fault, nowMs });
  return replies.changedReply(cancelled);
}

export const orderEndpoints: readonly Endpoint<UsdmVenue>[] = [
  {
    // Counts as an order, not as weight.
    route: 'POST /fapi/v1/order',
    security: 'TRADE',
    weight: () => 0,
    parameters: orderParameters,
    reply: placeOrder,
  },
  {
    route: 'DELETE /fapi/v1/order',
    security: 'TRADE',
    weight: () => 1,
    parameters: [symbol, orderId, origClientOrderId],
    reply: cancelOrder,
  },
  {
    route: 'GET /fapi/v1/order',
    security: 'USER_DATA',
    weight: () => 1,
    parameters: [symbol, orderId, origClientOrderId],
    reply(venue, { sent, asOfMs }) {
      const order = findOrder(venue, sent, venue.records.orders(asOfMs));
      if (order === undefined) throw refusals.noSuchOrder();
      return replies.orderReply(order);
    },
  },
  {
    route: 'GET /fapi/v1/openOrders',
    security: 'USER_DATA',
    weight: (sent) => (sent.has('symbol') ? 1 : 40),
    parameters: [parameter('symbol', 'symbol')],
    reply: (venue, call) => openAsked(venue, call).map(replies.orderReply),
  },
  {
    route: 'GET /fapi/v1/allOrders',
    security: 'USER_DATA',
    weight: () => 5,
    parameters: [symbol, orderId, ...times, parameter('limit', 'whole')],
    reply: (venue, call) => ordersAsked(venue, call, mostSpan).map(replies.orderReply),
  },
  {
    route: 'GET /fapi/v1/userTrades',
    security: 'USER_DATA',
    weight: () => 5,
    parameters: [
      ...[symbol, orderId, ...times, parameter('fromId', 'whole')],
      parameter('limit', 'whole'),
    ],
    reply: (venue, call) =>
      tradesAsked(venue, call, { ...mostSpan, isOrderTimed: true }).map(replies.tradeReply),
  },
];
