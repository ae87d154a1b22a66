/** What a tear sheet is made of: the run of a policy and of its benchmarks, bar by bar, with the reasons of its decisions. */

import type { LeftOut } from '../backtest/benchmarks.ts';
import type { Trade } from '../backtest/book.ts';
import type { PresetWords } from '../backtest/presets.ts';
import type { BacktestStatistics } from '../backtest/tally.ts';
import type { AllocatedTargets } from '../plan/allocated-targets.ts';
import type { Settings } from '../plan/settings.ts';
import type { SaleDelayView } from './sale-delay-view.ts';

export type TearSheetView = {
  readonly policy: string;
  readonly parameter: number | null;
  readonly settings: Settings;
  /** What an allocator set, and when; absent where targets are those of the settings. */
  readonly schedule?: readonly AllocatedTargets[] | undefined;
  /** Where the candles come from, in words. */
  readonly source: string;
  /** First open and end, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly intervalMs: number;
  readonly periodsPerYear: number;
  readonly statistics: BacktestStatistics;
  readonly trades: readonly Trade[];
  /** Every bar; weights are bars × assets. */
  readonly equity: {
    readonly openTime: Float64Array;
    readonly nav: Float64Array;
    readonly weights: Float64Array;
    readonly cashWeight: Float64Array;
    /** What flowed in (or out, negative) at each close. */
    readonly contributed: Float64Array;
  };
  readonly benchmarks: readonly BenchmarkView[];
  /** On margin: benchmarks that make no sense there. */
  readonly leftOut?: readonly LeftOut[];
  readonly saleDelay: SaleDelayView;
  readonly detail: RunDetail;
};

export type BenchmarkView = {
  readonly name: string;
  /** Of a preset. */
  readonly about: PresetWords | null;
  readonly parameter: number | null;
  readonly statistics: BacktestStatistics;
  readonly nav: Float64Array;
  /** Sum of all costs, in the portfolio's quote. */
  readonly costPaid: number;
};

/** What a run leaves beside its equity and trades. */
export type RunDetail = {
  /** The NAV of the portfolio that is always at its targets, at every bar. */
  readonly targetNav: Float64Array;
  /** Closes at which a rebalance was decided, rising, and why. */
  readonly decisions: readonly { readonly time: number; readonly why: string }[];
  readonly thresholds: ThresholdHistory;
  /** Of the policy, where it has a parameter, and of rules to compare it with. */
  readonly curves: readonly SweptCurve[];
};

/** A policy over its parameter, on the bars of the run. */
export type SweptCurve = {
  readonly policy: string;
  readonly points: readonly {
    readonly parameter: number;
    readonly trackingErrorPct: number;
    readonly costBpsPerYear: number;
  }[];
};

/** The weights between which each asset alone could move, seen every so often; samples × assets. */
export type ThresholdHistory = {
  readonly time: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
};
