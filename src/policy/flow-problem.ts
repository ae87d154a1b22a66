/**
 * The flows of a rebalance: one variable per market, in fractions of NAV, positive when its base is bought.
 * A market has an asset as base and either another asset or cash as quote; w = w0 + B f.
 */

export type FlowMarket = {
  /** Position of the base among the risky assets. */
  readonly base: number;
  /** Position of the quote among the risky assets; −1 when it is cash. */
  readonly quote: number;
  /** Fee, half-spread, slippage and impact as a fraction of the notional; it may change from one look to the next. */
  cost: number;
};

/** Writes what trading each asset against cash costs now, as a fraction; true when it is not what stood there. */
export function readQuoteCosts(markets: readonly FlowMarket[], costs: Float64Array): boolean {
  let isNew = false;
  for (let m = 0; m < markets.length; m++) {
    const { base, quote, cost } = markets[m] as FlowMarket;
    if (quote >= 0 || costs[base] === cost) continue;
    costs[base] = cost;
    isNew = true;
  }
  return isNew;
}

/** Adds B f to weights, in place. */
export function applyFlows(
  markets: readonly FlowMarket[],
  flows: Float64Array,
  weights: Float64Array,
): void {
  for (let m = 0; m < markets.length; m++) {
    const market = markets[m] as FlowMarket;
    const flow = flows[m] as number;
    weights[market.base] = (weights[market.base] as number) + flow;
    if (market.quote >= 0) weights[market.quote] = (weights[market.quote] as number) - flow;
  }
}

/** Σ c_m |f_m|: the cost of the flows as a fraction of NAV. */
export function costOfFlows(markets: readonly FlowMarket[], flows: Float64Array): number {
  let cost = 0;
  for (let m = 0; m < markets.length; m++) {
    cost += (markets[m] as FlowMarket).cost * Math.abs(flows[m] as number);
  }
  return cost;
}

/** Cash that the flows and the costs of quote markets use up, as a fraction of NAV. */
export function cashUsed(markets: readonly FlowMarket[], flows: Float64Array): number {
  let used = 0;
  for (let m = 0; m < markets.length; m++) {
    const market = markets[m] as FlowMarket;
    const flow = flows[m] as number;
    if (market.quote < 0) used += flow + market.cost * Math.abs(flow);
  }
  return used;
}
