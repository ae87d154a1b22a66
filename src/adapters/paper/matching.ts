/**
 * Matches an order with a book as a venue would, never beyond its limit.
 *
 * An order that takes gets the best level first, each at the price of the level. One that rests is filled at its own price
 * by what the market offers beyond it: it stands last in the queue, so that a touch of its price alone fills nothing.
 *
 * Half of the displayed depth counts, because others want it too; of that, what this account has taken itself a moment
 * ago is missing still. So cost rises with quantity, and a large order fills in parts or not at all.
 */
import {
  add,
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
import type { PaperOrder } from '../../ports/paper-accounts.ts';

const feePlaces = 8;

export type Circumstances = {
  /** The side of the book that the order meets, best level first. */
  readonly levels: readonly BookLevel[];
  /** Base units missing from the best levels on. */
  readonly missing: number;
  readonly at: number;
};

type Offer = { readonly price: Decimal; readonly quantity: number };

/** The fills that come to those which the order has. */
export function match(order: PaperOrder, circumstances: Circumstances): readonly Fill[] {
  const { request, feeBps, stepSize } = order;
  const { clientOrderId, market, side, quote } = request;
  const fills = [...order.fills];
  let left = fills.map(({ quantity }) => quantity).reduce(subtract, request.quantity);
  let notional = fills.map(({ quantity, price }) => multiply(quantity, price)).reduce(add, '0');
  for (const { price, quantity: there } of offersTo(request, circumstances)) {
    const quantity = roundToStep(minimum(decimalOf(there), left), stepSize, 'down');
    if (!isPositive(quantity)) continue;
    left = subtract(left, quantity);
    // The fees of the parts sum to the fee of the whole, so that what was held back for it suffices.
    const feeBefore = feeOf(notional, feeBps);
    notional = add(notional, multiply(quantity, price));
    fills.push({
      tradeId: `${clientOrderId}-${fills.length + 1}`,
      ...{ clientOrderId, market, side, quantity, price },
      fee: subtract(feeOf(notional, feeBps), feeBefore),
      feeAsset: quote,
      at: circumstances.at,
    });
  }
  return fills.slice(order.fills.length);
}

function offersTo(request: OrderRequest, circumstances: Circumstances): readonly Offer[] {
  const { kind, limitPrice } = request;
  const offers: Offer[] = [];
  let { missing } = circumstances;
  for (const { price: number, quantity } of circumstances.levels) {
    const price = decimalOf(number);
    if (isOutOfReach(request, price)) break;
    const counted = quantity * countedShare;
    offers.push({ price, quantity: Math.max(0, counted - missing) });
    missing = Math.max(0, missing - counted);
  }
  if (kind !== 'rest') return offers;
  return [{ price: limitPrice, quantity: offers.reduce((sum, { quantity }) => sum + quantity, 0) }];
}

function isOutOfReach({ kind, side, limitPrice }: OrderRequest, price: Decimal): boolean {
  const beyond = compare(price, limitPrice) * (side === 'buy' ? 1 : -1);
  return kind === 'rest' ? beyond >= 0 : beyond > 0;
}

/** In the currency of the notional, rounded up as venues do. */
export function feeOf(notional: Decimal, feeBps: number): Decimal {
  return toPlaces(multiply(notional, decimalOf(feeBps / 10_000)), feePlaces, 'up');
}
