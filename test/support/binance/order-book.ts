/** The order book of one symbol: price-time priority, orders of the account beside the quotes of the market maker. */
import type { Side } from './order.ts';
import { least, type Units } from './units.ts';

export type BookEntry = {
  /** Number of the account's order, or null for a quote of the market maker. */
  readonly orderId: number | null;
  readonly side: Side;
  readonly price: Units;
  remaining: Units;
};

export type Taker = {
  readonly side: Side;
  /** Absent for a market order. */
  readonly limit: Units | undefined;
  readonly quantity: Units;
};

export type OrderBook = {
  add(entry: BookEntry): void;
  remove(orderId: number): void;
  removeQuotes(): void;
  /** Best first; at one price, the oldest first. */
  entries(side: Side): readonly BookEntry[];
  /** Price and total quantity of each level, best first. */
  levels(side: Side, limit: number): readonly (readonly [price: Units, quantity: Units])[];
  /** The entries that the taker may trade with, best first. */
  within(taker: Taker): readonly BookEntry[];
  /** Takes from the book until the taker is done or nothing within its limit is left; returns what is left to take. */
  take(taker: Taker, onFill: (entry: BookEntry, quantity: Units) => void): Units;
};

export function createOrderBook(): OrderBook {
  let bids: BookEntry[] = [];
  let asks: BookEntry[] = [];
  const own = (side: Side): BookEntry[] => (side === 'BUY' ? bids : asks);
  const opposite = (side: Side): BookEntry[] => (side === 'BUY' ? asks : bids);
  const keep = (wanted: (entry: BookEntry) => boolean): void => {
    bids = bids.filter(wanted);
    asks = asks.filter(wanted);
  };

  return {
    add(entry) {
      const entries = own(entry.side);
      let place = entries.length;
      while (place > 0 && isBetter(entry, entries[place - 1]!)) place -= 1;
      entries.splice(place, 0, entry);
    },
    remove: (orderId) => keep((entry) => entry.orderId !== orderId),
    removeQuotes: () => keep((entry) => entry.orderId !== null),
    entries: own,
    levels(side, limit) {
      const levels = new Map<Units, Units>();
      for (const { price, remaining } of own(side)) {
        if (!levels.has(price) && levels.size === limit) break;
        levels.set(price, (levels.get(price) ?? 0n) + remaining);
      }
      return [...levels];
    },
    within: (taker) => opposite(taker.side).filter(({ price }) => isWithin(taker, price)),
    take(taker, onFill) {
      const entries = opposite(taker.side);
      let left = taker.quantity;
      while (left > 0n) {
        const [best] = entries;
        if (!best || !isWithin(taker, best.price)) break;
        const quantity = least(left, best.remaining);
        left -= quantity;
        best.remaining -= quantity;
        if (best.remaining === 0n) entries.shift();
        onFill(best, quantity);
      }
      return left;
    },
  };
}

function isBetter(entry: BookEntry, other: BookEntry): boolean {
  return entry.side === 'BUY' ? entry.price > other.price : entry.price < other.price;
}

export function isWithin({ side, limit }: Pick<Taker, 'side' | 'limit'>, price: Units): boolean {
  if (limit === undefined) return true;
  return side === 'BUY' ? price <= limit : price >= limit;
}
