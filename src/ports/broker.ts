/** A trading account at a venue: balances, orders, fills. */
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

export type SubmitOutcome =
  | { readonly kind: 'accepted'; readonly report: OrderReport }
  /** The venue proved that it did not take the order. */
  | { readonly kind: 'rejected'; readonly cause: string };

export interface Broker {
  readonly account: string;
  balances(): Promise<Balances>;
  /** Errors: VenueError('unknown') when it cannot be told whether the order was taken. Never sends twice. */
  submit(order: OrderRequest): Promise<SubmitOutcome>;
  /** What the venue knows of an order; undefined when it never saw it. */
  query(clientOrderId: string): Promise<OrderReport | undefined>;
}
