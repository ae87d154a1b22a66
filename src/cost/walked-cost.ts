/**
 * What a leg costs on the order book: half-spread from mid to touch, impact from touch to the average price of the walk.
 *
 * Half of the displayed depth counts, because others want it too. What the book does not hold inside the limit price is
 * reckoned at the limit, which is the worst that the leg may get. Nothing is left to be assumed as slippage.
 */
import { midPrice, type OrderBook, type Side, walk } from '../market/order-book.ts';
import type { LegCost } from './leg-cost.ts';

/** Of the displayed depth. */
export const countedShare = 0.5;

export type WalkedCost = {
  readonly cost: LegCost;
  /** Of the quantity, what the book holds inside the limit price. */
  readonly filledShare: number;
};

/** Undefined when a side of the book is empty. Quantity in base, limit price in quote units. */
export function walkedCost(
  book: OrderBook,
  leg: { side: Side; quantity: number; limitPrice: number; feeBps: number },
): WalkedCost | undefined {
  const { side, quantity, limitPrice, feeBps } = leg;
  const mid = midPrice(book);
  const touch = (side === 'buy' ? book.asks : book.bids)[0]?.price;
  if (mid === undefined || touch === undefined) return undefined;
  // Half of every level is gone, so twice the quantity goes as deep as the quantity does in what is left.
  const shown = walk(book, { side, quantity: quantity / countedShare, limitPrice });
  const filled = shown.filled * countedShare;
  const average = (shown.notional * countedShare + (quantity - filled) * limitPrice) / quantity;
  // A limit short of the touch is the best that is paid.
  const first = side === 'buy' ? Math.min(touch, limitPrice) : Math.max(touch, limitPrice);
  const halfSpreadBps = (1e4 * Math.abs(first - mid)) / mid;
  const impactBps = (1e4 * Math.abs(average - first)) / mid;
  const costBps = feeBps + halfSpreadBps + impactBps;
  return {
    cost: { feeBps, halfSpreadBps, slippageBps: 0, impactBps, costBps },
    filledShare: filled / quantity,
  };
}
