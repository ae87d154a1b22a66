/** The state of one execution: its legs, the attempts (venue orders) of each leg, and what was filled. */
import type { Decimal } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { Side } from '../market/order-book.ts';

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

export type Attempt = {
  /** Deterministic: sha256(execution | leg | number), shaped as a UUID. */
  readonly clientOrderId: string;
  readonly executionId: string;
  readonly legIndex: number;
  readonly number: number;
  readonly quantity: Decimal;
  readonly limitPrice: Decimal;
  /** SHA-256 of the canonical order request. */
  readonly requestHash: string;
  readonly state: AttemptState;
  readonly sentAt: number;
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
};

export type Execution = {
  readonly id: string;
  readonly recommendationId: string;
  readonly portfolio: string;
  readonly account: string;
  readonly planHash: string;
  readonly status: ExecutionStatus;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly legs: readonly ExecutionLeg[];
};
