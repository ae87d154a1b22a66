/** All figures of a tear sheet, computed once: of the policy, of each benchmark, and of the policy against holding. */
import type { PresetWords } from '../backtest/presets.ts';
import type { BacktestStatistics } from '../backtest/tally.ts';
import { againstHold, type Third } from './statistics/against-hold.ts';
import { calmarRatio } from './statistics/calmar-ratio.ts';
import { conditionalValueAtRiskPct } from './statistics/conditional-value-at-risk.ts';
import { costDrag } from './statistics/cost-drag.ts';
import { daySamples, pick, samplesPerYear } from './statistics/day-samples.ts';
import { type Drawdown, worstDrawdowns } from './statistics/drawdowns.ts';
import { effectiveAnnualCostBps } from './statistics/effective-annual-cost.ts';
import type { Figure } from './statistics/figure.ts';
import { growthRatePct } from './statistics/growth-rate.ts';
import { moneyWeightedRatePct } from './statistics/money-weighted-rate.ts';
import { type MonthReturn, monthlyReturns } from './statistics/monthly-returns.ts';
import { simpleReturns } from './statistics/returns.ts';
import { sharpeRatio } from './statistics/sharpe-ratio.ts';
import { sortinoRatio } from './statistics/sortino-ratio.ts';
import { timeWeightedNav } from './statistics/time-weighted.ts';
import { trackingErrorPct } from './statistics/tracking-error.ts';
import { holdingYears } from './statistics/turnover.ts';
import { volatilityPct } from './statistics/volatility.ts';
import type { TearSheetView } from './tear-sheet-view.ts';

/** What the figures assume; told on the sheet. */
export const assumptions = {
  ratePctPerYear: 0,
  tailLevel: 0.95,
  rollingDays: 90,
  drawdowns: 5,
} as const;

/** In the units of their names; volatility, ratios and tail are of daily returns. */
export type RunFigures = {
  readonly growthRatePct: Figure;
  readonly volatilityPct: Figure;
  readonly sharpeRatio: Figure;
  readonly sortinoRatio: Figure;
  readonly calmarRatio: Figure;
  readonly conditionalValueAtRiskPct: Figure;
  readonly holdingYears: Figure;
  readonly grossGrowthPct: Figure;
  readonly costDragBpsPerYear: Figure;
  readonly costShareOfGrossPct: Figure;
  readonly effectiveAnnualCostBps: Figure;
  /** The growth rate again where nothing was paid in or out. */
  readonly moneyWeightedRatePct: Figure;
  /** Of NAVs, costs included; the engine's own is of weights. */
  readonly trackingErrorWithCostPct: Figure;
};

export type NamedRun = {
  readonly name: string;
  readonly about: PresetWords | null;
  readonly parameter: number | null;
  readonly statistics: BacktestStatistics;
  readonly nav: Float64Array;
  /** The NAV as it would have grown without deposits and withdrawals. */
  readonly growth: Float64Array;
  readonly costPaid: number;
  readonly figures: RunFigures;
};

export type TearSheetFigures = {
  /** Of the bars, one a day. */
  readonly days: Int32Array;
  readonly daysPerYear: number;
  /** The policy first, then the benchmarks. */
  readonly runs: readonly [NamedRun, ...NamedRun[]];
  readonly drawdowns: readonly Drawdown[];
  readonly months: readonly MonthReturn[];
  readonly thirds: readonly Third[] | null;
};

export function tearSheetFigures(view: TearSheetView): TearSheetFigures {
  const { policy, parameter, statistics, equity, benchmarks, intervalMs, trades } = view;
  const days = daySamples(equity.openTime);
  const daysPerYear = samplesPerYear(view);
  const costPaid = trades.reduce((sum, { cost }) => sum + cost, 0);
  const own = { name: policy, about: null, parameter, statistics, nav: equity.nav, costPaid };
  const withFigures = (run: Omit<NamedRun, 'figures' | 'growth'>): NamedRun => {
    const grown = { ...run, growth: timeWeightedNav(run.nav, equity.contributed) };
    return { ...grown, figures: figuresOf(grown, view, { days, daysPerYear }) };
  };
  const monthsOf = ({ growth: nav }: NamedRun): readonly MonthReturn[] =>
    monthlyReturns({ openTime: equity.openTime, nav, intervalMs });
  const policyRun = withFigures(own);
  const others = benchmarks.map(withFigures);
  const months = monthsOf(policyRun);
  const hold = others.find(({ name }) => name === 'hold');
  return {
    ...{ days, daysPerYear, months },
    runs: [policyRun, ...others],
    drawdowns: worstDrawdowns(policyRun.growth, assumptions.drawdowns),
    thirds: hold === undefined ? null : againstHold(months, monthsOf(hold)),
  };
}

function figuresOf(
  run: Omit<NamedRun, 'figures'>,
  view: Pick<TearSheetView, 'periodsPerYear' | 'detail' | 'equity'>,
  { days, daysPerYear }: Pick<TearSheetFigures, 'days' | 'daysPerYear'>,
): RunFigures {
  const { nav, growth: grown, statistics, costPaid } = run;
  const { periodsPerYear, detail, equity } = view;
  const returns = simpleReturns(pick(grown, days));
  const ratio = { periodsPerYear: daysPerYear, ratePctPerYear: assumptions.ratePctPerYear };
  const growth = growthRatePct(grown, periodsPerYear);
  const drag = costDrag(growth, statistics.costBpsPerYear);
  return {
    growthRatePct: growth,
    volatilityPct: volatilityPct(returns, daysPerYear),
    sharpeRatio: sharpeRatio(returns, ratio),
    sortinoRatio: sortinoRatio(returns, ratio),
    calmarRatio: calmarRatio(growth, statistics.maxDrawdownPct),
    conditionalValueAtRiskPct: conditionalValueAtRiskPct(returns, assumptions.tailLevel),
    holdingYears: holdingYears(statistics.turnoverPerYear),
    grossGrowthPct: drag.grossGrowthPct,
    costDragBpsPerYear: drag.dragBpsPerYear,
    costShareOfGrossPct: drag.shareOfGrossPct,
    effectiveAnnualCostBps: effectiveAnnualCostBps(nav, { costPaid, periodsPerYear }),
    moneyWeightedRatePct: moneyWeightedRatePct({ nav, flows: equity.contributed }, periodsPerYear),
    trackingErrorWithCostPct: trackingErrorPct(
      { nav: grown, targetNav: detail.targetNav },
      periodsPerYear,
    ),
  };
}
