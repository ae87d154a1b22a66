/** A backtest of a portfolio on recorded candles, beside all benchmarks. */
import { setImmediate } from 'node:timers/promises';
import { type BacktestInputs, backtest, type Period, periodOf } from '../backtest/backtest.ts';
import { benchmarks } from '../backtest/benchmarks.ts';
import type { Trade } from '../backtest/book.ts';
import type { BacktestStatistics } from '../backtest/run.ts';
import { parameterOf } from '../backtest/sweep.ts';
import { DataError } from '../base/errors.ts';
import { type Reason, sentenceOf } from '../base/reasons.ts';
import { intervalsDiffer } from '../market/candle-merge.ts';
import { type Candles, firstIndexAtOrAfter, head } from '../market/candles.ts';
import { align, type Panel } from '../market/panel.ts';
import type { Settings } from '../plan/settings.ts';
import type { PolicyRule } from '../policy/settings.ts';
import type { RunDetail } from '../report/tear-sheet-view.ts';
import { readCandleFile } from './candle-files.ts';
import { type DetailRecorder, recordDetail } from './run-detail.ts';

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
  readonly initial: Initial;
  /** Also keeps what a tear sheet shows beside figures; it takes a little longer. */
  readonly wantsDetail?: boolean;
  readonly signal: AbortSignal;
};

export type BenchmarkResult = {
  readonly name: string;
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
};

export type BacktestReport = {
  readonly policy: string;
  readonly parameter: number | null;
  readonly settings: Settings;
  readonly from: number;
  readonly to: number;
  readonly intervalMs: number;
  readonly periodsPerYear: number;
  readonly statistics: BacktestStatistics;
  readonly trades: readonly Trade[];
  readonly equity: Equity;
  readonly benchmarks: readonly BenchmarkResult[];
  /** Null unless it was wanted. */
  readonly detail: RunDetail | null;
};

/** Errors: DataError when a series is unfit or the period holds too few bars. */
export async function backtestReport(request: BacktestRequest): Promise<BacktestReport> {
  const { settings, from, to, signal } = request;
  const panel = await readPanel(request);
  const period = periodOf(panel, { from, to });
  const inputs = { settings, panel, period, ...startOf(request, panel, period) };
  const { rule } = settings.policy;
  const main = runPolicy(inputs, request.wantsDetail ? recordDetail(inputs) : null);
  const others: BenchmarkResult[] = [];
  for (const benchmark of benchmarks) {
    // Lets an interruption through.
    await setImmediate();
    signal.throwIfAborted();
    const nav = new Float64Array(main.statistics.bars);
    let costPaid = 0;
    const record = {
      trade: ({ cost }: Trade) => {
        costPaid += cost;
      },
      close: (bar: number, value: number) => {
        nav[bar - period.firstBar] = value;
      },
    };
    const benchmarkRule = benchmark.rule(settings);
    others.push({
      name: benchmark.name,
      parameter: benchmarkRule === null ? null : parameterOf(benchmarkRule),
      statistics: benchmark.run({ ...inputs, record }),
      nav,
      costPaid,
    });
  }
  return {
    policy: policyName(rule),
    parameter: parameterOf(rule),
    ...{ settings, from, to, ...main },
    intervalMs: panel.intervalMs,
    periodsPerYear: period.periodsPerYear,
    benchmarks: others,
  };
}

/** The name under which `--policy` knows a rule. */
export function policyName(rule: PolicyRule): string {
  if (rule.kind === 'threshold-relative' && rule.destination === 'half') return 'threshold-half';
  if (rule.kind === 'threshold' && rule.destination === 'edge') return 'threshold-edge';
  return rule.kind;
}

function runPolicy(inputs: BacktestInputs, recorder: DetailRecorder | null) {
  const { panel, period } = inputs;
  const assets = panel.symbols.length;
  const bars = period.lastBar - period.firstBar + 1;
  const trades: Trade[] = [];
  const equity: Equity = {
    openTime: panel.openTime.slice(period.firstBar, period.lastBar + 1),
    nav: new Float64Array(bars),
    weights: new Float64Array(bars * assets),
    cashWeight: new Float64Array(bars),
  };
  const statistics = backtest({
    ...inputs,
    record: {
      ...recorder?.record,
      trade: (trade) => trades.push(trade),
      close: (bar, nav, weights, book) => {
        const row = bar - period.firstBar;
        equity.nav[row] = nav;
        equity.weights.set(weights, row * assets);
        equity.cashWeight[row] = book.cash / nav;
      },
    },
  });
  return { statistics, trades, equity, detail: recorder?.detail() ?? null };
}

/** The bars that all assets of the portfolio have, cut at the end of the period. Errors: DataError when a series is unfit. */
export async function readPanel(
  request: Pick<BacktestRequest, 'directory' | 'settings' | 'to'>,
): Promise<Panel> {
  return align(await readSeries(request));
}

/** The series of the portfolio, cut at the end of the period: later bars are not looked at. */
async function readSeries({
  directory,
  settings,
  to,
}: Pick<BacktestRequest, 'directory' | 'settings' | 'to'>): Promise<Candles[]> {
  const series: Candles[] = [];
  const faults: Reason[] = [];
  for (const symbol of settings.portfolio.symbols) {
    const parsed = await readCandleFile(directory, symbol);
    if (parsed?.candles === undefined) {
      faults.push(...(parsed?.issues ?? [{ code: 'DATA_MISSING' as const, symbol }]));
      continue;
    }
    const { candles } = parsed;
    const [first] = series;
    if (first !== undefined && first.intervalMs !== candles.intervalMs) {
      faults.push(intervalsDiffer(first, candles));
    }
    series.push(head(candles, firstIndexAtOrAfter(candles.openTime, to)));
  }
  if (faults.length > 0) {
    throw new DataError(faults.map((fault) => `${fault.code}: ${sentenceOf(fault)}`).join('\n'));
  }
  return series;
}

function startOf(
  { initial, settings }: BacktestRequest,
  panel: Panel,
  period: Period,
): Pick<BacktestInputs, 'start' | 'initialNav'> {
  if (initial.kind !== 'holdings') return { start: initial.kind, initialNav: initial.nav };
  const { symbols, quote } = settings.portfolio;
  const row = period.firstBar * symbols.length;
  const quantities = Float64Array.from(symbols, (symbol) => initial.units[symbol] ?? 0);
  const cash = initial.units[quote] ?? 0;
  const initialNav = quantities.reduce(
    (sum, quantity, i) => sum + quantity * (panel.close[row + i] as number),
    cash,
  );
  if (!(initialNav > 0)) {
    throw new DataError(`the first holdings must be worth something, were worth ${initialNav}`);
  }
  return { start: { quantities, cash }, initialNav };
}
