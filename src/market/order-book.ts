/** Order books: what may be bought and sold at once, and at which price. */

export type BookLevel = {
  /** In quote units. */
  readonly price: number;
  /** In base units. */
  readonly quantity: number;
};

export type OrderBook = {
  readonly market: string;
  readonly asOf: number;
  /** Best (highest) first. */
  readonly bids: readonly BookLevel[];
  /** Best (lowest) first. */
  readonly asks: readonly BookLevel[];
};

export type Side = 'buy' | 'sell';

export type Walk = {
  /** Base units that can be had inside the limit. */
  readonly filled: number;
  /** Quote units that they cost or bring in, before fees. */
  readonly notional: number;
  /** The worst price touched; NaN when nothing fills. */
  readonly worstPrice: number;
};

/** Takes up to `quantity` from the opposite side, best level first, never beyond the limit price. */
export function walk(
  book: OrderBook,
  order: { side: Side; quantity: number; limitPrice: number },
): Walk {
  const levels = order.side === 'buy' ? book.asks : book.bids;
  let filled = 0;
  let notional = 0;
  let worstPrice = Number.NaN;
  for (const level of levels) {
    const beyond =
      order.side === 'buy' ? level.price > order.limitPrice : level.price < order.limitPrice;
    if (beyond || filled >= order.quantity) break;
    const taken = Math.min(level.quantity, order.quantity - filled);
    filled += taken;
    notional += taken * level.price;
    worstPrice = level.price;
  }
  return { filled, notional, worstPrice };
}

/** Middle of the best bid and ask; undefined when a side is empty. */
export function midPrice(book: OrderBook): number | undefined {
  const bid = book.bids[0]?.price;
  const ask = book.asks[0]?.price;
  return bid === undefined || ask === undefined ? undefined : (bid + ask) / 2;
}
