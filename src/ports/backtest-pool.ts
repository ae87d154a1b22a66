/** Runs many backtests of one universe beside each other. */
import type { Start } from '../backtest/backtest.ts';
import type { Trade } from '../backtest/book.ts';
import type { Conduct } from '../backtest/conduct.ts';
import type { TargetSchedule } from '../backtest/moving-targets.ts';
import type { QuarterSums } from '../backtest/quarter-sums.ts';
import type { BacktestStatistics } from '../backtest/tally.ts';
import type { Range, Universe } from '../backtest/universe.ts';
import type { LearnedRisk } from '../learning/covariance/learned-risk.ts';
import type { Settings } from '../plan/settings.ts';

/** What all jobs of a pool have in common. */
export type BacktestGround = {
  readonly universe: Universe;
  readonly initialNav: number;
  readonly start: Start;
  readonly conduct: Conduct;
  /** What jobs with the model `champion` go by. */
  readonly learned?: LearnedRisk | undefined;
  /** What an allocator set, and when. */
  readonly schedule?: TargetSchedule | undefined;
};

export type BacktestJob = {
  readonly settings: Settings;
  readonly foresight: boolean;
  readonly wantsTrades: boolean;
  /** Sums costs and tracking errors over calendar quarters. */
  readonly wantsQuarters?: boolean;
  /** Runs a part of the universe only, and sums costs over so many equal blocks of it. */
  readonly window?: { readonly range: Range; readonly costBlocks: number };
};

export type BacktestAnswer = {
  readonly statistics: BacktestStatistics;
  /** Empty unless they were wanted. */
  readonly trades: readonly Trade[];
  /** Empty unless they were wanted. */
  readonly quarters: readonly QuarterSums[];
  /** Costs of the blocks of the window, as fractions of NAV; empty without one. */
  readonly blockCosts: Float64Array;
};

export interface BacktestPool {
  run(job: BacktestJob): Promise<BacktestAnswer>;
  close(): Promise<void>;
}
