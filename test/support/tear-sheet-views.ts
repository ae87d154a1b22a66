/** Runs for tear sheets: random walks of any length made without a backtest, and a backtest on the simulated market. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { backtestReport } from '../../src/app/research/research.ts';
import { plainConduct } from '../../src/backtest/conduct.ts';
import type { BacktestStatistics } from '../../src/backtest/tally.ts';
import { createRandom } from '../../src/base/random.ts';
import type { TearSheetView } from '../../src/report/tear-sheet-view.ts';
import { hourMs, origin, regionRule, settingsWith } from './backtest-worlds.ts';
import { candleStart, simulatedCandles, writeCandles } from './cli-candles.ts';

const names = [
  ...['hold', 'dca', 'calendar-daily', 'calendar-weekly', 'calendar-monthly'],
  ...['fixed-5pp', 'fixed-20pct', 'no-ai'],
];

const statistics: Omit<BacktestStatistics, 'initialNav' | 'finalNav' | 'bars'> = {
  trackingErrorPct: 1.5,
  quarterlyTeSpread: 0.2,
  driftRmsPp: 2.5,
  costBpsPerYear: 15,
  eventsPerYear: 60,
  turnoverPerYear: 0.5,
  cagrPct: 10,
  maxDrawdownPct: 50,
  contributed: 0,
};

/** Hourly bars of NAVs and weights that wander; `change` replaces any part. */
export function walkView(
  options: { bars: number; volatility?: number; assets?: readonly string[] },
  change: Partial<TearSheetView> = {},
): TearSheetView {
  const { bars, volatility = 0.01, assets = ['BTC', 'ETH', 'SOL', 'XRP', 'LTC', 'BNB'] } = options;
  const random = createRandom(5);
  const walk = (from: number, size: number): Float64Array => {
    let value = from;
    return Float64Array.from({ length: bars }, (_, bar) => {
      if (bar > 0) value *= Math.exp(size * random.normal());
      return value;
    });
  };
  const target = Number((0.9 / assets.length).toFixed(4));
  const nav = walk(100_000, volatility);
  const openTime = Float64Array.from({ length: bars }, (_, bar) => origin + bar * hourMs);
  const ofRun = (values: Float64Array): BacktestStatistics => ({
    ...statistics,
    ...{ bars, initialNav: values[0] as number, finalNav: values.at(-1) as number },
  });
  const targets = Object.fromEntries(assets.map((symbol) => [symbol, target]));
  return {
    policy: 'risk-aware',
    parameter: 0.25,
    settings: settingsWith({ targets, rule: regionRule }),
    source: 'made up for a test',
    from: origin,
    to: origin + bars * hourMs,
    intervalMs: hourMs,
    periodsPerYear: 8_760,
    statistics: ofRun(nav),
    trades: [],
    equity: {
      openTime,
      nav,
      weights: Float64Array.from(
        { length: bars * assets.length },
        () => target + 0.01 * volatility * 100 * random.normal(),
      ),
      cashWeight: new Float64Array(bars).fill(0.1),
      contributed: new Float64Array(bars),
    },
    benchmarks: names.map((name) => {
      const values = walk(100_000, volatility);
      return {
        name,
        about: null,
        parameter: null,
        statistics: ofRun(values),
        nav: values,
        costPaid: 10,
      };
    }),
    saleDelay: null,
    detail: {
      targetNav: walk(100_000, volatility),
      curves: [],
      decisions: [],
      thresholds: {
        time: new Float64Array(),
        lower: new Float64Array(),
        upper: new Float64Array(),
      },
    },
    ...change,
  };
}

/** The policy of most portfolios over 150 simulated days of hours. */
export async function simulatedView(): Promise<TearSheetView> {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-sheet-'));
  try {
    const directory = writeCandles(
      folder,
      simulatedCandles(['BTC', 'ETH', 'SOL', 'PAXG'], { bars: 180 * 24 }),
    );
    const report = await backtestReport({
      directory,
      from: candleStart + 30 * 24 * hourMs,
      to: candleStart + 180 * 24 * hourMs,
      settings: settingsWith({
        targets: { BTC: 0.4, ETH: 0.25, SOL: 0.1, PAXG: 0.15 },
        rule: { ...regionRule, tightness: 1 },
        directMarkets: ['ETH/BTC'],
      }),
      conduct: plainConduct,
      openModels: async () => createModelStore(folder),
      kind: 'common',
      initial: { kind: 'targets', nav: 100_000 },
      wantsDetail: true,
      signal: new AbortController().signal,
    });
    const { detail } = report;
    if (detail === null) throw new Error('the detail of a run must be there when it is wanted');
    return { ...report, detail, source: 'the simulated market' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
