/**
 * Cuts what a policy wants to what may be traded without a person: the worst drift first, then the next, until the caps are spent.
 *
 * Each flow is at most `order`. Sells together are at most `sell`, buys at most `buy`; a flow on a market between two assets sells
 * one and buys the other. What does not fit is left for later looks.
 */
import type { FlowMarket } from '../policy/flow-problem.ts';

/** Fractions of NAV, and a number of orders; recorded with the inputs of a plan that was cut. */
export type AutomaticCaps = {
  readonly order: number;
  readonly sell: number;
  readonly buy: number;
  readonly orders: number;
};

/** Drifts that differ by less are the same: the earlier market goes first. */
const roundingOfWeights = 1e-12;

export type CutFlows = {
  /** One way: the larger of what is sold and what is bought, before and after. */
  readonly wanted: number;
  readonly traded: number;
};

/** Changes the flows in place. */
export function cutFlows(
  flows: Float64Array,
  given: {
    readonly markets: readonly FlowMarket[];
    /** Weight − target, by asset. */
    readonly driftAbs: ArrayLike<number>;
    readonly caps: AutomaticCaps;
  },
): CutFlows {
  const { markets, driftAbs, caps } = given;
  const wanted = oneWay(flows, markets);
  const driftOf = (asset: number): number =>
    asset < 0 ? 0 : Math.round(Math.abs(driftAbs[asset] as number) / roundingOfWeights);
  const worst = ({ base, quote }: FlowMarket): number => Math.max(driftOf(base), driftOf(quote));
  const order = markets
    .map((market, m) => ({ market, m, worstAbs: worst(market) }))
    .filter(({ m }) => flows[m] !== 0)
    .sort((a, b) => b.worstAbs - a.worstAbs || a.m - b.m);
  let { sell, buy } = caps;
  order.forEach(({ market, m }, rank) => {
    const flow = flows[m] as number;
    const isDirect = market.quote >= 0;
    let most = rank < caps.orders ? caps.order : 0;
    if (flow < 0 || isDirect) most = Math.min(most, sell);
    if (flow > 0 || isDirect) most = Math.min(most, buy);
    const traded = Math.min(Math.abs(flow), Math.max(0, most));
    if (flow < 0 || isDirect) sell -= traded;
    if (flow > 0 || isDirect) buy -= traded;
    flows[m] = Math.sign(flow) * traded;
  });
  return { wanted, traded: oneWay(flows, markets) };
}

/** Orders may be larger than the flows that they come from by a lot. */
export function isWithinCaps(
  flows: Float64Array,
  { markets, caps }: { markets: readonly FlowMarket[]; caps: AutomaticCaps },
): boolean {
  const { sold, bought } = soldAndBought(flows, markets);
  return (
    sold <= caps.sell && bought <= caps.buy && flows.every((flow) => Math.abs(flow) <= caps.order)
  );
}

function oneWay(flows: Float64Array, markets: readonly FlowMarket[]): number {
  const { sold, bought } = soldAndBought(flows, markets);
  return Math.max(sold, bought);
}

function soldAndBought(
  flows: Float64Array,
  markets: readonly FlowMarket[],
): { sold: number; bought: number } {
  let sold = 0;
  let bought = 0;
  markets.forEach(({ quote }, m) => {
    const flow = flows[m] as number;
    if (flow < 0 || quote >= 0) sold += Math.abs(flow);
    if (flow > 0 || quote >= 0) bought += Math.abs(flow);
  });
  return { sold, bought };
}
