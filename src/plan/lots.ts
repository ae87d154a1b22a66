/**
 * What a market takes next to a wanted quantity: the lot below, or nothing where that is too small, and what comes next above.
 *
 * Above is the next lot, and at least the smallest order. A wanted order is raised at most to twice of it, which brings the
 * weights nearer than none would.
 */
import { type Decimal, decimalOf, roundToStep } from '../base/decimal.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import type { PlanSettings } from './settings.ts';
import { smallestNotional } from './smallest-order.ts';

export type Lots = {
  readonly exact: Decimal;
  readonly lower: number;
  /** As `lower` where nothing above it comes into question. */
  readonly upper: number;
  /** Smallest order, in the portfolio's quote. */
  readonly smallest: number;
};

/** Differences of doubles carry rounding in their last digits: 0.39999999999999997 was meant to be 0.4. */
export function asMeant(value: number): number {
  return Number(value.toPrecision(14));
}

/** A lot that is worth a smaller share of NAV is only rounded down to: it leaves less undone than an order of no account. */
const fineLotNav = 1e-3;

export function lotsAround(
  given: { readonly plan: PlanSettings; readonly nav: number },
  order: {
    readonly wanted: number;
    /** What is held of the asset that is given away allows. */
    readonly most: number;
    /** Of the base, and of what the market is quoted in, in the portfolio's quote. */
    readonly price: number;
    readonly inQuote: number;
    readonly rules: TradingRules;
  },
): Lots {
  const { plan, nav } = given;
  const { price, most } = order;
  const { stepSize } = order.rules;
  const exact = decimalOf(Math.min(asMeant(order.wanted), most));
  const minNotional = Number(order.rules.minNotional) * order.inQuote;
  const smallest = smallestNotional(plan, nav, minNotional);
  const below = Number(roundToStep(exact, stepSize, 'down'));
  const lower = asMeant(below * price) < smallest ? 0 : below;
  const meant = Number(exact);
  const above = (): number => {
    const next = Number(roundToStep(exact, stepSize, 'up'));
    if (lower > 0) return Number(stepSize) * price > fineLotNav * nav ? next : lower;
    const takeable = decimalOf(asMeant(Math.max(smallest, surelyTaken(plan, minNotional)) / price));
    const upper = Math.max(next, Number(roundToStep(takeable, stepSize, 'up')));
    return 2 * meant > upper ? upper : lower;
  };
  const upper = above();
  return { exact, lower, upper: upper <= most ? upper : lower, smallest };
}

/** A venue reckons an order at its limit, which may be lower than the price of the plan by the cap. */
function surelyTaken({ priceCapBps, majorsPriceCapBps }: PlanSettings, minNotional: number) {
  return minNotional / (1 - Math.max(priceCapBps, majorsPriceCapBps) / 1e4);
}
