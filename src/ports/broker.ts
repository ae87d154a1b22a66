/** A trading account at a venue: balances, orders, fills. */
import type {
  Holdings,
  OrderReference,
  OrderReport,
  OrderRequest,
  Sweep,
} from '../execution/order.ts';

export type SubmitOutcome =
  | { readonly kind: 'accepted'; readonly report: OrderReport }
  | {
      /** The venue proved that it did not take the order. */
      readonly kind: 'rejected';
      readonly cause: string;
      /** After so long another attempt makes sense (rates, clock); absent: the same order would be refused again. */
      readonly retryAfterMs?: number;
      /** The trading rules are not what the order was made by; they are to be read again before another attempt. */
      readonly rulesChanged?: true;
    };

/**
 * Every method may throw a VenueError. A read that failed proves nothing. Nothing is ever sent twice, and no method retries a
 * request that could change anything.
 */
export interface Broker {
  readonly account: string;
  /** A person carries the orders out and says so later; an order that was asked for may stay open for days. */
  readonly awaitsPerson?: true;
  holdings(): Promise<Holdings>;
  /** Errors: VenueError('unknown' or 'unavailable') when it cannot be told whether the order was taken. */
  submit(order: OrderRequest): Promise<SubmitOutcome>;
  /** What the venue knows of an order, fills included; undefined when it answered that it does not know it. */
  query(order: OrderReference): Promise<OrderReport | undefined>;
  /** Asks to cancel. The answer proves nothing either way: the order is to be queried afterwards. */
  cancel(order: OrderReference): Promise<void>;
  /** Looks for traces of an order in the open and closed lists, the trades and the balances. */
  sweep(order: OrderReference): Promise<Sweep>;
  /** Orders that rest at the venue now, of whomever. */
  openOrders(): Promise<readonly Pick<OrderReference, 'clientOrderId' | 'market'>[]>;
}
