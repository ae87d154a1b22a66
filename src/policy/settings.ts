/** The rules that decide when to trade and where to, as configured. */

/** What a change of volatility holds constant; see region-metric.ts. */
export const objectives = ['adaptive', 'balanced', 'cost-budget', 'tracking-target'] as const;

export type Objective = (typeof objectives)[number];

/** What the tightness is set to reach, from the past year, month by month. */
export type Goal =
  | { readonly kind: 'cost'; readonly bpsPerYear: number }
  | { readonly kind: 'tracking'; readonly pctPerYear: number };

export type RegionSettings = {
  readonly objective: Objective;
  /** κ of the drift penalty: the larger, the narrower the thresholds. With a goal, where the search for it begins. */
  readonly tightness: number;
  /** Null: the tightness is as given. */
  readonly goal: Goal | null;
  /** F: what one rebalance costs beside its legs, in bps of NAV. */
  readonly eventCostBps: number;
  /** ρ: weight of the geometry of weights against the forecast covariance. */
  readonly rho: number;
  /** Bounds of the factor by which a forecast may move a threshold. */
  readonly multiplier: readonly [number, number];
};

/** All assets to target, or only those that left their bands: half-way back, or just inside. */
export type Destination = 'target' | 'half' | 'edge';

/** A number, or an expression over each asset's weight, target, vol (annual) and spreadBps, such as `3% + 2% * vol`. */
export type BandSetting = number | string;

/** What stands where no band is named, or an expression for one has no usable value; relative: a share of the target. */
export const standardBands = {
  threshold: 0.05,
  'threshold-relative': 0.2,
  percentage: 0.005,
} as const;

export type PolicyRule =
  | {
      readonly kind: 'threshold' | 'threshold-relative';
      readonly band: BandSetting;
      readonly destination: Destination;
    }
  | { readonly kind: 'five-twenty-five' }
  /** λ of the closed form; the event cost in bps of NAV. */
  | { readonly kind: 'asset-band'; readonly riskAversion: number; readonly eventCostBps: number }
  | { readonly kind: 'percentage'; readonly tolerance: BandSetting }
  /** Hours or a five-field cron expression in UTC; nothing is traded inside the gate. Without a destination: to target. */
  | {
      readonly kind: 'calendar';
      readonly every: number | string;
      readonly gate: number;
      readonly destination?: Destination;
    }
  | ({ readonly kind: 'geometry' } & RegionSettings)
  | ({ readonly kind: 'risk-aware' } & RegionSettings);

export type PolicyKind = PolicyRule['kind'];

/** Of sales inside hard bands: none, only reckoned in a backtest, or in a backtest while the gate is open. */
export const saleDelays = ['off', 'shadow', 'gated'] as const;

export type SaleDelay = (typeof saleDelays)[number];

export type PolicySettings = {
  readonly rule: PolicyRule;
  /** No rebalance sooner than this after the last one, unless a hard band is breached; 0 switches it off. */
  readonly cooldownHours: number;
  /** Smallest hard band (weight); the hard band is twice the threshold or this, whichever is wider. */
  readonly hardBand: number;
  /** Whether deposits and withdrawals are used at once to reduce drift. */
  readonly cashFlow: 'first' | 'ignore';
  readonly saleDelay: SaleDelay;
};
