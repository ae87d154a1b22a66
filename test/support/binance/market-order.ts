/** What a market order means on a book: the quantity for a quote quantity, and what a quantity costs (rest-api.md lines 2173, 2194). */
import type { OrderWish } from './order.ts';
import type { OrderBook, Taker } from './order-book.ts';
import { filterFailure, orderRejected } from './refusal.ts';
import type { SymbolRules } from './symbol-rules.ts';
import { least, one, roundDown, times, type Units, unitsOf } from './units.ts';

/** Quote units for taking so much from the book as it stands. */
export function walkedCost(taker: Taker, book: OrderBook): Units {
  let left = taker.quantity;
  let cost = 0n;
  for (const { price, remaining } of book.within(taker)) {
    if (left === 0n) break;
    const quantity = least(left, remaining);
    left -= quantity;
    cost += times(price, quantity);
  }
  return cost;
}

/** The largest quantity on the step whose notional, walked along the book, does not exceed the quote quantity. */
export function marketQuantity(wish: OrderWish, rules: SymbolRules, book: OrderBook): Units {
  const step = unitsOf(rules.stepSize);
  let left = wish.quoteQuantity;
  let quantity = 0n;
  const entries = book.within({ side: wish.side, limit: undefined, quantity: 0n });
  // errors.md line 405.
  if (entries.length === 0) {
    throw orderRejected('Order book liquidity is less than symbol minimum quantity.');
  }
  for (const { price, remaining } of entries) {
    const taken = least(remaining, roundDown((left * one) / price, step));
    quantity += taken;
    left -= times(price, taken);
    if (taken < remaining) break;
  }
  if (quantity < unitsOf(rules.minimumQuantity)) throw filterFailure('LOT_SIZE');
  return quantity;
}
