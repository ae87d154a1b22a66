/** Runs many backtests of one panel beside each other. */
import type { Start } from '../backtest/backtest.ts';
import type { Trade } from '../backtest/book.ts';
import type { BacktestStatistics } from '../backtest/run.ts';
import type { Panel } from '../market/panel.ts';
import type { Settings } from '../plan/settings.ts';

/** What all jobs of a pool have in common. */
export type BacktestGround = {
  readonly panel: Panel;
  readonly range: { readonly from: number; readonly to: number };
  readonly initialNav: number;
  readonly start: Start;
};

export type BacktestJob = {
  readonly settings: Settings;
  readonly foresight: boolean;
  readonly wantsTrades: boolean;
};

export type BacktestAnswer = {
  readonly statistics: BacktestStatistics;
  /** Empty unless they were wanted. */
  readonly trades: readonly Trade[];
};

export interface BacktestPool {
  run(job: BacktestJob): Promise<BacktestAnswer>;
  close(): Promise<void>;
}
