/** Trading endpoints of the test venue: new orders, cancels, and what became of them. */
import { orderCommissionReply } from './account-replies.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { remainingOf, type VenueOrder } from './order.ts';
import * as replies from './order-replies.ts';
import { orderParameters, orderWishOf, randomId } from './order-wish.ts';
import { limitOf, parameter, type Sent, timeOf, wholeOf } from './parameters.ts';
import { Refusal, refusals } from './refusal.ts';
import { times, unitsNear } from './units.ts';
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

/** The id of the venue first, then the client's checked against it (rest-api.md lines 2402–2403, 4252–4253). */
function find(
  { engine }: Venue,
  sent: Sent,
  orders: readonly VenueOrder[],
): VenueOrder | undefined {
  engine.market(sent.get('symbol')!);
  const number = wholeOf(sent, 'orderId');
  const clientId = sent.get('origClientOrderId');
  if (number === undefined && clientId === undefined) {
    throw refusals.missingBoth('origClientOrderId', 'orderId');
  }
  const found = orders.findLast(
    (order) =>
      order.symbol === sent.get('symbol') &&
      (number === undefined ? order.clientOrderId === clientId : order.orderId === number),
  );
  if (found && clientId !== undefined && found.clientOrderId !== clientId) {
    throw refusals.wrongClientOrderId();
  }
  return found;
}

/** rest-api.md lines 2380–2451. */
function cancelOrder(venue: Venue, { sent, fault, nowMs, effects }: Call): unknown {
  const { engine, records, random } = venue;
  const order = find(venue, sent, records.open());
  if (!order) throw refusals.unknownOrder();
  const restriction = sent.get('cancelRestrictions');
  const wanted = restriction?.replace('ONLY_', '') ?? order.status;
  if (wanted !== order.status) {
    // rest-api.md lines 2445–2451.
    throw new Refusal(-2011, 'Order was not canceled due to cancel restrictions.');
  }
  const cancelled = engine.cancel(order.orderId);
  effects.push(`order ${order.orderId} CANCELED`);
  if (fault?.kind === 'late-fill') {
    const step = engine.market(order.symbol).rules().stepSize;
    const wish = times(remainingOf(cancelled), unitsNear(fault.share));
    const quantity = wish - (wish % unitsNear(Number(step)));
    engine.schedule(nowMs + fault.afterMs, () => {
      if (quantity > 0n) engine.force({ orderId: order.orderId, quantity, price: order.price });
    });
  }
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

/** rest-api.md lines 4339–4368. */
function allOrders({ engine, records }: Venue, { sent, asOfMs }: Call): unknown {
  const { symbol: name } = engine.market(sent.get('symbol')!).rules();
  const [first, startMs, endMs] = [
    wholeOf(sent, 'orderId'),
    timeOf(sent, 'startTime'),
    timeOf(sent, 'endTime'),
  ];
  checkSpan(startMs, endMs);
  const found = records
    .orders(asOfMs)
    .filter(
      (order) =>
        order.symbol === name &&
        order.orderId >= (first ?? 0) &&
        order.createdMs >= (startMs ?? 0) &&
        order.createdMs <= (endMs ?? Infinity),
    );
  return page(found, { sent, isFromStart: first !== undefined || startMs !== undefined }).map(
    replies.orderReply,
  );
}

/** rest-api.md lines 4570–4608. */
function myTrades({ engine, records }: Venue, { sent, asOfMs }: Call): unknown {
  const { symbol: name } = engine.market(sent.get('symbol')!).rules();
  const [order, first] = [wholeOf(sent, 'orderId'), wholeOf(sent, 'fromId')];
  const [startMs, endMs] = [timeOf(sent, 'startTime'), timeOf(sent, 'endTime')];
  const isTimed = startMs !== undefined || endMs !== undefined;
  // rest-api.md lines 4601–4608: the supported combinations.
  if (isTimed && (order !== undefined || first !== undefined)) throw refusals.badCombination();
  checkSpan(startMs, endMs);
  const found = records
    .trades(asOfMs)
    .filter(
      (trade) =>
        trade.symbol === name &&
        (order === undefined || trade.orderId === order) &&
        trade.tradeId >= (first ?? 0) &&
        trade.timeMs >= (startMs ?? 0) &&
        trade.timeMs <= (endMs ?? Infinity),
    );
  return page(found, { sent, isFromStart: first !== undefined || startMs !== undefined }).map(
    replies.tradeReply,
  );
}

/** errors.md line 147; rest-api.md lines 4367 and 4600. */
function checkSpan(startMs: number | undefined, endMs: number | undefined): void {
  if (startMs !== undefined && endMs !== undefined && endMs - startMs > dayMs) {
    throw new Refusal(-1127, 'More than 24 hours between startTime and endTime.');
  }
}

/** rest-api.md lines 92–96. */
function page<T>(found: readonly T[], request: { sent: Sent; isFromStart: boolean }): readonly T[] {
  const limit = limitOf(request.sent, 500, 1_000);
  return request.isFromStart ? found.slice(0, limit) : found.slice(-limit);
}

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
      const order = find(venue, sent, venue.records.orders(asOfMs));
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
    reply({ engine, records }, { sent, asOfMs }) {
      const name = sent.get('symbol');
      if (name !== undefined) engine.market(name);
      return records
        .orders(asOfMs)
        .filter(({ status }) => status === 'NEW' || status === 'PARTIALLY_FILLED')
        .filter((order) => name === undefined || order.symbol === name)
        .map(replies.orderReply);
    },
  },
  {
    route: 'GET /api/v3/allOrders',
    security: 'USER_DATA',
    weight: () => 20,
    parameters: [
      ...[symbol, orderId, parameter('startTime', 'whole'), parameter('endTime', 'whole')],
      parameter('limit', 'whole'),
    ],
    reply: allOrders,
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
    reply: myTrades,
  },
];
