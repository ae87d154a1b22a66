/** The figures of a tear sheet as JSON: numbers in the units of their names, null where there is none and why under `missing`. */

import { backtestJson } from './backtest-json.ts';
import { isoTime } from './format.ts';
import { assumptions, type RunFigures, type TearSheetFigures } from './tear-sheet-figures.ts';
import { rollingLines, rollingRows } from './tear-sheet-rolling.ts';
import { dearest, latest, type TradeWithReason, tradesWithReasons } from './tear-sheet-trades.ts';
import type { BenchmarkView, TearSheetView } from './tear-sheet-view.ts';

export function tearSheetJson(view: TearSheetView, figures: TearSheetFigures) {
  const { equity, intervalMs, source, settings } = view;
  const trades = tradesWithReasons(view);
  const at = (bar: number): string => isoTime((equity.openTime[bar] as number) + intervalMs);
  const report = backtestJson(view);
  const [own, ...others] = figures.runs;
  return {
    ...report,
    source,
    quote: settings.portfolio.quote,
    assumptions,
    ...figuresJson(own.figures),
    benchmarks: report.benchmarks.map((benchmark, k) => ({
      ...benchmark,
      ...figuresJson((others[k] as { figures: RunFigures }).figures),
    })),
    drawdowns: figures.drawdowns.map(({ depth, peak, trough, recovery }) => ({
      depthPct: 100 * depth,
      peak: at(peak),
      trough: at(trough),
      recovery: recovery === null ? null : at(recovery),
    })),
    months: figures.months.map(({ year, month, value, isWhole }) => ({
      ...{ year, month, isWhole },
      returnPct: 100 * value,
    })),
    againstHold: figures.thirds,
    curves: view.detail.curves,
    rolling: rollingLines(view, figures).map(({ kind, name, time, values }) => ({
      ...{ kind, name },
      points: rollingRows(time).map((k) => ({
        until: isoTime((time[k] as number) + intervalMs),
        valuePct: values[k] as number,
      })),
    })),
    trades: {
      fills: trades.length,
      decisions: view.detail.decisions.length,
      cost: own.costPaid,
      dearest: dearest(trades).map(tradeJson),
      latest: latest(trades).map(tradeJson),
    },
  };
}

/** Every NAV and weight of a tear sheet at the last bar of each day. */
export function dailyEquity(view: TearSheetView, days: Int32Array) {
  const { equity, benchmarks, settings } = view;
  const { symbols } = settings.portfolio;
  const rows = (values: Float64Array, width = 1): Float64Array => {
    const picked = new Float64Array(days.length * width);
    days.forEach((bar, row) => {
      picked.set(values.subarray(bar * width, (bar + 1) * width), row * width);
    });
    return picked;
  };
  return {
    symbols,
    equity: {
      openTime: rows(equity.openTime),
      nav: rows(equity.nav),
      weights: rows(equity.weights, symbols.length),
      cashWeight: rows(equity.cashWeight),
    },
    benchmarks: benchmarks.map(({ name, nav }: BenchmarkView) => ({ name, nav: rows(nav) })),
  };
}

function figuresJson(figures: RunFigures) {
  const entries = Object.entries(figures) as [keyof RunFigures, RunFigures[keyof RunFigures]][];
  const missing = entries.flatMap(([name, figure]) =>
    figure.value === null ? [[name, figure.why] as const] : [],
  );
  const values = entries.map(([name, { value }]) => [name, value] as const);
  return {
    ...(Object.fromEntries(values) as Readonly<Record<keyof RunFigures, number | null>>),
    missing: Object.fromEntries(missing) as Readonly<Record<string, string>>,
  };
}

function tradeJson({ time, symbol, side, price, notional, cost, liquidity, why }: TradeWithReason) {
  return { time: isoTime(time), symbol, side, price, notional, cost, liquidity, why };
}
