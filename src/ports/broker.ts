/** A trading account at a venue: balances, orders, fills. */
import type { Balances, OrderReport, OrderRequest } from '../execution/order.ts';

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
