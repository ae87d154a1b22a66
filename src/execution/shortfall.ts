/** What a leg cost against the price it arrived at: implementation shortfall, expected by the walked book and realised by the fills. */
import { type Decimal, decimalOf, isPositive, toNumber } from '../base/decimal.ts';
import { type WalkedCost, walkedCost } from '../cost/walked-cost.ts';
import { midPrice, type OrderBook } from '../market/order-book.ts';
import type { Arrival, ExecutionLeg } from './execution.ts';
import type { LegTerms } from './execution-step.ts';

/**
 * What the book does not hold inside the limit will be taken in slices from books like this one, so the whole is expected to cost what the
 * part costs that it holds. Undefined when a side of the book is empty.
 */
export function arrivalAt(
  leg: ExecutionLeg,
  { terms, book, now }: { terms: LegTerms; book: OrderBook; now: number },
): Arrival | undefined {
  const mid = midPrice(book);
  const costOf = (quantity: number): WalkedCost | undefined => {
    const [limitPrice, feeBps] = [toNumber(leg.limitPrice), terms.takerFeeBps];
    return walkedCost(book, { side: leg.side, quantity, limitPrice, feeBps });
  };
  const quantity = toNumber(leg.quantity);
  const whole = costOf(quantity);
  const isSliced = whole !== undefined && whole.filledShare > 0 && whole.filledShare < 1;
  const walked = isSliced ? costOf(quantity * whole.filledShare) : whole;
  if (mid === undefined || walked === undefined) return undefined;
  const expectedBps = Math.round(walked.cost.costBps * 1e4) / 1e4;
  return { price: decimalOf(mid), expectedBps: decimalOf(expectedBps), at: now };
}

/**
 * What a leg really cost in bps of its filled value at a price: fees plus how much worse than that price it was filled
 * (implementation shortfall, Perold 1988). Null when nothing was filled.
 */
export function shortfallBps(leg: ExecutionLeg, price: Decimal): number | null {
  if (!isPositive(leg.filled)) return null;
  const worth = toNumber(leg.filled) * toNumber(price);
  const paid = (leg.side === 'buy' ? 1 : -1) * (toNumber(leg.filledNotional) - worth);
  return (1e4 * (paid + toNumber(leg.fees))) / worth;
}

/** Against the price that it arrived at. */
export function realisedShortfallBps(leg: ExecutionLeg): number | null {
  return leg.arrival && shortfallBps(leg, leg.arrival.price);
}
