/** What goes into and comes out of one step of an execution: its state, what was learnt, what to keep, what to do. */
import type { Decimal } from '../base/decimal.ts';
import type { Attempt, AttemptState, Execution, ExecutionLeg } from './execution.ts';
import type { Balances, Fill, OrderReport, OrderRequest } from './order.ts';

/** What the market and the account ask of the orders of a leg. */
export type LegTerms = {
  /** In base units. */
  readonly stepSize: Decimal;
  /** In quote units. */
  readonly minNotional: Decimal;
  readonly feeBps: number;
};

export type ExecutionState = {
  readonly execution: Execution;
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
  readonly fills: readonly Fill[];
  /** One for each leg, in the same order. */
  readonly terms: readonly LegTerms[];
};

export type ExecutionEvent =
  /** A driver took the execution up: nothing is known of what was being sent. */
  | { readonly kind: 'restarted' }
  /** Time passed. */
  | { readonly kind: 'tick' }
  /** The venue told what it knows of an order. */
  | { readonly kind: 'reported'; readonly report: OrderReport }
  /** The venue proved that it did not take the order. */
  | { readonly kind: 'rejected'; readonly clientOrderId: string; readonly cause: string }
  /** The order was sent, and it cannot be told whether it arrived. */
  | { readonly kind: 'unanswered'; readonly clientOrderId: string }
  /** The venue proved that it never saw the order and never will. */
  | { readonly kind: 'absent'; readonly clientOrderId: string }
  /** The confirmed free balances. */
  | { readonly kind: 'balances'; readonly free: Balances };

/** What must be kept, all of it in one transaction, before any command is carried out. */
export type ExecutionRecord =
  | { readonly kind: 'new-attempt'; readonly attempt: Attempt }
  | {
      readonly kind: 'attempt';
      readonly clientOrderId: string;
      readonly to: AttemptState;
      readonly cause?: string;
    }
  | { readonly kind: 'fill'; readonly legIndex: number; readonly fill: Fill }
  | { readonly kind: 'leg'; readonly leg: ExecutionLeg }
  | { readonly kind: 'finished'; readonly status: FinalStatus; readonly at: number };

export type FinalStatus = Exclude<Execution['status'], 'executing'>;

/** What is to be done at the venue next; its outcome comes back as an event. */
export type ExecutionCommand =
  | { readonly kind: 'submit'; readonly order: OrderRequest }
  | { readonly kind: 'query'; readonly clientOrderId: string }
  | { readonly kind: 'read-balances' }
  | { readonly kind: 'wait'; readonly ms: number };

export type ExecutionStep = {
  readonly state: ExecutionState;
  readonly records: readonly ExecutionRecord[];
  /** Empty when the execution is over, or when only a person can bring it on. */
  readonly commands: readonly ExecutionCommand[];
};

/** Bounds of an execution; times in ms of the portfolio's clock. */
export const executionLimits = {
  attemptsPerLeg: 20,
  /** No new attempt this long after the start. */
  deadlineMs: 10 * 60_000,
  /** Between two looks at an open order. */
  pollMs: 300,
  /** Before a new attempt when the book was too thin for the last one. */
  refillMs: 2_000,
  /** After which an order that is being sent counts as unanswered. */
  sendMs: 15_000,
  /** After which an order that has no end is left to a person. */
  endlessMs: 30 * 60_000,
} as const;
