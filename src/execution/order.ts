/** An order at a venue: what is asked of it, what it reports back, and the account it trades for. */
import type { Decimal } from '../base/decimal.ts';
import type { Side } from '../market/order-book.ts';

/** Units by asset, cash currency included. */
export type Balances = Readonly<Record<string, Decimal>>;

/**
 * What an account holds: `free` may be given away by a new order, `total` counts what open orders hold back as well.
 *
 * Of an account on margin `total` has the positions, below zero where short, and as cash what they leave: wallet − Σ position × entry
 * price, so that cash + Σ position × price is what the account is worth at any price. `free` has the quote alone: the notional of
 * positions that may be opened yet.
 */
export type Holdings = { readonly free: Balances; readonly total: Balances };

/**
 * take: takes what the book holds inside its limit and cancels the rest (IOC). rest: waits in the book and never takes (post-only);
 * the venue refuses it where it would trade at once.
 */
export type OrderKind = 'take' | 'rest';

/** What an order is looked up by. */
export type OrderReference = {
  readonly clientOrderId: string;
  readonly market: string;
  /** Venue time that is bound into the request: the venue refuses it when it arrives later than the receive window after it. */
  readonly signedAt: number;
};

export type OrderRequest = OrderReference & {
  readonly kind: OrderKind;
  readonly base: string;
  readonly quote: string;
  readonly side: Side;
  /** In base units. */
  readonly quantity: Decimal;
  /** In quote units. */
  readonly limitPrice: Decimal;
  /** On margin: the order may bring a position nearer to zero and not beyond. */
  readonly reduceOnly?: true;
};

export type Fill = {
  readonly tradeId: string;
  readonly clientOrderId: string;
  readonly market: string;
  readonly side: Side;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
  readonly feeAsset: string;
  readonly at: number;
};

export type OrderReport = {
  readonly clientOrderId: string;
  readonly status: 'open' | 'closed';
  /** Base units that the venue says were filled, where it says so; their fills may be told later. */
  readonly filled?: Decimal;
  readonly fills: readonly Fill[];
};

/** Everything that could show a trace of an order, read after it was not found. */
export type Sweep = {
  /** The order in the lists of open and of closed orders. */
  readonly order: OrderReport | undefined;
  /** Trades of its market since it was signed that are not known to be of another order. */
  readonly trades: readonly Fill[];
  readonly total: Balances;
};
