/**
 * The orders nearest to what a policy wants among those that markets and cash allow: Σ over assets of the squared difference
 * of weights between the wanted plan and the feasible one is the least over all choices of the lot below or above.
 *
 * Each order alone is rounded down, or to nothing. Only where lots are coarse or the market's smallest order is above what
 * is wanted does it matter which way, and there the orders are chosen together, because they share cash and holdings.
 */
import type { Reason } from '../base/reasons.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import { applyFlows } from '../policy/flow-problem.ts';
import { type AutomaticCaps, isWithinCaps } from './automatic-caps.ts';
import type { PlanMarket } from './markets.ts';
import { nearestChoice } from './nearest-choice.ts';
import { fitCash, orderQuantities } from './order-quantities.ts';
import { roundOrders } from './round-orders.ts';
import type { PlanSettings } from './settings.ts';

export type FeasibleInputs = {
  readonly plan: PlanSettings;
  readonly markets: readonly PlanMarket[];
  /** By market symbol. */
  readonly rules: ReadonlyMap<string, TradingRules>;
  /** Fractions of NAV, per market. */
  readonly flows: Float64Array;
  readonly nav: number;
  readonly cash: number;
  readonly quantities: Float64Array;
  /** By asset, in the portfolio's quote. */
  readonly prices: Float64Array;
  /** What the flows were cut to, where no person is asked. */
  readonly caps?: AutomaticCaps | undefined;
};

export type FeasibleOrders = {
  /** Signed base quantities per market. */
  readonly orders: Float64Array;
  /** What was left out, cut or raised, and why. */
  readonly reasons: readonly Reason[];
};

type Trial = FeasibleOrders & {
  readonly raisable: readonly number[];
  readonly isPossible: boolean;
};

/** Cash may come out so much short of what is needed by rounding. */
const cashTolerance = 1e-9;

export function feasibleOrders(inputs: FeasibleInputs): FeasibleOrders {
  const ups = new Uint8Array(inputs.markets.length);
  const down = trialOf(inputs, ups);
  // More is sold when all is rounded up, and more bought from it.
  const up = trialOf(inputs, ups.slice().fill(1));
  const places = [...new Set([...down.raisable, ...up.raisable])].sort((a, b) => a - b);
  if (places.length === 0) return down;
  nearestChoice(ups, places, () => {
    const trial = trialOf(inputs, ups);
    return trial.isPossible ? missOf(inputs, trial.orders) : Number.POSITIVE_INFINITY;
  });
  return trialOf(inputs, ups);
}

/** Sells are rounded before buys are fitted to the cash, so that no buy counts on a sell that is left out. */
function trialOf(inputs: FeasibleInputs, ups: Uint8Array): Trial {
  const { plan, markets, quantities } = inputs;
  const state = { ...inputs, offset: 0 };
  const orders = new Float64Array(markets.length);
  orderQuantities(state, orders);
  const rounding = { ...inputs, held: quantities.slice(), ups };
  const sells = roundOrders(rounding, 'sell', orders);
  const share = fitCash(state, plan.cashBuffer, orders);
  const cut: Reason[] =
    share < 1 ? [{ code: 'QUANTITY_CAPPED', sharePct: Math.round(1e3 * share) / 10 }] : [];
  const buys = roundOrders(rounding, 'buy', orders);
  return {
    orders,
    reasons: [...sells.reasons, ...cut, ...buys.reasons],
    raisable: [...sells.raisable, ...buys.raisable],
    isPossible: !ups.includes(1) || (isPaid(inputs, orders) && isCapped(inputs, orders)),
  };
}

/** What rounding up asks for must be there as well. */
function isPaid(inputs: FeasibleInputs, orders: Float64Array): boolean {
  const buysForCash = inputs.markets.some(({ quote }, m) => quote < 0 && (orders[m] as number) > 0);
  const state = { ...inputs, offset: 0 };
  return !buysForCash || fitCash(state, inputs.plan.cashBuffer, orders.slice()) > 1 - cashTolerance;
}

function isCapped(inputs: FeasibleInputs, orders: Float64Array): boolean {
  const { markets, caps } = inputs;
  return caps === undefined || isWithinCaps(flowsOf(inputs, orders), { markets, caps });
}

/** Σ over assets of (weight − wanted weight)², costs aside. */
function missOf(inputs: FeasibleInputs, orders: Float64Array): number {
  const missed = flowsOf(inputs, orders);
  for (let m = 0; m < missed.length; m++) {
    missed[m] = (missed[m] as number) - (inputs.flows[m] as number);
  }
  const weights = new Float64Array(inputs.quantities.length);
  applyFlows(inputs.markets, missed, weights);
  return weights.reduce((sum, weight) => sum + weight * weight, 0);
}

function flowsOf({ markets, prices, nav }: FeasibleInputs, orders: Float64Array): Float64Array {
  return orders.map((order, m) => {
    const { base } = markets[m] as PlanMarket;
    return (order * (prices[base] as number)) / nav;
  });
}
