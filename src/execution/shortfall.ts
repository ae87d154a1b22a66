/** What a leg cost against the price it arrived at: implementation shortfall, expected by the walked book and realised by the fills. */
import { type Decimal, decimalOf, isPositive, toNumber } from '../base/decimal.ts';
import { walkedCost } from '../cost/walked-cost.ts';
import { midPrice, type OrderBook } from '../market/order-book.ts';
import type { Arrival, ExecutionLeg } from './execution.ts';
import type { LegTerms } from './execution-step.ts';

/** Undefined when a side of the book is empty. */
export function arrivalAt(
  leg: ExecutionLeg,
  { terms, book, now }: { terms: LegTerms; book: OrderBook; now: number },
): Arrival | undefined {
  const mid = midPrice(book);
  const walked = walkedCost(book, {
    side: leg.side,
    quantity: toNumber(leg.quantity),
    limitPrice: toNumber(leg.limitPrice),
    feeBps: terms.takerFeeBps,
  });
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
