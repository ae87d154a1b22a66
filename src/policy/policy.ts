/** What every rule is: a look at the weights, answered by the flows to trade or by none, with the reasons. */
import type { ExpressionParser } from '../base/expression.ts';
import type { Reason } from '../base/reasons.ts';
import type { RiskForecast } from '../risk/risk-forecast.ts';
import type { FlowMarket } from './flow-problem.ts';
import type { Margin } from './margin.ts';

/** One look at the portfolio. A loop keeps one object and rewrites it. */
export type Look = {
  /** Close of the last bar, epoch ms. */
  time: number;
  /** The look before, or the start of the portfolio. */
  previousTime: number;
  /** The last rebalance, or the start of the portfolio. */
  lastRebalanceTime: number;
  /** Fractions of NAV, risky assets in the order of the targets. */
  readonly weights: Float64Array;
  cash: number;
  /** In the portfolio's quote. */
  nav: number;
  /** What flowed in (or out, negative) since the look before, in the portfolio's quote. */
  cashFlow?: number;
};

/** What a rule is made for. */
export type PolicyContext = {
  readonly symbols: readonly string[];
  readonly targets: Float64Array;
  readonly cashTarget: number;
  readonly markets: readonly FlowMarket[];
  /** From bid to ask on the market of an asset against cash, in bps, as it is now. */
  readonly spreadBps: (asset: number) => number;
  /** Absent where nothing is borrowed. */
  readonly margin?: Margin | undefined;
  /** Reads bands that are expressions; without it they can only be numbers. */
  readonly parse?: ExpressionParser | undefined;
};

export type Policy = {
  /** Takes a new forecast; rules without one ignore it. */
  observe(forecast: RiskForecast): void;
  /** True when a trade is due; `flows` then holds the trade of every market, in fractions of NAV. */
  decide(look: Look, flows: Float64Array): boolean;
  /** The reasons of the decision on this look, with its numbers. For one decision at a time: it may compute anew. */
  explain(look: Look): Reason[];
  /** How far weights are from the targets in the rule's own measure; a plan must lower it. */
  distance(weights: Float64Array): number;
  /** By how much the forecast widens each asset's threshold; 1 where it does not. */
  readonly multipliers: Float64Array;
};

/** A weight difference in percentage points, rounded for a sentence. */
export function pp(weight: number): number {
  return Math.round(weight * 1e4) / 100;
}

/** A fraction of NAV in bps, rounded to a thousandth for a sentence. */
export function bps(fraction: number): number {
  return Math.round(fraction * 1e7) / 1e3;
}

/** √Σ(w − p)² over risky assets, as a fraction of NAV: the measure of rules that have no metric of their own. */
export function euclideanDistance(weights: Float64Array, targets: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += ((weights[i] as number) - (targets[i] as number)) ** 2;
  }
  return Math.sqrt(sum);
}
