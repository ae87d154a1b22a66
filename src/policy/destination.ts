/** Where a classic rule trades to: the flows over quote markets that bring assets to where they should be. */
import type { FlowMarket } from './flow-problem.ts';

type Weights = {
  readonly weights: Float64Array;
  readonly targets: Float64Array;
};

/** All assets to target, or only those further from it than a tolerance. Cash takes the other side. */
export function tradeToTargets(
  markets: readonly FlowMarket[],
  state: Weights & { readonly tolerance?: number },
  flows: Float64Array,
): void {
  const tolerance = state.tolerance ?? -1;
  for (let m = 0; m < markets.length; m++) {
    const { base, quote } = markets[m] as FlowMarket;
    const gap = (state.targets[base] as number) - (state.weights[base] as number);
    flows[m] = quote < 0 && Math.abs(gap) > tolerance ? gap : 0;
  }
}

/** Half-widths around the target, by asset: traded when beyond the trigger, to the destination. */
export type Bands = { readonly triggers: Float64Array; readonly destinations: Float64Array };

/**
 * Only the assets that have left their bands, each to the destination on its own side of the target. Cash takes the other
 * side; with too little of it, the buys are funded by selling assets above their targets, pro rata to their excess, costs
 * included, and scaled to what that brings in.
 */
export function tradeToBands(
  markets: readonly FlowMarket[],
  state: Weights & { readonly cash: number; readonly bands: Bands },
  flows: Float64Array,
): void {
  const { weights, targets, bands } = state;
  let shortfall = -state.cash;
  for (let m = 0; m < markets.length; m++) {
    const { base, quote, cost } = markets[m] as FlowMarket;
    const driftAbs = (weights[base] as number) - (targets[base] as number);
    const isBreached = quote < 0 && Math.abs(driftAbs) > (bands.triggers[base] as number);
    const goal = Math.sign(driftAbs) * (bands.destinations[base] as number);
    const flow = isBreached ? goal - driftAbs : 0;
    flows[m] = flow;
    shortfall += flow + cost * Math.abs(flow);
  }
  if (shortfall > 0) fundFromExcess(markets, state, shortfall, flows);
}

/** Sells what is above target to pay for a shortfall of cash; cuts the buys to what is still missing then. */
function fundFromExcess(
  markets: readonly FlowMarket[],
  { weights, targets }: Weights,
  shortfall: number,
  flows: Float64Array,
): void {
  const excessOf = (m: number): number => {
    const { base, quote } = markets[m] as FlowMarket;
    if (quote >= 0) return 0;
    return Math.max(
      0,
      (weights[base] as number) + (flows[m] as number) - (targets[base] as number),
    );
  };
  let proceeds = 0;
  let spending = 0;
  for (let m = 0; m < markets.length; m++) {
    const { cost } = markets[m] as FlowMarket;
    const flow = flows[m] as number;
    if (flow > 0) spending += flow * (1 + cost);
    else proceeds += excessOf(m) * (1 - cost);
  }
  const sold = proceeds > 0 ? Math.min(1, shortfall / proceeds) : 0;
  const bought = spending > 0 ? Math.max(0, 1 - Math.max(0, shortfall - proceeds) / spending) : 0;
  for (let m = 0; m < markets.length; m++) {
    const flow = flows[m] as number;
    flows[m] = flow > 0 ? flow * bought : flow - sold * excessOf(m);
  }
}
