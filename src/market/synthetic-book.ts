/**
 * A finite order book around a mid price, so that the cost of walking it rises with the quantity.
 *
 * Level k (from 0) of a side lies halfSpreadBps + k · levelStepBps from the mid; taking the first n levels whole costs
 * halfSpreadBps + (n − 1) · levelStepBps / 2 on average.
 */
import type { BookLevel, OrderBook } from './order-book.ts';

export function bookAround(input: {
  market: string;
  /** In quote units. */
  mid: number;
  asOf: number;
  halfSpreadBps: number;
  levelStepBps: number;
  levels: number;
  /** In base units. */
  quantityPerLevel: number;
}): OrderBook {
  const { market, mid, asOf, halfSpreadBps, levelStepBps, levels, quantityPerLevel } = input;
  const side = (sign: number): readonly BookLevel[] =>
    Array.from({ length: levels }, (_, level) => ({
      price: significant(mid * (1 + (sign * (halfSpreadBps + level * levelStepBps)) / 1e4)),
      quantity: significant(quantityPerLevel),
    }));
  return { market, asOf, bids: side(-1), asks: side(1) };
}

/** Ten significant digits: as fine as any tick, and short as text. */
function significant(value: number): number {
  return Number(value.toPrecision(10));
}
