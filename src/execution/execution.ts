/** The state of one execution: its legs, the attempts (venue orders) of each leg, and what was filled. */
import type { Decimal } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { Side } from '../market/order-book.ts';
import type { OrderKind } from './order.ts';

export type ExecutionStatus = 'executing' | 'settled' | 'partial' | 'halted' | 'failed';

export type LegStatus = 'pending' | 'working' | 'filled' | 'partial' | 'skipped' | 'failed';

/** `sending` and `unknown` may be at the venue or not; `open` is; the others are over. */
export type AttemptState =
  | 'sending'
  | 'unknown'
  | 'open'
  | 'closed'
  | 'rejected'
  | 'not_accepted'
  | 'manual';

/** What speaks for it that the venue never took an order; see negative-evidence.ts. */
export type Evidence = {
  /** The venue was in trouble when the order was sent, so that it may still take it late. */
  readonly degraded: boolean;
  /** Successful reads past the fence that did not find it, spaced. */
  readonly notFoundReads: number;
  readonly lastNotFoundAt: number | null;
};

export type Attempt = {
  /** Deterministic: sha256(execution | leg | number), shaped as a UUID. */
  readonly clientOrderId: string;
  readonly executionId: string;
  readonly legIndex: number;
  readonly number: number;
  readonly kind: OrderKind;
  readonly quantity: Decimal;
  readonly limitPrice: Decimal;
  /** What the account held of the base and the quote before it. */
  readonly before: { readonly base: Decimal; readonly quote: Decimal };
  /** SHA-256 of the canonical order request. */
  readonly requestHash: string;
  readonly state: AttemptState;
  /** Bound into its signature. */
  readonly sentAt: number;
  readonly cancelRequestedAt: number | null;
  readonly evidence: Evidence;
};

/** What a leg met when its first order was made. */
export type Arrival = {
  /** Middle of the book. */
  readonly price: Decimal;
  /** Against it, what the whole leg was expected to cost by the walked book, taker fee included. */
  readonly expectedBps: Decimal;
  readonly at: number;
};

export type ExecutionLeg = {
  readonly index: number;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly side: Side;
  /** Approved, in base units. */
  readonly quantity: Decimal;
  readonly limitPrice: Decimal;
  readonly filled: Decimal;
  /** Σ quantity × price of the fills, in quote units. */
  readonly filledNotional: Decimal;
  /** Fees in quote units. */
  readonly fees: Decimal;
  readonly status: LegStatus;
  readonly reason: Reason | null;
  /** Null before the first order, and where there are no books. */
  readonly arrival: Arrival | null;
};

export type Execution = {
  readonly id: string;
  readonly recommendationId: string;
  readonly portfolio: string;
  readonly account: string;
  readonly planHash: string;
  /** Of the trading state at its start. */
  readonly killEpoch: number;
  readonly status: ExecutionStatus;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly legs: readonly ExecutionLeg[];
};
