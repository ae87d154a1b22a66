/** What the paper venue demands of an order before it takes it, as exchanges do. */
import { compare, decimalOf, isPositive, multiply, roundToStep } from '../../base/decimal.ts';
import type { OrderRequest } from '../../execution/order.ts';
import type { BookLevel } from '../../market/order-book.ts';
import type { TradingRules } from '../../market/trading-rules.ts';

/** Why the order breaks the rules of its market, or undefined when it does not. */
export function ruleBreach(
  order: OrderRequest,
  { stepSize, tickSize, minNotional }: TradingRules,
): string | undefined {
  const { quantity, limitPrice } = order;
  if (!isPositive(quantity)) return `the quantity must be positive, was ${quantity}`;
  if (compare(roundToStep(quantity, stepSize, 'down'), quantity) !== 0) {
    return `the quantity must be a multiple of ${stepSize}, was ${quantity}`;
  }
  if (!isPositive(limitPrice)) return `the price must be positive, was ${limitPrice}`;
  if (compare(roundToStep(limitPrice, tickSize, 'down'), limitPrice) !== 0) {
    return `the price must be a multiple of ${tickSize}, was ${limitPrice}`;
  }
  const notional = multiply(quantity, limitPrice);
  if (compare(notional, minNotional) < 0) {
    return `the order must be worth at least ${minNotional} ${order.quote}, was ${notional}`;
  }
  return undefined;
}

/** Why an order that is to rest would not, or undefined when it would; levels are those it would meet, best first. */
export function crossing(
  { kind, side, limitPrice }: OrderRequest,
  [best]: readonly BookLevel[],
): string | undefined {
  if (kind !== 'rest' || best === undefined) return undefined;
  const distance = compare(limitPrice, decimalOf(best.price));
  if (side === 'buy' ? distance < 0 : distance > 0) return undefined;
  return `the order would trade at once at ${best.price}, and must not`;
}
