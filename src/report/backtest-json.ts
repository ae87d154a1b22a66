/** A backtest as JSON: statistics as numbers in the units of their names, NAVs as decimal text to 8 places. */
import type { LeftOut } from '../backtest/benchmarks.ts';
import type { PresetWords } from '../backtest/presets.ts';
import type { BacktestStatistics } from '../backtest/tally.ts';
import { type Decimal, decimalOf, toPlaces } from '../base/decimal.ts';
import { isoTime } from './format.ts';
import { type SaleDelayView, saleDelayJson } from './sale-delay-view.ts';
import { type ScheduleView, scheduleJson } from './schedule-view.ts';

export type BacktestView = ScheduleView & {
  readonly policy: string;
  readonly parameter: number | null;
  /** First open and end, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly periodsPerYear: number;
  readonly statistics: BacktestStatistics;
  readonly benchmarks: readonly {
    readonly name: string;
    readonly about: PresetWords | null;
    readonly parameter: number | null;
    readonly statistics: BacktestStatistics;
  }[];
  /** On margin: benchmarks that make no sense there. */
  readonly leftOut?: readonly LeftOut[];
  readonly saleDelay: SaleDelayView;
};

export function backtestJson(view: BacktestView) {
  const { policy, parameter, from, to, statistics, periodsPerYear, benchmarks } = view;
  return {
    schemaVersion: 1 as const,
    ...{ policy, parameter },
    from: isoTime(from),
    to: isoTime(to),
    bars: statistics.bars,
    periodsPerYear,
    ...navsOf(statistics),
    ...pointOf(statistics),
    benchmarks: benchmarks.map((benchmark) => ({
      name: benchmark.name,
      parameter: benchmark.parameter,
      ...benchmark.about,
      ...navsOf(benchmark.statistics),
      ...pointOf(benchmark.statistics),
    })),
    ...(view.leftOut !== undefined && { leftOut: view.leftOut }),
    saleDelay: saleDelayJson(view.saleDelay),
    ...(view.schedule !== undefined && { targets: scheduleJson(view) }),
  };
}

/** The measures of a policy at one value of its parameter. */
export function pointOf(statistics: BacktestStatistics) {
  const { trackingErrorPct, quarterlyTeSpread, driftRmsPp, costBpsPerYear } = statistics;
  const { eventsPerYear, turnoverPerYear, cagrPct, maxDrawdownPct } = statistics;
  const { fundingBpsPerYear } = statistics;
  return {
    ...{ trackingErrorPct, quarterlyTeSpread, driftRmsPp, costBpsPerYear },
    ...(fundingBpsPerYear !== undefined && { fundingBpsPerYear }),
    ...{ eventsPerYear, turnoverPerYear, cagrPct, maxDrawdownPct },
  };
}

function navsOf({ initialNav, finalNav }: BacktestStatistics) {
  return { initialNav: navText(initialNav), finalNav: navText(finalNav) };
}

function navText(nav: number): Decimal {
  return toPlaces(decimalOf(nav), 8, 'down');
}
