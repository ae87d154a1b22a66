/** Holds back the flows by which an asset is sold, with what they would have paid for, and lets them through later. */
import type { FlowMarket } from '../policy/flow-problem.ts';

/** By how much the weight of an asset falls; negative where it rises. */
export function soldOf(markets: readonly FlowMarket[], flows: Float64Array, asset: number): number {
  let sold = 0;
  for (let m = 0; m < markets.length; m++) {
    const { base, quote } = markets[m] as FlowMarket;
    if (base === asset) sold -= flows[m] as number;
    if (quote === asset) sold += flows[m] as number;
  }
  return sold;
}

/** Takes a share of an asset's sales out of the flows, and purchases against cash of the same notional; returns what it took. */
export function holdBack(
  markets: readonly FlowMarket[],
  flows: Float64Array,
  { asset, share }: { readonly asset: number; readonly share: number },
): Float64Array {
  const held = new Float64Array(flows.length);
  let [missing, bought] = [0, 0];
  markets.forEach(({ base, quote }, m) => {
    const flow = flows[m] as number;
    const gives = (base === asset && flow < 0) || (quote === asset && flow > 0);
    if (gives) held[m] = share * flow;
    if (quote >= 0) return;
    if (gives) missing -= held[m] as number;
    else if (flow > 0) bought += flow;
  });
  const unpaid = bought > 0 ? Math.min(1, missing / bought) : 0;
  markets.forEach(({ quote }, m) => {
    const flow = flows[m] as number;
    if (quote < 0 && flow > 0) held[m] = unpaid * flow;
    flows[m] = flow - (held[m] as number);
  });
  return held;
}

/** Adds what was held back to the flows, `growth` times as much, but sells no more than `most` of the asset's weight. */
export function letThrough(
  markets: readonly FlowMarket[],
  flows: Float64Array,
  rest: {
    readonly held: Float64Array;
    readonly asset: number;
    readonly growth: number;
    readonly most: number;
  },
): void {
  const { held, asset, growth, most } = rest;
  const sold = growth * soldOf(markets, held, asset);
  const factor = sold > 0 ? growth * Math.min(1, Math.max(0, most) / sold) : 0;
  for (let m = 0; m < flows.length; m++) {
    flows[m] = (flows[m] as number) + factor * (held[m] as number);
  }
}
