/** Everything that is configured about one portfolio and changes what is decided, planned or approved. */
import type { CostSettings } from '../cost/settings.ts';
import type { PolicySettings } from '../policy/settings.ts';
import { trackedModels } from '../risk/forecast-tracker.ts';
import type { AllocationSettings } from './allocation-settings.ts';

export type PortfolioSettings = {
  readonly name: string;
  readonly quote: string;
  /** Risky assets in the order of the configuration; weights are fractions of NAV. */
  readonly symbols: readonly string[];
  readonly targets: readonly number[];
  readonly cashTarget: number;
  /** What weights may add up to without their signs; absent where nothing is borrowed. */
  readonly leverage?: number;
};

export type PlanSettings = {
  /** Fraction of NAV that buys leave in cash. */
  readonly cashBuffer: number;
  /** Smallest order: the largest of these three. In quote units, as a factor of the market's minimum, as a fraction of NAV. */
  readonly minimumOrder: number;
  readonly minimumOrderFactor: number;
  readonly minimumOrderNav: number;
  /** How far from the reference price a leg may go, in bps, before it is not filled any more. */
  readonly priceCapBps: number;
  /** The same for the most liquid assets, BTC and ETH. */
  readonly majorsPriceCapBps: number;
  /** How long a proposed plan may be approved and executed. */
  readonly validHours: number;
};

export type ExecutionSettings = {
  /** Take at the next open, or rest at the close of the decision first and take what is left. */
  readonly style: 'taker' | 'maker-first';
  /** Bars that a resting order waits. */
  readonly patienceBars: number;
  /** How far prices must go through a limit for it to count as filled. */
  readonly throughBps: number;
};

export type ApprovalRule = {
  /** Expression over turnover, planNotional, costBps; the rule holds when it is true, or always without one. */
  readonly when: string | null;
  readonly approvers: number;
};

export const forecastModels = ['champion', ...trackedModels, 'geometry'] as const;

export type ForecastModel = (typeof forecastModels)[number];

export type ForecastSettings = {
  readonly model: ForecastModel;
  /** Horizon of the risk figures that a person reads, in days. */
  readonly horizonDays: number;
  /** A stored model whose training ended longer ago is not used. */
  readonly modelMaxAgeDays: number;
  /** How far correlations are drawn to their mean, 0 … 1. */
  readonly shrinkage: number;
};

export type Settings = {
  readonly portfolio: PortfolioSettings;
  /** Absent where targets are those of the portfolio. */
  readonly allocation?: AllocationSettings;
  readonly costs: CostSettings;
  /** Markets between risky assets that may be used beside those against the quote, such as ETH/BTC. */
  readonly directMarkets: readonly string[];
  readonly policy: PolicySettings;
  readonly forecast: ForecastSettings;
  readonly plan: PlanSettings;
  readonly execution: ExecutionSettings;
  readonly approvalRules: readonly ApprovalRule[];
};

export const autonomyLevels = ['observe', 'propose', 'approve', 'autonomous'] as const;

export type AutonomyLevel = (typeof autonomyLevels)[number];
