/** Orders and trades of the account, with every state that they were in: the venue can answer as of an earlier time. */
import { isOpen, type VenueOrder, type VenueTrade } from './order.ts';

export type Records = {
  nextOrderId(): number;
  save(order: VenueOrder): void;
  /** The order as it is now. */
  order(orderId: number): VenueOrder;
  /** All orders as they were at that time, by number. */
  orders(asOfMs: number): readonly VenueOrder[];
  open(symbol?: string): readonly VenueOrder[];
  addTrade(trade: VenueTrade): void;
  /** All trades booked by that time, in order of booking. */
  trades(asOfMs: number): readonly VenueTrade[];
};

export function createRecords(): Records {
  const versions = new Map<number, VenueOrder[]>();
  const open = new Map<number, VenueOrder>();
  const trades: VenueTrade[] = [];
  let lastOrderId = 0;
  return {
    nextOrderId() {
      lastOrderId += 1;
      return lastOrderId;
    },
    save(order) {
      const known = versions.get(order.orderId) ?? [];
      versions.set(order.orderId, known);
      known.push(order);
      if (isOpen(order)) open.set(order.orderId, order);
      else open.delete(order.orderId);
    },
    order(orderId) {
      const order = versions.get(orderId)?.at(-1);
      if (!order) throw new Error(`the venue has no order ${orderId}`);
      return order;
    },
    orders: (asOfMs) =>
      [...versions.values()].flatMap(
        (known) => known.findLast(({ updatedMs }) => updatedMs <= asOfMs) ?? [],
      ),
    open: (symbol) =>
      [...open.values()].filter((order) => symbol === undefined || order.symbol === symbol),
    addTrade: (trade) => {
      trades.push(trade);
    },
    trades: (asOfMs) => trades.filter(({ timeMs }) => timeMs <= asOfMs),
  };
}
