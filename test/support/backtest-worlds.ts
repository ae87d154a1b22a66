/** Panels and settings for backtests: the simulated market, and a few bars written by hand. */
import type { Candles } from '../../src/market/candles.ts';
import { align, type Panel } from '../../src/market/panel.ts';
import { createSimulation } from '../../src/market/simulation.ts';
import type { Settings } from '../../src/plan/settings.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import { plainCosts } from './costs.ts';

export const hourMs = 3_600_000;
export const origin = Date.UTC(2022, 0, 1);

export const regionRule = {
  kind: 'risk-aware',
  objective: 'adaptive',
  tightness: 0.25,
  eventCostBps: 0.1,
  rho: 0.8,
  multiplier: [0.5, 2],
  goal: null,
} as const satisfies PolicyRule;

/** 15 bps a side, no limits, no cooldown: what binds in a backtest. */
export function settingsWith(options: {
  targets: Readonly<Record<string, number>>;
  rule: PolicyRule;
  cooldownHours?: number;
  directMarkets?: readonly string[];
  execution?: Settings['execution'];
  costs?: Partial<Settings['costs']>;
}): Settings {
  const symbols = Object.keys(options.targets);
  const targets = Object.values(options.targets);
  return {
    portfolio: {
      name: 'test',
      quote: 'USDT',
      symbols,
      targets,
      cashTarget: Math.round(1e9 * (1 - targets.reduce((sum, target) => sum + target, 0))) / 1e9,
    },
    costs: { ...plainCosts, ...options.costs },
    directMarkets: options.directMarkets ?? [],
    policy: {
      rule: options.rule,
      cooldownHours: options.cooldownHours ?? 0,
      hardBand: 0.05,
      cashFlow: 'first',
      saleDelay: 'off',
    },
    forecast: { model: 'ewma60', horizonDays: 7, shrinkage: 0, modelMaxAgeDays: 1_826 },
    plan: {
      cashBuffer: 0,
      minimumOrder: 0,
      minimumOrderFactor: 0,
      minimumOrderNav: 0,
      priceCapBps: 100,
      majorsPriceCapBps: 50,
      validHours: 4,
    },
    execution: options.execution ?? { style: 'taker', patienceBars: 1, throughBps: 2 },
    approvalRules: [{ when: null, approvers: 1 }],
  };
}

/** Hourly bars of the bundled simulated market. */
export function simulatedSeries(symbols: readonly string[], bars: number, seed = 7): Candles[] {
  const simulation = createSimulation({ seed, origin });
  return symbols.map((symbol) => {
    const candles = simulation.candles(symbol, origin + bars * hourMs);
    if (candles === undefined) throw new Error(`the simulated market has no ${symbol}`);
    return candles;
  });
}

/** Hourly bars of one asset from opens and closes; highs and lows are theirs. */
export function barsOf(symbol: string, rows: readonly (readonly [number, number])[]): Candles {
  const column = (pick: (row: readonly [number, number]) => number): Float64Array =>
    Float64Array.from(rows, pick);
  return {
    symbol,
    intervalMs: hourMs,
    openTime: Float64Array.from(rows, (_, bar) => origin + bar * hourMs),
    open: column(([open]) => open),
    high: column(([open, close]) => Math.max(open, close)),
    low: column(([open, close]) => Math.min(open, close)),
    close: column(([, close]) => close),
    volume: column(() => 1),
  };
}

export function panelOf(...series: readonly Candles[]): Panel {
  return align(series);
}
