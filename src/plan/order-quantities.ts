/** From flows to order quantities, with the limits of the settings: cash buffer, never more than is held, or than margin allows. */
import { type Margin, shortOf } from '../policy/margin.ts';
import type { PlanMarket } from './markets.ts';

export type QuantityInputs = {
  readonly markets: readonly PlanMarket[];
  /** Fractions of NAV. */
  readonly flows: Float64Array;
  readonly nav: number;
  readonly cash: number;
  readonly quantities: Float64Array;
  readonly prices: Float64Array;
  readonly offset: number;
  /** Absent where nothing is borrowed. */
  readonly margin?: Margin | undefined;
};

/** A flow of a smaller share of NAV is what differences of weights leave of none. */
export const roundingOfFlows = 1e-12;

/** Writes signed base quantities, positive to buy: flow × NAV / price of the base, sells cut to what may be sold. */
export function orderQuantities(inputs: QuantityInputs, out: Float64Array): void {
  const { markets, flows, nav, prices, offset, quantities, margin } = inputs;
  const short = shortOf(margin) * nav;
  for (let m = 0; m < markets.length; m++) {
    const { base } = markets[m] as PlanMarket;
    const flow = Math.abs(flows[m] as number) > roundingOfFlows ? (flows[m] as number) : 0;
    const price = prices[offset + base] as number;
    out[m] = Math.max((flow * nav) / price, -(quantities[base] as number) - short / price);
  }
}

/**
 * Scales the buys against cash by one factor so that the cash left after sells and costs is at least the buffer, in place.
 * Answers the factor. Without a buffer nothing is scaled here: the execution pays buys from confirmed proceeds.
 */
export function keepCashBuffer(inputs: QuantityInputs, buffer: number, out: Float64Array): number {
  return buffer === 0 ? 1 : scaleBuys(inputs, out, { least: buffer * inputs.nav, slack: 0 });
}

/** The same, and without a buffer the buys must at least not need more than the sells bring in, costs aside. */
export function fitCash(inputs: QuantityInputs, buffer: number, out: Float64Array): number {
  if (buffer > 0) return keepCashBuffer(inputs, buffer, out);
  let costs = 0;
  for (let m = 0; m < out.length; m++) {
    const { cost, base, quote } = inputs.markets[m] as PlanMarket;
    if (quote < 0) costs += cost * Math.abs(out[m] as number) * priceOf(inputs, base);
  }
  return scaleBuys(inputs, out, { least: 0, slack: costs });
}

function priceOf({ prices, offset }: QuantityInputs, asset: number): number {
  return prices[offset + asset] as number;
}

/** Scales the buys so that so much cash is left, if without it less would be by more than the slack. */
function scaleBuys(
  inputs: QuantityInputs,
  out: Float64Array,
  { least, slack }: { least: number; slack: number },
): number {
  let available = inputs.cash - least;
  let wanted = 0;
  for (let m = 0; m < out.length; m++) {
    const { base, quote, cost } = inputs.markets[m] as PlanMarket;
    if (quote >= 0) continue;
    const notional = (out[m] as number) * priceOf(inputs, base);
    if (notional < 0) available -= notional * (1 - cost);
    else wanted += notional * (1 + cost);
  }
  if (wanted <= available + slack) return 1;
  const factor = Math.max(0, available / wanted);
  for (let m = 0; m < out.length; m++) {
    if ((inputs.markets[m] as PlanMarket).quote < 0 && (out[m] as number) > 0) {
      out[m] = (out[m] as number) * factor;
    }
  }
  return factor;
}
