/**
 * Matches an order with a book as a venue would: best level first, inside its limit, the rest cancelled.
 *
 * Half of the displayed depth counts, because others want it too; of that, what this account has taken itself a moment
 * ago is missing still. So cost rises with quantity, and a large order fills in parts or not at all.
 */
import {
  compare,
  type Decimal,
  decimalOf,
  isPositive,
  minimum,
  multiply,
  roundToStep,
  subtract,
  toPlaces,
} from '../../base/decimal.ts';
import { countedShare } from '../../cost/walked-cost.ts';
import type { Fill, OrderRequest } from '../../execution/order.ts';
import type { BookLevel } from '../../market/order-book.ts';

const feePlaces = 8;

export type Circumstances = {
  /** The side of the book that the order takes from, best level first. */
  readonly levels: readonly BookLevel[];
  /** Base units missing from the best levels on. */
  readonly missing: number;
  readonly stepSize: Decimal;
  readonly feeBps: number;
  readonly at: number;
};

export function match(order: OrderRequest, circumstances: Circumstances): readonly Fill[] {
  const { levels, stepSize, feeBps, at } = circumstances;
  const fills: Fill[] = [];
  let left = order.quantity;
  let { missing } = circumstances;
  for (const level of levels) {
    const price = decimalOf(level.price);
    if (isBeyond(order, price) || !isPositive(left)) break;
    const counted = level.quantity * countedShare;
    const there = decimalOf(Math.max(0, counted - missing));
    missing = Math.max(0, missing - counted);
    const quantity = roundToStep(minimum(there, left), stepSize, 'down');
    if (!isPositive(quantity)) continue;
    left = subtract(left, quantity);
    fills.push({
      tradeId: `${order.clientOrderId}-${fills.length + 1}`,
      clientOrderId: order.clientOrderId,
      market: order.market,
      side: order.side,
      quantity,
      price,
      fee: feeOf(multiply(quantity, price), feeBps),
      feeAsset: order.quote,
      at,
    });
  }
  return fills;
}

/** In the currency of the notional, rounded up as venues do. */
export function feeOf(notional: Decimal, feeBps: number): Decimal {
  return toPlaces(multiply(notional, decimalOf(feeBps / 10_000)), feePlaces, 'up');
}

function isBeyond({ side, limitPrice }: OrderRequest, price: Decimal): boolean {
  return side === 'buy' ? compare(price, limitPrice) > 0 : compare(price, limitPrice) < 0;
}
