/** What one stage of a backtest is run with, and what is told of it while it goes on. */
import type { Reason } from '../base/reasons.ts';
import type { MarketConditions } from '../plan/market-conditions.ts';
import type { PlanMarket } from '../plan/markets.ts';
import type { ExecutionSettings, PlanSettings } from '../plan/settings.ts';
import type { Look, Policy } from '../policy/policy.ts';
import type { ForecastTracker } from '../risk/forecast-tracker.ts';
import type { Book, Trade } from './book.ts';
import type { CashFlows } from './cash-flows.ts';
import type { LotRules } from './orders.ts';
import type { StageMargin } from './stage-margin.ts';
import type { StageSales } from './stage-sales.ts';
import type { Stage } from './universe.ts';

export type StageRun = Pick<Stage, 'panel' | 'firstBar' | 'lastBar' | 'ended'> & {
  readonly targets: Float64Array;
  /** Told of each close, at which the targets may change; null where they do not. */
  readonly follow: ((time: number) => void) | null;
  readonly markets: readonly PlanMarket[];
  /** Null where nothing is borrowed. */
  readonly margin: StageMargin | null;
  readonly policy: Policy;
  /** Null for a policy that needs no forecast. */
  readonly tracker: ForecastTracker | null;
  /** Null when costs are the same at all times. */
  readonly conditions: MarketConditions | null;
  /** Null where no delay of a sale is thought of. */
  readonly sales: StageSales | null;
  readonly plan: PlanSettings;
  readonly execution: ExecutionSettings;
  readonly handling: Handling;
  readonly record: RunRecord;
};

/** What happens beside the policy; see conduct.ts. Shared by the stages of a run. */
export type Handling = {
  readonly delayBars: number;
  /** Null when every look takes place. */
  readonly isMissed: (() => boolean) | null;
  /** Null when nothing flows in or out. */
  readonly flows: CashFlows | null;
  /** Null when any quantity is taken. */
  readonly lots: LotRules | null;
};

/** Every look takes place, orders arrive at once, nothing flows, any quantity is taken. */
export const undisturbed: Handling = { delayBars: 0, isMissed: null, flows: null, lots: null };

/** What is told of a run while it goes on. */
export type RunRecord = {
  readonly trade?: (trade: Trade) => void;
  /** The orders decided at a bar's close, signed base quantities per market, and why if that is asked at once. */
  readonly decision?: (
    bar: number,
    orders: Float64Array,
    book: Book,
    explain: () => readonly Reason[],
  ) => void;
  /** The look at the close of every bar, before a decision, with the policy as it stands; neither may be kept. */
  readonly look?: (look: Look, policy: Policy) => void;
  /** The tracking error that a bar earned, by its open time. */
  readonly tracked?: (error: number, time: number) => void;
  /** After the close of every bar, with what flowed in (or out, negative) at it; the look may not be kept. */
  readonly close?: (bar: number, look: Look, book: Book, contributed: number) => void;
};
