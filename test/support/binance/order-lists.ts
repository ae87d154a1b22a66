/** Which orders and trades of the account a request asks the test venue for. */
import type { Call } from './endpoint.ts';
import type { Engine } from './engine.ts';
import { isOpen, remainingOf, type VenueOrder, type VenueTrade } from './order.ts';
import { limitOf, type Sent, timeOf, wholeOf } from './parameters.ts';
import { type Refusal, refusals } from './refusal.ts';
import { times, unitsNear } from './units.ts';
import type { Venue } from './venue.ts';

/** The longest time that may be asked for, and what a longer one is refused with. */
export type MostSpan = { readonly ms: number; readonly refusal: () => Refusal };

/** The id of the venue first, then the client's checked against it (rest-api.md lines 2402–2403, 4252–4253). */
export function findOrder(
  { engine }: Pick<Venue, 'engine'>,
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

export function openAsked(
  { engine, records }: Venue,
  { sent, asOfMs }: Call,
): readonly VenueOrder[] {
  const name = sent.get('symbol');
  if (name !== undefined) engine.market(name);
  return records
    .orders(asOfMs)
    .filter(isOpen)
    .filter((order) => name === undefined || order.symbol === name);
}

export function ordersAsked(
  { engine, records }: Venue,
  { sent, asOfMs }: Call,
  most: MostSpan,
): readonly VenueOrder[] {
  const { symbol: name } = engine.market(sent.get('symbol')!).rules();
  const first = wholeOf(sent, 'orderId');
  const { startMs, endMs } = spanOf(sent, most);
  const found = records
    .orders(asOfMs)
    .filter(
      (order) =>
        order.symbol === name &&
        order.orderId >= (first ?? 0) &&
        order.createdMs >= (startMs ?? 0) &&
        order.createdMs <= (endMs ?? Infinity),
    );
  return page(found, { sent, isFromStart: first !== undefined || startMs !== undefined });
}

export function tradesAsked(
  { engine, records }: Venue,
  { sent, asOfMs }: Call,
  most: MostSpan & { readonly isOrderTimed?: true },
): readonly VenueTrade[] {
  const { symbol: name } = engine.market(sent.get('symbol')!).rules();
  const [order, first] = [wholeOf(sent, 'orderId'), wholeOf(sent, 'fromId')];
  const isTimed = sent.has('startTime') || sent.has('endTime');
  // rest-api.md lines 4601–4608: the supported combinations; those of futures name the first trade only.
  const isOddOrder = order !== undefined && most.isOrderTimed !== true;
  if (isTimed && (isOddOrder || first !== undefined)) throw refusals.badCombination();
  const { startMs, endMs } = spanOf(sent, most);
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
  return page(found, { sent, isFromStart: first !== undefined || startMs !== undefined });
}

/** Fills a cancelled order after all, a share of what was left. */
export function fillLate(
  engine: Engine,
  order: VenueOrder,
  late: { readonly share: number; readonly afterMs: number; readonly nowMs: number },
): void {
  const { orderId, symbol, price } = order;
  const step = engine.market(symbol).rules().stepSize;
  const wish = times(remainingOf(order), unitsNear(late.share));
  const quantity = wish - (wish % unitsNear(Number(step)));
  engine.schedule(late.nowMs + late.afterMs, () => {
    if (quantity > 0n) engine.force({ orderId, quantity, price });
  });
}

function spanOf(sent: Sent, { ms, refusal }: MostSpan) {
  const [startMs, endMs] = [timeOf(sent, 'startTime'), timeOf(sent, 'endTime')];
  if (startMs !== undefined && endMs !== undefined && endMs - startMs > ms) throw refusal();
  return { startMs, endMs };
}

/** rest-api.md lines 92–96. */
function page<T>(found: readonly T[], request: { sent: Sent; isFromStart: boolean }): readonly T[] {
  const limit = limitOf(request.sent, 500, 1_000);
  return request.isFromStart ? found.slice(0, limit) : found.slice(-limit);
}
