/** The matching engine of the test venue: places, matches and cancels orders of the account while time goes on. */
import type { Admission } from './admission.ts';
import type { Market } from './market.ts';
import { marketQuantity, walkedCost } from './market-order.ts';
import {
  type ExpiryReason,
  isOpen,
  type OrderWish,
  remainingOf,
  type VenueOrder,
} from './order.ts';
import type { BookEntry } from './order-book.ts';
import type { Records } from './records.ts';
import { refusals } from './refusal.ts';
import type { Settlement } from './settlement.ts';
import { times, type Units } from './units.ts';

export type Engine = {
  /** The time that the engine has come to; it goes back when the venue's clock is set back. */
  nowMs(): number;
  /** Lets time go on: prices move, quotes meet resting orders, what was scheduled happens. */
  advance(ms: number): void;
  schedule(atMs: number, act: (ms: number) => void): void;
  /** Throws the refusal of an unknown symbol. */
  market(symbol: string): Market;
  markets(): readonly Market[];
  /** Checks everything that is checked before matching; throws the refusal. */
  check(wish: OrderWish): void;
  place(wish: OrderWish): VenueOrder;
  cancel(orderId: number): VenueOrder;
  /** Ends an open order as the exchange does on its own account. */
  expire(orderId: number, reason: ExpiryReason): VenueOrder;
  /** Books a trade outside of matching: a late fill, or more than was ordered. False when the free balance is too small. */
  force(fill: { orderId: number; quantity: Units; price: Units }): boolean;
  /** Takes a symbol away; its open orders expire. */
  delist(symbol: string): void;
  /** Shows the quotes of now without waiting for the next step. */
  requote(symbol: string): void;
};

/** Quotes between two requests are walked in at most so many steps. */
const mostSteps = 100;

export function createEngine(world: {
  markets: Map<string, Market>;
  records: Records;
  admission: Admission;
  settlement: Settlement;
  startMs: number;
  stepMs: number;
  onPlaced: (ms: number) => void;
}): Engine {
  const { markets, records, admission, settlement, stepMs } = world;
  const agenda: { readonly atMs: number; readonly act: (ms: number) => void }[] = [];
  let now = world.startMs;
  let lastStep = 0;

  const market = (symbol: string): Market => {
    const found = markets.get(symbol);
    if (!found) throw refusals.invalidSymbol();
    return found;
  };

  /** The account's side of a trade at the price of the entry that rested. */
  const bookMaker = (symbol: string) => (entry: BookEntry, quantity: Units, ms: number) => {
    if (entry.orderId === null) return;
    const { price, orderId } = entry;
    const isBuyerMaker = entry.side === 'BUY';
    const quoteQuantity = times(price, quantity);
    const { tradeId } = market(symbol).print({
      price,
      quantity,
      quoteQuantity,
      timeMs: ms,
      isBuyerMaker,
    });
    settlement.book({ orderId, price, quantity, isMaker: true, tradeId }, ms);
  };

  const walk = (toMs: number): void => {
    const first = lastStep + 1;
    const last = Math.floor((toMs - world.startMs) / stepMs);
    now = toMs;
    if (last < first) return;
    lastStep = last;
    for (const [symbol, one] of markets) {
      const steps = records.open(symbol).length === 0 ? 1 : Math.min(mostSteps, last - first + 1);
      for (let count = 1; count <= steps; count += 1) {
        const step = last - Math.floor(((steps - count) * (last - first + 1)) / steps);
        one.requote(world.startMs + step * stepMs, bookMaker(symbol));
      }
    }
  };

  const check = (wish: OrderWish): void =>
    admission.check(wish, { market: market(wish.symbol), open: records.open(), nowMs: now });

  const place = (wish: OrderWish): VenueOrder => {
    check(wish);
    const { book, rules } = market(wish.symbol);
    const quantity = wish.quantity > 0n ? wish.quantity : marketQuantity(wish, rules(), book);
    const taker = {
      ...{ side: wish.side, quantity },
      limit: wish.type === 'MARKET' ? undefined : wish.price,
    };
    const held = admission.hold(
      { ...wish, quantity },
      { market: market(wish.symbol), walked: walkedCost(taker, book), nowMs: now },
    );
    const orderId = records.nextOrderId();
    const order: VenueOrder = {
      ...{ ...wish, quantity, orderId, executed: 0n, executedQuote: 0n, status: 'NEW' },
      ...{ createdMs: now, updatedMs: now },
    };
    records.save(order);
    settlement.lock(order, held, now);
    world.onPlaced(now);
    const within = book.within(taker).reduce((sum, { remaining }) => sum + remaining, 0n);
    if (wish.timeInForce === 'FOK' && within < quantity) {
      return expire(orderId, 'UNFILLED_FOK_ORDER_EXPIRED');
    }
    if (wish.timeInForce === 'GTX' && within > 0n) return expire(orderId, 'GTX_WOULD_TAKE');
    return match(orderId, taker);
  };

  const match = (
    orderId: number,
    taker: { side: 'BUY' | 'SELL'; limit: Units | undefined; quantity: Units },
  ): VenueOrder => {
    const { symbol, type, timeInForce, price } = records.order(orderId);
    const one = market(symbol);
    const left = one.book.take(taker, (entry, quantity) => {
      const quoteQuantity = times(entry.price, quantity);
      const { tradeId } = one.print({
        ...{ price: entry.price, quantity, quoteQuantity, timeMs: now },
        isBuyerMaker: entry.side === 'BUY',
      });
      const fill = { price: entry.price, quantity, tradeId };
      settlement.book({ ...fill, orderId, isMaker: false }, now);
      if (entry.orderId !== null) {
        settlement.book({ ...fill, orderId: entry.orderId, isMaker: true }, now);
      }
    });
    one.touch();
    if (left === 0n) return records.order(orderId);
    if (type === 'MARKET') return expire(orderId, 'INSUFFICIENT_LIQUIDITY');
    if (timeInForce === 'IOC') return expire(orderId, 'UNFILLED_IOC_QUANTITY_EXPIRED');
    one.book.add({ orderId, side: taker.side, price, remaining: left });
    return records.order(orderId);
  };

  const end = (orderId: number, change: Partial<VenueOrder>): VenueOrder => {
    const order = records.order(orderId);
    const one = market(order.symbol);
    one.book.remove(orderId);
    one.touch();
    settlement.release(order, now);
    records.save({ ...order, ...change, updatedMs: now });
    return records.order(orderId);
  };
  const expire = (orderId: number, expiryReason: ExpiryReason): VenueOrder =>
    end(orderId, { status: 'EXPIRED', expiryReason });

  return {
    nowMs: () => now,
    advance(ms) {
      for (;;) {
        const [next] = agenda;
        if (!next || next.atMs > ms) break;
        agenda.shift();
        walk(next.atMs);
        next.act(now);
      }
      walk(ms);
    },
    schedule(atMs, act) {
      const place = agenda.findIndex((other) => other.atMs > atMs);
      agenda.splice(place === -1 ? agenda.length : place, 0, { atMs, act });
    },
    market,
    markets: () => [...markets.values()],
    check,
    place,
    cancel(orderId) {
      if (!isOpen(records.order(orderId))) throw refusals.unknownOrder();
      return end(orderId, { status: 'CANCELED' });
    },
    expire,
    force({ orderId, quantity, price }) {
      const before = records.order(orderId);
      const { symbol, side } = before;
      const { book, rules, print } = market(symbol);
      const quoteQuantity = times(price, quantity);
      const isBuyerMaker = side === 'BUY';
      if (!admission.canBook({ side, quantity, quoteQuantity }, rules())) return false;
      const { tradeId } = print({ price, quantity, quoteQuantity, timeMs: now, isBuyerMaker });
      settlement.book({ orderId, price, quantity, tradeId, isMaker: true }, now);
      const after = records.order(orderId);
      book.remove(orderId);
      if (isOpen(after)) {
        book.add({ orderId, side, price: after.price, remaining: remainingOf(after) });
      } else {
        settlement.release(after, now);
      }
      return true;
    },
    delist(symbol) {
      for (const { orderId } of records.open(symbol)) expire(orderId, 'EXCHANGE_CANCELED');
      markets.delete(symbol);
    },
    requote: (symbol) => market(symbol).requote(now, bookMaker(symbol)),
  };
}
