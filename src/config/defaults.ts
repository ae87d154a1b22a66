/** What holds where the configuration is silent: live and on paper, and in a backtest. */
import { usualRails } from '../plan/rail-settings.ts';
import { standardBands } from '../policy/settings.ts';
import type { ConfigInput } from './schema.ts';

type Section = Exclude<keyof ConfigInput, 'portfolio'>;

type Defaults = { readonly [S in Section]: NonNullable<ConfigInput[S]> };

export type Use = 'live' | 'backtest';

const { markets: _, ...rails } = usualRails;

const common = {
  venue: {
    id: 'simulated',
    mode: 'paper',
    initialCash: 100_000,
    seed: 7,
    speed: 360,
    acceptUnknownKeyRights: false,
  },
  costs: {
    ...{ takerFeeBps: 40, makerFeeBps: 25, halfSpreadBps: 2, slippageBps: 3 },
    ...{ assets: {}, feeTiers: [], volatilityExponent: 0 },
    impact: { model: 'none', coefficient: 1, typicalNotional: 1_000, maximumBps: 100 },
  },
  markets: { direct: [], halfSpreadBps: 4 },
  allocation: {
    method: 'fixed',
    every: '0 0 1 * *',
    covariance: 'forecast',
    care: 'linear',
    days: 250,
    linkage: 'single',
    floors: {},
    caps: {},
    groups: [],
    maximumStep: 1,
    turnoverPenalty: 0,
  },
  forecast: { model: 'ewma60', horizonDays: 7, shrinkage: 0, modelMaxAgeDays: 1_826 },
  learning: { challengers: 'alarm', promotion: 'manual', rollback: 'automatic' },
  execution: { style: 'taker', patienceBars: 1, throughBps: 2 },
  approval: { rules: [{ approvers: 1 }] },
  autonomy: { level: 'propose', schedule: '0 * * * *' },
  rails,
  backtest: { delayBars: 0, missedLooks: 0, seed: 7, tradingRules: 'none', contributions: [] },
} as const;

const rule = {
  kind: 'risk-aware',
  objective: 'adaptive',
  tightness: 0.1,
  eventCostBps: 0.1,
  rho: 0.8,
  multiplier: [0.5, 2] as [number, number],
  band: standardBands.threshold,
  destination: 'target',
  riskAversion: 4,
  tolerance: standardBands.percentage,
  every: '0 0 * * 1',
  gate: 0,
  cashFlow: 'first',
  saleDelay: 'shadow',
} as const;

const caps = { priceCapBps: 100, majorsPriceCapBps: 50, validHours: 4 };

const live: Defaults = {
  ...common,
  costs: { ...common.costs, feeTiers: [] },
  markets: { ...common.markets, direct: [] },
  allocation: { ...common.allocation, groups: [] },
  approval: { rules: [...common.approval.rules] },
  forecast: { ...common.forecast, model: 'champion' },
  backtest: { ...common.backtest, contributions: [] },
  policy: { ...rule, cooldownHours: 24, hardBand: 0.05 },
  limits: {
    cashBuffer: 0.005,
    minimumOrder: 10,
    minimumOrderFactor: 1.2,
    minimumOrderNav: 0.001,
    ...caps,
  },
};

/** Only costs, cash and long-only bind in a backtest, unless the configuration names more. */
const backtest: Defaults = {
  ...live,
  forecast: common.forecast,
  policy: { ...rule, cooldownHours: 0, hardBand: 0.05 },
  limits: {
    cashBuffer: 0,
    minimumOrder: 0,
    minimumOrderFactor: 0,
    minimumOrderNav: 0,
    ...caps,
  },
};

export const defaults: Readonly<Record<Use, Defaults>> = { live, backtest };

/**
 * In place of those above where positions are on margin: the fees of USD-M futures without volume, and the funding that Binance charges where
 * nobody presses, 0.01 % every 8 hours.
 */
export const marginDefaults = {
  policy: { cashFlow: 'ignore', saleDelay: 'off' },
  costs: { takerFeeBps: 5, makerFeeBps: 2, fundingBpsPerDay: 3 },
} as const;

/** `threshold-relative` has a band of its own: 20 % of the target. */
export const relativeBand = standardBands['threshold-relative'];
