/** Where a classic rule trades to: the weight changes that bring assets to where they should be, cash taking the rest. */

type Weights = {
  readonly weights: Float64Array;
  readonly targets: Float64Array;
};

/** All assets to target, or only those further from it than their tolerances. */
export function tradeToTargets(
  state: Weights & { readonly tolerances?: Float64Array },
  trades: Float64Array,
): void {
  for (let i = 0; i < trades.length; i++) {
    const gap = (state.targets[i] as number) - (state.weights[i] as number);
    trades[i] = Math.abs(gap) > (state.tolerances?.[i] ?? -1) ? gap : 0;
  }
}

/** Half-widths around the target, by asset: traded when beyond the trigger, to the destination. */
export type Bands = { readonly triggers: Float64Array; readonly destinations: Float64Array };

/**
 * Only the assets that have left their bands, each to the destination on its own side of the target. With too little cash
 * the buys are funded by selling assets above their targets, pro rata to their excess, costs included, and cut to what
 * that brings in. `costs` are those of a trade against cash, as fractions.
 */
export function tradeToBands(
  state: Weights & {
    /** The cash, and what may be borrowed. */
    readonly spendable: number;
    readonly bands: Bands;
    readonly costs: Float64Array;
  },
  trades: Float64Array,
): void {
  const { weights, targets, bands, costs } = state;
  let shortfall = -state.spendable;
  for (let i = 0; i < trades.length; i++) {
    const driftAbs = (weights[i] as number) - (targets[i] as number);
    const isBreached = Math.abs(driftAbs) > (bands.triggers[i] as number);
    const goal = Math.sign(driftAbs) * (bands.destinations[i] as number);
    const trade = isBreached ? goal - driftAbs : 0;
    trades[i] = trade;
    shortfall += trade + (costs[i] as number) * Math.abs(trade);
  }
  if (shortfall > 0) fundFromExcess(state, shortfall, trades);
}

/** Sells what is above target to pay for a shortfall of cash; cuts the buys to what is still missing then. */
function fundFromExcess(
  { weights, targets, costs }: Weights & { readonly costs: Float64Array },
  shortfall: number,
  trades: Float64Array,
): void {
  const excessOf = (i: number): number =>
    Math.max(0, (weights[i] as number) + (trades[i] as number) - (targets[i] as number));
  let proceeds = 0;
  let spending = 0;
  for (let i = 0; i < trades.length; i++) {
    const trade = trades[i] as number;
    if (trade > 0) spending += trade * (1 + (costs[i] as number));
    else proceeds += excessOf(i) * (1 - (costs[i] as number));
  }
  const sold = proceeds > 0 ? Math.min(1, shortfall / proceeds) : 0;
  const bought = spending > 0 ? Math.max(0, 1 - Math.max(0, shortfall - proceeds) / spending) : 0;
  for (let i = 0; i < trades.length; i++) {
    const trade = trades[i] as number;
    trades[i] = trade > 0 ? trade * bought : trade - sold * excessOf(i);
  }
}
