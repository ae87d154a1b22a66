/**
 * On margin an order through zero becomes two: one that closes the position and may do no more, and one that opens the other side. So an
 * order that is to close can never open, whatever happens to it.
 */
import {
  type Decimal,
  decimalOf,
  isPositive,
  minimum,
  roundToStep,
  subtract,
} from '../base/decimal.ts';

export type OrderPart = { readonly quantity: Decimal; readonly reduceOnly: boolean };

/** Of a signed order in whole steps, beside a signed position. What opens and is worth less than the market takes is left out. */
export function partsOfOrder(
  order: number,
  market: {
    readonly position: number;
    readonly stepSize: Decimal;
    /** The least that the market takes, in base units. */
    readonly least: number;
  },
): readonly OrderPart[] {
  const quantity = decimalOf(Math.abs(order));
  if (market.position * order >= 0) return [{ quantity, reduceOnly: false }];
  const held = roundToStep(decimalOf(Math.abs(market.position)), market.stepSize, 'down');
  const closed = minimum(quantity, held);
  const opened = subtract(quantity, closed);
  const parts = [
    { quantity: closed, reduceOnly: true },
    { quantity: Number(opened) < market.least ? '0' : opened, reduceOnly: false },
  ];
  return parts.filter((part) => isPositive(part.quantity));
}
