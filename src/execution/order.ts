/** An order at a venue: what is asked of it, what it reports back, and the account it trades for. */
import type { Decimal } from '../base/decimal.ts';
import type { Side } from '../market/order-book.ts';

/** Free units by asset, cash currency included. */
export type Balances = Readonly<Record<string, Decimal>>;

/** A limit order that takes what the book holds inside its price and cancels the rest. */
export type OrderRequest = {
  readonly clientOrderId: string;
  readonly market: string;
  readonly base: string;
  readonly quote: string;
  readonly side: Side;
  /** In base units. */
  readonly quantity: Decimal;
  /** In quote units. */
  readonly limitPrice: Decimal;
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
  readonly fills: readonly Fill[];
};
