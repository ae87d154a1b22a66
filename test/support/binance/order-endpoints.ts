/** Trading endpoints of the test venue: new orders, cancels, and what became of them. */
import { orderCommissionReply } from './account-replies.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { fillLate, findOrder, openAsked, ordersAsked, tradesAsked } from './order-lists.ts';
import * as replies from './order-replies.ts';
import { orderParameters, orderWishOf, randomId } from './order-wish.ts';
import { parameter, type Sent } from './parameters.ts';
import { Refusal, refusals } from './refusal.ts';
import type { Venue } from './venue.ts';

const dayMs = 86_400_000;
const symbol = parameter('symbol!', 'symbol');
const orderId = parameter('orderId', 'whole');
const origClientOrderId = parameter('origClientOrderId', 'clientId');

/** rest-api.md lines 2128–2293. */
function placeOrder(venue: Venue, { sent, nowMs, effects }: Call): unknown {
  const { engine, records, limits, random } = venue;
  const wish = orderWishOf(sent, random);
  limits.checkOrders(nowMs);
  const order = engine.place(wish);
  effects.push(`order ${order.orderId} ${order.status}`);
  // rest-api.md line 2159.
  const usual = wish.type === 'LIMIT_MAKER' ? 'ACK' : 'FULL';
  switch (sent.get('newOrderRespType') ?? usual) {
    case 'ACK':
      return replies.ackReply(order);
    case 'RESULT':
      return replies.resultReply(order);
    default:
      return replies.fullReply(
        order,
        records.trades(Infinity).filter((trade) => trade.orderId === order.orderId),
      );
  }
}

/** rest-api.md lines 2380–2451. */
function cancelOrder(venue: Venue, { sent, fault, nowMs, effects }: Call): unknown {
  const { engine, records, random } = venue;
  const order = findOrder(venue, sent, records.open());
  if (!order) throw refusals.unknownOrder();
  const restriction = sent.get('cancelRestrictions');
  const wanted = restriction?.replace('ONLY_', '') ?? order.status;
  if (wanted !== order.status) {
    // rest-api.md lines 2445–2451.
    throw new Refusal(-2011, 'Order was not canceled due to cancel restrictions.');
  }
  const cancelled = engine.cancel(order.orderId);
  effects.push(`order ${order.orderId} CANCELED`);
  if (fault?.kind === 'late-fill') fillLate(engine, cancelled, { ...fault, nowMs });
  return replies.cancelReply(cancelled, sent.get('newClientOrderId') ?? randomId(random));
}

/** rest-api.md lines 2453–2576; the test venue has no order lists. Nothing to cancel is −2011, as by common reports. */
function cancelAll({ engine, records, random }: Venue, { sent, effects }: Call): unknown {
  const { symbol: name } = engine.market(sent.get('symbol')!).rules();
  const open = records.open(name);
  if (open.length === 0) throw refusals.unknownOrder();
  return open.map((order) => {
    effects.push(`order ${order.orderId} CANCELED`);
    return replies.cancelReply(engine.cancel(order.orderId), randomId(random));
  });
}

/** rest-api.md lines 4339–4368 and 4570–4608: no more than a day is asked for (errors.md line 147). */
const mostSpan = {
  ms: dayMs,
  refusal: () => new Refusal(-1127, 'More than 24 hours between startTime and endTime.'),
};

function asksForRates(sent: Sent): boolean {
  return sent.get('computeCommissionRates')?.toLowerCase() === 'true';
}

export const orderEndpoints: readonly Endpoint[] = [
  {
    route: 'POST /api/v3/order',
    security: 'TRADE',
    weight: () => 1,
    parameters: orderParameters,
    reply: placeOrder,
  },
  {
    // rest-api.md lines 2321–2378.
    route: 'POST /api/v3/order/test',
    security: 'TRADE',
    weight: (sent) => (asksForRates(sent) ? 20 : 1),
    parameters: [...orderParameters, parameter('computeCommissionRates', 'boolean')],
    reply({ engine, random, settlement }, { sent }) {
      engine.check(orderWishOf(sent, random));
      if (!asksForRates(sent)) return {};
      return orderCommissionReply({ fees: settlement.fees(), traded: settlement.traded() });
    },
  },
  {
    route: 'DELETE /api/v3/order',
    security: 'TRADE',
    weight: () => 1,
    parameters: [
      ...[symbol, orderId, origClientOrderId, parameter('newClientOrderId', 'clientId')],
      parameter('cancelRestrictions', 'text', {
        values: ['ONLY_NEW', 'ONLY_PARTIALLY_FILLED'],
        // rest-api.md lines 2438–2444.
        refusal: new Refusal(-1145, 'Invalid cancelRestrictions'),
      }),
    ],
    reply: cancelOrder,
  },
  {
    route: 'DELETE /api/v3/openOrders',
    security: 'TRADE',
    weight: () => 1,
    parameters: [symbol],
    reply: cancelAll,
  },
  {
    // rest-api.md lines 4232–4257.
    route: 'GET /api/v3/order',
    security: 'USER_DATA',
    weight: () => 4,
    parameters: [symbol, orderId, origClientOrderId],
    reply(venue, { sent, asOfMs }) {
      const order = findOrder(venue, sent, venue.records.orders(asOfMs));
      if (!order) throw refusals.noSuchOrder();
      return replies.orderReply(order);
    },
  },
  {
    // rest-api.md lines 4287–4307.
    route: 'GET /api/v3/openOrders',
    security: 'USER_DATA',
    weight: (sent) => (sent.has('symbol') ? 6 : 80),
    parameters: [parameter('symbol', 'symbol')],
    reply: (venue, call) => openAsked(venue, call).map(replies.orderReply),
  },
  {
    route: 'GET /api/v3/allOrders',
    security: 'USER_DATA',
    weight: () => 20,
    parameters: [
      ...[symbol, orderId, parameter('startTime', 'whole'), parameter('endTime', 'whole')],
      parameter('limit', 'whole'),
    ],
    reply: (venue, call) => ordersAsked(venue, call, mostSpan).map(replies.orderReply),
  },
  {
    route: 'GET /api/v3/myTrades',
    security: 'USER_DATA',
    // rest-api.md lines 4578–4581.
    weight: (sent) => (sent.has('orderId') ? 5 : 20),
    parameters: [
      ...[symbol, orderId, parameter('startTime', 'whole'), parameter('endTime', 'whole')],
      ...[parameter('fromId', 'whole'), parameter('limit', 'whole')],
    ],
    reply: (venue, call) => tradesAsked(venue, call, mostSpan).map(replies.tradeReply),
  },
];
