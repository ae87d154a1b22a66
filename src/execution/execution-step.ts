/** What goes into and comes out of one step of an execution: its state, what was learnt, what to keep, what to do. */
import type { Decimal } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { OrderBook } from '../market/order-book.ts';
import type { Arrival, Attempt, AttemptState, Execution, ExecutionLeg } from './execution.ts';
import type { Fill, Holdings, OrderReference, OrderReport, OrderRequest, Sweep } from './order.ts';
import type { Style } from './style.ts';

/** What the market and the account ask of the orders of a leg. */
export type LegTerms = {
  /** In base units. */
  readonly stepSize: Decimal;
  /** In quote units. */
  readonly tickSize: Decimal;
  readonly minNotional: Decimal;
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  /** What the market trades on average, in base units; null where that is not known. */
  readonly volumePerMs: number | null;
  /** On margin: whether it may only bring its position nearer to zero; absent where nothing is borrowed. */
  readonly reduceOnly?: boolean | undefined;
};

/** Why no new order of a leg may leave now; null where it may. Found in the transaction that keeps the attempt. */
export type Permit = Reason | null;

export type ExecutionState = {
  readonly execution: Execution;
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
  readonly fills: readonly Fill[];
  /** One for each leg, in the same order. */
  readonly terms: readonly LegTerms[];
  readonly style: Style;
  /** One for each leg, in the same order. */
  readonly permits: readonly Permit[];
  /** A person carries the orders out, each once, in their own time. */
  readonly awaitsPerson?: boolean;
};

export type ExecutionEvent =
  /** A driver took the execution up: nothing is known of what was being sent. */
  | { readonly kind: 'restarted' }
  /** Time passed. */
  | { readonly kind: 'tick' }
  /** The venue told what it knows of an order. */
  | { readonly kind: 'reported'; readonly report: OrderReport }
  /** The venue proved that it did not take the order; another attempt makes sense after a while, or never. */
  | {
      readonly kind: 'rejected';
      readonly clientOrderId: string;
      readonly cause: string;
      readonly retryAfterMs?: number;
    }
  /** The order was sent, and it cannot be told whether it arrived; `degraded` when the venue said that it is in trouble. */
  | { readonly kind: 'unanswered'; readonly clientOrderId: string; readonly degraded: boolean }
  /** The venue was asked at a time, answered, and did not know the order. */
  | { readonly kind: 'not-found'; readonly clientOrderId: string; readonly readAt: number }
  /** All places were searched for traces of an order. */
  | { readonly kind: 'swept'; readonly clientOrderId: string; readonly sweep: Sweep }
  /** The venue was asked to cancel; whatever it answered, the order is to be queried. */
  | { readonly kind: 'cancel-asked'; readonly clientOrderId: string }
  /** The account and a market, for the next order of it. */
  | {
      readonly kind: 'looked';
      readonly market: string;
      readonly holdings: Holdings;
      /** Undefined where the source has no books. */
      readonly book: OrderBook | undefined;
      readonly readAt: number;
    };

/** What must be kept, all of it in one transaction, before any command is carried out. */
export type ExecutionRecord =
  | { readonly kind: 'new-attempt'; readonly attempt: Attempt }
  | {
      readonly kind: 'attempt';
      readonly clientOrderId: string;
      readonly to: AttemptState;
      readonly cause?: string;
    }
  | { readonly kind: 'cancel'; readonly clientOrderId: string; readonly at: number }
  | {
      readonly kind: 'evidence';
      readonly clientOrderId: string;
      readonly evidence: Attempt['evidence'];
    }
  | { readonly kind: 'fill'; readonly legIndex: number; readonly fill: Fill }
  | { readonly kind: 'leg'; readonly leg: ExecutionLeg }
  /** A leg that goes on with less, for want of cash. */
  | { readonly kind: 'cut'; readonly leg: ExecutionLeg }
  | { readonly kind: 'arrival'; readonly legIndex: number; readonly arrival: Arrival }
  /** Something that a person must know of; it stops nothing by itself. */
  | { readonly kind: 'incident'; readonly clientOrderId: string; readonly cause: string }
  | { readonly kind: 'finished'; readonly status: FinalStatus; readonly at: number };

export type FinalStatus = Exclude<Execution['status'], 'executing'>;

/** What is to be done at the venue next; its outcome comes back as an event. */
export type ExecutionCommand =
  | { readonly kind: 'submit'; readonly order: OrderRequest }
  | { readonly kind: 'query'; readonly order: OrderReference }
  | { readonly kind: 'cancel'; readonly order: OrderReference }
  | { readonly kind: 'sweep'; readonly order: OrderReference }
  /** Reads the account and the book of a market. */
  | { readonly kind: 'look'; readonly market: string }
  | { readonly kind: 'wait'; readonly ms: number };

export type ExecutionStep = {
  readonly state: ExecutionState;
  readonly records: readonly ExecutionRecord[];
  /** Empty when the execution is over, or when only a person can bring it on. */
  readonly commands: readonly ExecutionCommand[];
};
