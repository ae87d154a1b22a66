/** What the comparison of allocators is told from: the rules it went by, what each came to, and the contests with the benchmarks. */
import type { AllocatorRules } from '../backtest/allocators/allocators.ts';
import type { Contest } from '../backtest/allocators/contest.ts';
import type { LookRules } from '../backtest/allocators/looks.ts';
import type { Measure, Resampling } from '../backtest/allocators/measures.ts';
import type { AllocatorRun } from '../backtest/allocators/walk.ts';
import type { CostSettings } from '../cost/settings.ts';

/** Sharpe ratio, volatility and growth of the daily returns; the last two as fractions a year. */
export type AllocatorFigures = AllocatorRun & Readonly<Record<Measure, number>>;

export type AllocatorComparison = Pick<LookRules, 'every' | 'windowDays' | 'care'> &
  Pick<AllocatorRules, 'limits' | 'volTarget'> & {
    /** All assets, and how many there were to choose from at the first look and at the last. */
    readonly symbols: readonly string[];
    readonly assetsAtFirst: number;
    readonly assetsAtLast: number;
    /** Ended before the last day: worth nothing from then on. */
    readonly ended: readonly string[];
    /** Left out, since all their bars come after the end. */
    readonly notStarted: readonly string[];
    /** Close of the first look, and of the last day; epoch ms. */
    readonly from: number;
    readonly to: number;
    readonly days: number;
    readonly periodsPerYear: number;
    readonly looks: number;
    readonly costs: CostSettings;
    /** Why there are no fixed weights; null where there are. */
    readonly noFixed: string | null;
    readonly resampling: Resampling;
    /** The benchmark first. */
    readonly runs: readonly AllocatorFigures[];
    readonly contests: readonly Contest[];
  };
