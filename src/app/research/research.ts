/** A backtest of a portfolio on recorded candles, beside all benchmarks. */
import { setImmediate } from 'node:timers/promises';
import { type BacktestInputs, backtest } from '../../backtest/backtest.ts';
import { benchmarksOf, type LeftOut, targetBenchmarks } from '../../backtest/benchmarks.ts';
import type { Trade } from '../../backtest/book.ts';
import type { Conduct } from '../../backtest/conduct.ts';
import { listedUniverse } from '../../backtest/listing.ts';
import type { PresetWords } from '../../backtest/presets.ts';
import { parameterOf } from '../../backtest/sweep.ts';
import type { BacktestStatistics } from '../../backtest/tally.ts';
import {
  commonUniverse,
  openTimes,
  type Range,
  type Stage,
  type Universe,
} from '../../backtest/universe.ts';
import { DataError } from '../../base/errors.ts';
import { parseExpression } from '../../config/expression-parser.ts';
import type { Candles } from '../../market/candles.ts';
import { align } from '../../market/panel.ts';
import type { AllocatedTargets } from '../../plan/allocated-targets.ts';
import type { Settings } from '../../plan/settings.ts';
import { needsForecast } from '../../policy/create-policy.ts';
import type { PolicyRule } from '../../policy/settings.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { SaleDelayView } from '../../report/sale-delay-view.ts';
import type { RunDetail } from '../../report/tear-sheet-view.ts';
import { readPortfolioSeries } from '../candles/portfolio-series.ts';
import { learnFolder } from '../learning/learned-risk.ts';
import { scheduleOf, schedulesByLearned } from '../targets/target-schedule.ts';
import { type DetailRecorder, recordDetail } from './run-detail.ts';
import { openSaleWatch } from './sale-watch.ts';
import { sweptCurves } from './swept-curves.ts';
import type { UniverseKind } from './universe-kind.ts';

/** What is held at the close of the first bar: a NAV at target weights or in cash, or these units by asset. */
export type Initial =
  | { readonly kind: 'targets' | 'cash'; readonly nav: number }
  | { readonly kind: 'holdings'; readonly units: Readonly<Record<string, number>> };

export type BacktestRequest = {
  readonly directory: string;
  /** First open and end, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly settings: Settings;
  readonly conduct: Conduct;
  readonly kind: UniverseKind;
  readonly initial: Initial;
  /** The promoted model lends its networks to the champion; opened only for that. */
  readonly openModels: () => Promise<ModelStore>;
  /** Also keeps what a tear sheet shows beside figures; it takes a little longer. */
  readonly wantsDetail?: boolean;
  readonly signal: AbortSignal;
};

export type BenchmarkResult = {
  readonly name: string;
  /** Null where the name says it all. */
  readonly about: PresetWords | null;
  readonly parameter: number | null;
  readonly statistics: BacktestStatistics;
  /** At the close of every bar. */
  readonly nav: Float64Array;
  /** Sum of all costs, in the portfolio's quote. */
  readonly costPaid: number;
};

/** Every bar of the run, one number each. */
export type Equity = {
  readonly openTime: Float64Array;
  readonly nav: Float64Array;
  /** Bars × assets. */
  readonly weights: Float64Array;
  readonly cashWeight: Float64Array;
  /** What flowed in (or out, negative) at the close of the bar, in the portfolio's quote; NAV is after it. */
  readonly contributed: Float64Array;
};

export type BacktestReport = {
  readonly policy: string;
  readonly parameter: number | null;
  readonly settings: Settings;
  /** What an allocator set, and when; undefined where targets are those of the settings. */
  readonly schedule: readonly AllocatedTargets[] | undefined;
  readonly from: number;
  readonly to: number;
  readonly intervalMs: number;
  readonly periodsPerYear: number;
  readonly statistics: BacktestStatistics;
  readonly trades: readonly Trade[];
  readonly equity: Equity;
  readonly benchmarks: readonly BenchmarkResult[];
  /** Absent where all are compared. */
  readonly leftOut?: readonly LeftOut[];
  readonly saleDelay: SaleDelayView;
  /** Null unless it was wanted. */
  readonly detail: RunDetail | null;
};

/** Errors: DataError when a series is unfit or the period holds too few bars. */
export async function backtestReport(request: BacktestRequest): Promise<BacktestReport> {
  const { settings, from, to, signal } = request;
  const series = await readPortfolioSeries(request);
  const universe = universeFrom(series, request.kind, { from, to });
  const { conduct } = request;
  const folder = needsLearning(settings)
    ? await learnFolder({ ...request, models: await request.openModels() })
    : undefined;
  const watch = await openSaleWatch(settings.policy.saleDelay, {
    ...{ folder, series, from, signal },
  });
  const start = startOf(request, universe);
  const { kind } = request;
  const learned = folder?.risk;
  const schedule = scheduleOf(series, {
    ...{ settings, universe, kind, learned },
    held: start.values,
  });
  const inputs = {
    ...{ settings, universe, conduct, learned, schedule, parse: parseExpression },
    ...start,
  };
  const { rule } = settings.policy;
  const main = runPolicy(
    { ...inputs, watch: watch !== null && 'counts' in watch ? watch : null },
    request.wantsDetail ? recordDetail(inputs) : null,
  );
  const others: BenchmarkResult[] = [];
  const { compared, leftOut } = benchmarksOf(settings);
  for (const benchmark of [...compared, ...(schedule === undefined ? [] : targetBenchmarks)]) {
    // Lets an interruption through.
    await setImmediate();
    signal.throwIfAborted();
    const nav = new Float64Array(universe.bars);
    let costPaid = 0;
    let row = 0;
    const record = {
      trade: ({ cost }: Trade) => {
        costPaid += cost;
      },
      close: (_: number, look: { nav: number }) => {
        nav[row++] = look.nav;
      },
    };
    const benchmarkRule = benchmark.rule(settings);
    others.push({
      name: benchmark.name,
      about: benchmark.about ?? null,
      parameter: benchmarkRule === null ? null : parameterOf(benchmarkRule),
      statistics: benchmark.run({ ...inputs, recordFor: () => record }),
      nav,
      costPaid,
    });
  }
  const own = parameterOf(rule) === null ? null : policyName(rule);
  const detail = main.detail && {
    ...main.detail,
    curves: await sweptCurves(inputs, { own, signal }),
  };
  return {
    policy: policyName(rule),
    parameter: parameterOf(rule),
    ...{ settings, schedule, from, to, ...main, detail },
    intervalMs: intervalOf(universe),
    periodsPerYear: universe.periodsPerYear,
    benchmarks: others,
    ...(leftOut === undefined ? {} : { leftOut }),
    saleDelay: watch !== null && 'counts' in watch ? watch.summary(endOf(universe)) : watch,
  };
}

/** Whether a champion is wanted, for thresholds or for targets. */
function needsLearning(settings: Settings): boolean {
  const isWanted = settings.forecast.model === 'champion' && needsForecast(settings.policy.rule);
  return isWanted || schedulesByLearned(settings);
}

/** The name under which `--policy` knows a rule. */
export function policyName(rule: PolicyRule): string {
  if (rule.kind === 'threshold-relative' && rule.destination === 'half') return 'threshold-half';
  if (rule.kind === 'threshold' && rule.destination === 'edge') return 'threshold-edge';
  return rule.kind;
}

function runPolicy(inputs: BacktestInputs, recorder: DetailRecorder | null) {
  const { universe, settings } = inputs;
  const assets = settings.portfolio.symbols.length;
  const { bars } = universe;
  const trades: Trade[] = [];
  const equity: Equity = {
    openTime: openTimes(universe),
    nav: new Float64Array(bars),
    weights: new Float64Array(bars * assets),
    cashWeight: new Float64Array(bars),
    contributed: new Float64Array(bars),
  };
  let row = 0;
  const statistics = backtest({
    ...inputs,
    recordFor: (stage) => ({
      ...recorder?.recordFor(stage),
      trade: (trade) => trades.push(trade),
      close: (_bar, look, _book, contributed) => {
        equity.nav[row] = look.nav;
        stage.members.forEach((asset, k) => {
          equity.weights[row * assets + asset] = look.weights[k] as number;
        });
        equity.cashWeight[row] = look.cash;
        equity.contributed[row] = contributed;
        row++;
      },
    }),
  });
  return { statistics, trades, equity, detail: recorder?.detail() ?? null };
}

/** The bars of the portfolio's assets in a range. Errors: DataError when a series is unfit or there are fewer than two bars. */
export async function readUniverse(
  request: Pick<BacktestRequest, 'directory' | 'settings' | 'kind'>,
  range: Range,
): Promise<Universe> {
  return universeFrom(await readPortfolioSeries({ ...request, to: range.to }), request.kind, range);
}

function universeFrom(series: readonly Candles[], kind: UniverseKind, range: Range): Universe {
  return kind === 'listed' ? listedUniverse(series, range) : commonUniverse(align(series), range);
}

/** Close of the last bar. */
function endOf({ stages }: Universe): number {
  const { panel, lastBar } = stages.at(-1) as Stage;
  return (panel.openTime[lastBar] as number) + panel.intervalMs;
}

function intervalOf({ stages }: Universe): number {
  return (stages[0] as Stage).panel.intervalMs;
}

function startOf(
  { initial, settings }: BacktestRequest,
  { stages }: Universe,
): Pick<BacktestInputs, 'start' | 'initialNav'> & { readonly values: readonly number[] | null } {
  if (initial.kind !== 'holdings') {
    return { start: initial.kind, initialNav: initial.nav, values: null };
  }
  const { symbols, quote } = settings.portfolio;
  const { members, panel, firstBar } = stages[0] as Stage;
  const row = firstBar * members.length;
  const quantities = Float64Array.from(symbols, (symbol) => initial.units[symbol] ?? 0);
  const cash = initial.units[quote] ?? 0;
  const values = symbols.map((_, i) => {
    const price = members.includes(i) ? (panel.close[row + members.indexOf(i)] as number) : 0;
    return (quantities[i] as number) * price;
  });
  const initialNav = values.reduce((sum, value) => sum + value, cash);
  if (!(initialNav > 0)) {
    throw new DataError(`the first holdings must be worth something, were worth ${initialNav}`);
  }
  return { start: { quantities, cash }, initialNav, values };
}
