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
import { type Margin, shortOf } from '../policy/margin.ts';
import { type AutomaticCaps, isWithinCaps } from './automatic-caps.ts';
import { fitLeverage, isReducing, leverageAfter } from './fit-leverage.ts';
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
  /** Absent where nothing is borrowed. */
  readonly margin?: Margin | undefined;
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

/** What gives room is rounded before what needs it is fitted to it, so that no buy counts on a sell that is left out. */
function trialOf(inputs: FeasibleInputs, ups: Uint8Array): Trial {
  const { markets } = inputs;
  const orders = new Float64Array(markets.length);
  orderQuantities({ ...inputs, offset: 0 }, orders);
  const rounding = { ...inputs, held: sellable(inputs), ups };
  const wanted = orders.slice();
  const givesRoom = (_: number, m: number): boolean => isFreeing(inputs, wanted, m);
  const givers = roundOrders(rounding, givesRoom, orders);
  const cut = fitToRoom(inputs, orders);
  const takers = roundOrders(rounding, (order, m) => !givesRoom(order, m), orders);
  return {
    orders,
    reasons: [...givers.reasons, ...cut, ...takers.reasons],
    raisable: [...givers.raisable, ...takers.raisable],
    isPossible: !ups.includes(1) || (isPaid(inputs, orders) && isCapped(inputs, orders)),
  };
}

/** A sale brings in cash; on margin an order that closes gives room for others. */
function isFreeing(
  { margin, markets, quantities }: FeasibleInputs,
  orders: Float64Array,
  m: number,
): boolean {
  const order = orders[m] as number;
  if (margin === undefined) return order < 0;
  const { base } = markets[m] as PlanMarket;
  return isReducing(quantities[base] as number, order);
}

/** By asset, in units. */
function sellable({ quantities, prices, nav, margin }: FeasibleInputs): Float64Array {
  const short = shortOf(margin) * nav;
  return quantities.map((held, i) => held + short / (prices[i] as number));
}

/** Scales what needs cash, or leverage, to what there is; says by how much. */
function fitToRoom(inputs: FeasibleInputs, orders: Float64Array): readonly Reason[] {
  const { plan, margin } = inputs;
  const state = { ...inputs, offset: 0 };
  const share =
    margin === undefined
      ? fitCash(state, plan.cashBuffer, orders)
      : fitLeverage({ ...state, margin }, plan.cashBuffer, orders);
  if (share === 1) return [];
  const sharePct = Math.round(1e3 * share) / 10;
  if (margin === undefined) return [{ code: 'QUANTITY_CAPPED', sharePct }];
  return [{ code: 'LEVERAGE_FITTED', sharePct, leverage: margin.leverage }];
}

/** What rounding up asks for must be there as well. */
function isPaid(inputs: FeasibleInputs, orders: Float64Array): boolean {
  const { margin, plan } = inputs;
  if (margin !== undefined) {
    const most = margin.leverage - plan.cashBuffer + cashTolerance;
    return leverageAfter({ ...inputs, offset: 0 }, orders) <= most;
  }
  const buysForCash = inputs.markets.some(({ quote }, m) => quote < 0 && (orders[m] as number) > 0);
  const state = { ...inputs, offset: 0 };
  return !buysForCash || fitCash(state, plan.cashBuffer, orders.slice()) > 1 - cashTolerance;
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
