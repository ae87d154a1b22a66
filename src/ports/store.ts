/** The durable memory: recommendations, approvals, executions, accounts, candles, keys, and the audit trail of all of them. */

import type { JsonValue } from '../base/canonical-json.ts';
import type {
  Arrival,
  Attempt,
  AttemptState,
  Evidence,
  Execution,
  ExecutionLeg,
} from '../execution/execution.ts';
import type { Fill } from '../execution/order.ts';
import type { TradingState } from '../execution/permit.ts';
import type { EventType, LedgerEvent, NewEvent } from '../ledger/event.ts';
import type { Candles } from '../market/candles.ts';
import type { RecommendationState } from '../plan/life-cycle.ts';
import type { Recommendation } from '../plan/plan.ts';
import type { JobStore } from './jobs.ts';
import type { PaperAccounts } from './paper-accounts.ts';
import type { TargetChangeStore } from './target-changes.ts';

/** A recommendation as it is kept: with its state, its author and the inputs it can be recomputed from. */
export type RecommendationRecord = {
  readonly recommendation: Recommendation;
  readonly state: RecommendationState;
  /** Who asked for it: the name of a key, or `system`. */
  readonly proposer: string;
  /** The account that it is for. */
  readonly account: string;
  /** Everything `replay` needs, candles by reference; see plan/inputs.ts. */
  readonly inputs: JsonValue;
};

export type Approval = {
  readonly recommendationId: string;
  readonly planHash: string;
  readonly actor: string;
  readonly at: number;
};

/** Points at the first `bars` bars of an archived series and proves their content. */
export type CandleReference = {
  readonly seriesId: string;
  readonly symbol: string;
  readonly bars: number;
  readonly sha256: string;
};

/** What was found: how many events hold, the hash of the last one, and the first problem with the event it belongs to. */
export type Verification = {
  readonly events: number;
  readonly head: string;
  readonly brokenAt?: number;
  readonly problem?: string;
};

export interface EventLog {
  /**
   * Adds an event at the end of the chain. The last event of a transaction carries the hashes of all records that the
   * transaction wrote (recommendations, approvals, executions, keys, target changes); a transaction that writes such records and no
   * event is refused with an InvariantError.
   */
  append(event: NewEvent): Promise<void>;
  /** Events after a sequence number, oldest first. */
  list(filter: {
    after?: number;
    subject?: string;
    types?: readonly EventType[];
    limit: number;
  }): Promise<readonly LedgerEvent[]>;
  /** Events of a type, newest first; only those before a sequence number when one is given. */
  newest(filter: {
    type: EventType;
    before?: number;
    limit: number;
  }): Promise<readonly LedgerEvent[]>;
  /** The last event, or undefined when there is none. */
  head(): Promise<LedgerEvent | undefined>;
  /** Recomputes the whole chain and compares every record with it. */
  verify(): Promise<Verification>;
}

export interface RecommendationStore {
  /** Keeps a new record; does nothing and answers false when the id is there already. */
  insert(record: RecommendationRecord): Promise<boolean>;
  get(id: string): Promise<RecommendationRecord | undefined>;
  /** Newest first by asOf. */
  list(filter: {
    portfolio?: string;
    account?: string;
    states?: readonly RecommendationState[];
    /** Only those older than this recommendation. */
    before?: string;
    /** Only those made at this time or earlier. */
    until?: number;
    limit: number;
  }): Promise<readonly RecommendationRecord[]>;
  /** Moves it from one state to another; false when it was not in `from`. Errors: InvariantError on a forbidden step. */
  move(id: string, from: RecommendationState, to: RecommendationState): Promise<boolean>;
}

export interface ApprovalStore {
  /** Keeps an approval; false when this actor has approved this plan already. */
  insert(approval: Approval): Promise<boolean>;
  list(recommendationId: string): Promise<readonly Approval[]>;
}

export interface ExecutionStore {
  /** Starts one; false when the portfolio or the account has a live one, or the recommendation had one. */
  insert(execution: Execution): Promise<boolean>;
  get(id: string): Promise<Execution | undefined>;
  ofRecommendation(recommendationId: string): Promise<Execution | undefined>;
  /** Those in status `executing`. */
  live(): Promise<readonly Execution[]>;
  /** The last finished one of an account in which something was filled. */
  lastFilled(account: string): Promise<Execution | undefined>;
  updateLeg(executionId: string, leg: ExecutionLeg): Promise<void>;
  /** Keeps where a leg began, once. */
  insertArrival(executionId: string, legIndex: number, arrival: Arrival): Promise<void>;
  finish(
    executionId: string,
    status: Exclude<Execution['status'], 'executing'>,
    at: number,
  ): Promise<void>;
  /** Keeps a new attempt in state `sending`. Errors: the database refuses a second open attempt of a leg, or a used id. */
  insertAttempt(attempt: Attempt): Promise<void>;
  moveAttempt(clientOrderId: string, to: AttemptState): Promise<void>;
  noteCancel(clientOrderId: string, at: number): Promise<void>;
  noteEvidence(clientOrderId: string, evidence: Evidence): Promise<void>;
  attempts(executionId: string): Promise<readonly Attempt[]>;
  /** Attempts of an account that ended without certainty, oldest first: those left to a person, or those that count as never taken. */
  uncertain(account: string, state: 'manual' | 'not_accepted'): Promise<readonly Attempt[]>;
  /** Closed attempts of an account that were sent from a time on and that we asked to cancel, oldest first. */
  cancelled(account: string, since: number): Promise<readonly Attempt[]>;
  /** What an account sent and what was filled from a time on. */
  tradedSince(
    account: string,
    since: number,
  ): Promise<{ readonly orders: number; readonly fills: readonly Fill[] }>;
  /** Keeps a fill; false when (account, market, trade id) is there already. */
  insertFill(account: string, executionId: string, fill: Fill): Promise<boolean>;
  fills(executionId: string): Promise<readonly Fill[]>;
}

export interface CandleArchive {
  /** Keeps the bars (those it has already are not kept twice; a changed past starts a new series) and points at them. */
  keep(source: string, candles: Candles): Promise<CandleReference>;
  /** Reads back what a reference points at. Errors: DataError when the content is not what it was. */
  read(reference: CandleReference): Promise<Candles>;
  /** All bars of the series that was started last; undefined when there is none. Errors: DataError as in `read`. */
  latest(series: {
    readonly source: string;
    readonly symbol: string;
    readonly intervalMs: number;
  }): Promise<Candles | undefined>;
}

export type ApiKey = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** SHA-256 of the secret; the secret itself is never kept. */
  readonly secretHash: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
};

export interface KeyStore {
  insert(key: ApiKey): Promise<void>;
  findByHash(secretHash: string): Promise<ApiKey | undefined>;
  list(): Promise<readonly ApiKey[]>;
  revoke(id: string, at: number): Promise<boolean>;
}

export interface ScheduleStore {
  /** Claims a slot of a schedule; false when somebody has claimed it. */
  claim(scheduleId: string, slot: number): Promise<boolean>;
  lastSlot(scheduleId: string): Promise<number | undefined>;
}

/** One writer at a time for each name, by the store's own time; whoever takes a lease that another held gets a higher epoch. */
export interface LeaseStore {
  /** Takes a lease that is free or lapsed, or whose process has ended; answers its epoch, undefined while another holds it. */
  take(lease: {
    readonly name: string;
    readonly holder: string;
    readonly lastsMs: number;
  }): Promise<number | undefined>;
  /** Lets it last from now on; false when another has taken it since. */
  renew(lease: {
    readonly name: string;
    readonly holder: string;
    readonly epoch: number;
    readonly lastsMs: number;
  }): Promise<boolean>;
}

export interface TradingStateStore {
  /** Active, of epoch 0, until somebody changes it. */
  get(): Promise<TradingState>;
  set(state: TradingState): Promise<void>;
}

/** Small facts that outlive the process, such as where the simulated clock stands. */
export interface FactStore {
  get(name: string): Promise<JsonValue | undefined>;
  set(name: string, value: JsonValue): Promise<void>;
}

/** What may be read and, inside `transact`, written. Errors: InvariantError on a write outside of it. */
export interface StoreSession {
  readonly events: EventLog;
  readonly recommendations: RecommendationStore;
  readonly approvals: ApprovalStore;
  readonly executions: ExecutionStore;
  readonly paper: PaperAccounts;
  readonly candles: CandleArchive;
  readonly keys: KeyStore;
  readonly schedule: ScheduleStore;
  readonly facts: FactStore;
  readonly jobs: JobStore;
  readonly leases: LeaseStore;
  readonly trading: TradingStateStore;
  readonly targetChanges: TargetChangeStore;
}

export interface Store extends StoreSession {
  /**
   * Runs the work in one write transaction: all of it is kept and synced, or nothing. Others wait until it is over, so
   * the work touches nothing but its session. Errors: InvariantError when it calls the store itself.
   */
  transact<T>(work: (session: StoreSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
