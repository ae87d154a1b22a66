/** The tables of the store as Kysely sees them; columns are snake_case in the database, and JSON and money are text. */
import type { AttemptState, ExecutionStatus, LegStatus } from '../../execution/execution.ts';
import type { OrderKind } from '../../execution/order.ts';
import type { TradingState } from '../../execution/permit.ts';
import type { EventType } from '../../ledger/event.ts';
import type { Side } from '../../market/order-book.ts';
import type { RecommendationState } from '../../plan/life-cycle.ts';
import type { TargetChangeState } from '../../plan/target-change.ts';
import type { JobKind, JobState } from '../../ports/jobs.ts';

export type EventRow = {
  readonly sequence: number;
  readonly type: EventType;
  readonly at: number;
  readonly actor: string;
  readonly subject: string;
  readonly payload: string;
  readonly records: string;
  readonly previousHash: string;
  readonly hash: string;
};

export type RecommendationRow = {
  readonly id: string;
  readonly portfolio: string;
  readonly account: string;
  readonly asOf: number;
  readonly state: RecommendationState;
  readonly proposer: string;
  readonly body: string;
  readonly inputs: string;
};

export type ApprovalRow = {
  readonly recommendationId: string;
  readonly planHash: string;
  readonly actor: string;
  readonly at: number;
};

export type ExecutionRow = {
  readonly id: string;
  readonly recommendationId: string;
  readonly portfolio: string;
  readonly account: string;
  readonly planHash: string;
  readonly status: ExecutionStatus;
  readonly startedAt: number;
  readonly finishedAt: number | null;
};

export type ExecutionLegRow = {
  readonly executionId: string;
  readonly legIndex: number;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly side: Side;
  readonly quantity: string;
  readonly limitPrice: string;
  readonly filled: string;
  readonly filledNotional: string;
  readonly fees: string;
  readonly status: LegStatus;
  readonly reason: string | null;
};

export type AttemptRow = {
  readonly clientOrderId: string;
  readonly executionId: string;
  readonly legIndex: number;
  readonly number: number;
  readonly quantity: string;
  readonly limitPrice: string;
  readonly requestHash: string;
  readonly state: AttemptState;
  readonly sentAt: number;
};

export type AttemptDetailRow = {
  readonly clientOrderId: string;
  readonly kind: OrderKind;
  readonly baseBefore: string;
  readonly quoteBefore: string;
  readonly cancelRequestedAt: number | null;
  readonly degraded: number;
  readonly notFoundReads: number;
  readonly lastNotFoundAt: number | null;
};

export type LegArrivalRow = {
  readonly executionId: string;
  readonly legIndex: number;
  readonly price: string;
  readonly expectedBps: string;
  readonly at: number;
};

export type ExecutionDetailRow = { readonly executionId: string; readonly killEpoch: number };

export type TradingStateRow = TradingState & { readonly scope: 'all' };

export type FillRow = {
  readonly account: string;
  readonly market: string;
  readonly tradeId: string;
  readonly executionId: string;
  readonly clientOrderId: string;
  readonly side: Side;
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
  readonly feeAsset: string;
  readonly at: number;
};

export type ApiKeyRow = {
  readonly id: string;
  readonly name: string;
  readonly scopes: string;
  readonly secretHash: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
};

export type TargetChangeRow = {
  readonly id: string;
  readonly account: string;
  readonly createdAt: number;
  readonly state: TargetChangeState;
  readonly proposer: string;
  readonly approvedAt: number | null;
  readonly body: string;
};

export type TargetApprovalRow = {
  readonly changeId: string;
  readonly hash: string;
  readonly actor: string;
  readonly at: number;
};

type Checked = { readonly checksum: string };

export type PaperAccountRow = Checked & { readonly account: string };

export type PaperBalanceRow = Checked & {
  readonly account: string;
  readonly asset: string;
  readonly quantity: string;
};

export type PaperOrderRow = Checked & {
  readonly clientOrderId: string;
  readonly account: string;
  readonly request: string;
  readonly acceptedAt: number;
  readonly status: 'open' | 'closed';
  readonly fills: string;
};

export type CandleSeriesRow = Checked & {
  readonly id: string;
  readonly source: string;
  readonly symbol: string;
  readonly intervalMs: number;
  readonly version: number;
  readonly bars: number;
};

export type CandleBlockRow = {
  readonly seriesId: string;
  readonly block: number;
  readonly bars: number;
  /** Of all bars up to the end of the block. */
  readonly hash: string;
  /** Of the packed bytes, of which different ones can unpack to the same bars. */
  readonly dataHash: string;
  readonly data: Uint8Array;
};

export type ScheduleSlotRow = Checked & { readonly scheduleId: string; readonly slot: number };

export type FactRow = Checked & { readonly name: string; readonly value: string };

export type LeaseRow = Checked & {
  readonly name: string;
  readonly holder: string;
  readonly process: string;
  readonly epoch: number;
  readonly expiresAt: number;
};

export type JobRow = Checked & {
  readonly number: number;
  readonly kind: JobKind;
  readonly actor: string;
  readonly request: string;
  readonly state: JobState;
  readonly progress: string;
  readonly result: string;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
};

/** Records whose row hashes the chain of events carries; see trail.ts. */
export type SealedTables = {
  readonly recommendations: RecommendationRow;
  readonly approvals: ApprovalRow;
  readonly executions: ExecutionRow;
  readonly executionLegs: ExecutionLegRow;
  readonly executionDetails: ExecutionDetailRow;
  readonly legArrivals: LegArrivalRow;
  readonly attempts: AttemptRow;
  readonly attemptDetails: AttemptDetailRow;
  readonly tradingStates: TradingStateRow;
  readonly fills: FillRow;
  readonly apiKeys: ApiKeyRow;
  readonly targetChanges: TargetChangeRow;
  readonly targetApprovals: TargetApprovalRow;
};

/** Working data that changes without an event; every row carries a checksum of itself. */
export type CheckedTables = {
  readonly paperAccounts: PaperAccountRow;
  readonly paperBalances: PaperBalanceRow;
  readonly paperOrders: PaperOrderRow;
  readonly candleSeries: CandleSeriesRow;
  readonly scheduleSlots: ScheduleSlotRow;
  readonly facts: FactRow;
  readonly jobs: JobRow;
  readonly leases: LeaseRow;
};

export type Tables = SealedTables &
  CheckedTables & {
    readonly events: EventRow;
    readonly candleBlocks: CandleBlockRow;
    readonly migrations: {
      readonly version: number;
      readonly name: string;
      readonly schemaHash: string;
    };
  };

/** The primary keys, in order. */
export const sealedKeys: {
  readonly [T in keyof SealedTables]: readonly (string & keyof SealedTables[T])[];
} = {
  recommendations: ['id'],
  approvals: ['recommendationId', 'planHash', 'actor'],
  executions: ['id'],
  executionLegs: ['executionId', 'legIndex'],
  executionDetails: ['executionId'],
  legArrivals: ['executionId', 'legIndex'],
  attempts: ['clientOrderId'],
  attemptDetails: ['clientOrderId'],
  tradingStates: ['scope'],
  fills: ['account', 'market', 'tradeId'],
  apiKeys: ['id'],
  targetChanges: ['id'],
  targetApprovals: ['changeId', 'actor'],
};

export const checkedKeys: {
  readonly [T in keyof CheckedTables]: readonly (string & keyof CheckedTables[T])[];
} = {
  paperAccounts: ['account'],
  paperBalances: ['account', 'asset'],
  paperOrders: ['clientOrderId'],
  candleSeries: ['id'],
  scheduleSlots: ['scheduleId', 'slot'],
  facts: ['name'],
  jobs: ['number'],
  leases: ['name'],
};
