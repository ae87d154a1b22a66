/** What the paper venue demands of an order before it takes it, as exchanges do. */
import { add, compare, isPositive, multiply, roundToStep } from '../../base/decimal.ts';
import type { Balances, OrderRequest } from '../../execution/order.ts';
import type { TradingRules } from '../../market/trading-rules.ts';
import { feeOf } from './matching.ts';

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

/** Why the account cannot pay for the order at its limit, or undefined when it can. */
export function shortage(
  order: OrderRequest,
  balances: Balances,
  feeBps: number,
): string | undefined {
  const notional = multiply(order.quantity, order.limitPrice);
  const [asset, needed] =
    order.side === 'sell'
      ? [order.base, order.quantity]
      : [order.quote, add(notional, feeOf(notional, feeBps))];
  const free = balances[asset] ?? '0';
  if (compare(needed, free) <= 0) return undefined;
  return `the balance of ${asset} must be at least ${needed}, was ${free}`;
}
