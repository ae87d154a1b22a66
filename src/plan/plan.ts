/** What a person approves: the legs of a rebalance with their caps and costs, and the recommendation around them. */
import type { Decimal } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { Side } from '../market/order-book.ts';
import type { ThresholdChange } from './threshold-change.ts';

/** One order to be placed on one market; its quantity and limit price are upper bounds of what may be done. */
export type Leg = {
  /** The market, such as BTC/USDT or ETH/BTC. */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly side: Side;
  /** In base units, a multiple of the market's step. */
  readonly quantity: Decimal;
  /** The worst price that may be paid or taken, a multiple of the market's tick. */
  readonly limitPrice: Decimal;
  /** The price that the plan was made at. */
  readonly referencePrice: Decimal;
  /** Quantity × reference price, in the market's quote. */
  readonly notional: Decimal;
  /** On margin: whether it brings the position nearer to zero, and not beyond. */
  readonly reduceOnly?: boolean;
  /** On margin: funding that the leg makes due over the horizon of the forecast, in bps of its notional; below zero where it saves some. */
  readonly fundingBps?: number;
  /** Expected cost of the leg in bps of its notional: fee + half-spread + slippage + impact. */
  readonly costBps: number;
  readonly feeBps: number;
  readonly halfSpreadBps: number;
  readonly slippageBps: number;
  readonly impactBps: number;
};

/** One asset in a recommendation; weights are fractions of NAV. */
export type AssetView = {
  readonly symbol: string;
  readonly weight: number;
  readonly target: number;
  /** The weights between which the asset may move, others and cash pro rata, before a trade is due. */
  readonly lower: number;
  readonly upper: number;
  /** Further than this from the target a cooldown does not count (weight). */
  readonly hardBand: number;
  /** Null where there is nothing to compare. */
  readonly thresholdChange: ThresholdChange | null;
  readonly weightAfter: number;
  /** Annualised forecast volatility (fraction), null when the forecast is `geometry`. */
  readonly volAnnual: number | null;
  /** The same from the ranges of the bars (Parkinson and Garman–Klass), for comparison. */
  readonly rangeVolAnnual: number | null;
  readonly price: Decimal;
  readonly quantity: Decimal;
};

export type Outcome = 'none' | 'proposed' | 'denied';

export type ForecastView = {
  /** The one in use, after fallbacks. */
  readonly model: string;
  readonly horizonDays: number;
  /** Over the horizon (fractions): tracking error and volatility of the portfolio before and after; null without a forecast. */
  readonly trackingErrorBefore: number | null;
  readonly trackingErrorAfter: number | null;
  readonly portfolioVolBefore: number | null;
  readonly portfolioVolAfter: number | null;
};

export type LeverageView = {
  readonly before: number;
  readonly after: number;
  readonly most: number;
};

/** One recommendation: what to do now, or why nothing is to be done. A pure function of its recorded inputs. */
export type Recommendation = {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly portfolio: string;
  readonly quote: string;
  readonly asOf: number;
  readonly outcome: Outcome;
  readonly planHash: string | null;
  readonly nav: Decimal;
  readonly cashWeight: number;
  readonly cashTarget: number;
  readonly assets: readonly AssetView[];
  readonly reasons: readonly Reason[];
  readonly legs: readonly Leg[];
  /** Σ|Δw|/2 over risky assets. */
  readonly turnover: number;
  /** Expected cost of the plan in bps of NAV. */
  readonly costBps: number;
  /** On margin: what positions cost a day before and after the plan, in bps of NAV; below zero where they are paid. */
  readonly funding?: { readonly beforeBps: number; readonly afterBps: number };
  /** On margin: what positions come to without their signs before and after the plan, and may at most, as multiples of NAV. */
  readonly leverage?: LeverageView;
  readonly forecast: ForecastView;
  readonly policy: string;
  /** √Σ(w − p)² over risky assets after the plan, in pp: what lots and minimums leave undone. */
  readonly residualPp: number;
  readonly snapshotHash: string;
  readonly expiresAt: number | null;
};
