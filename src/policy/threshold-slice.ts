/**
 * The threshold of each asset as a person sees it: the weights between which it alone may move, all other assets and cash
 * shrinking or growing pro rata, before the rule trades. Found by bisection on the rule itself, so it is true of any rule.
 */
import type { Look, Policy } from './policy.ts';

export type ThresholdSlice = { readonly lower: number; readonly upper: number };

const precision = 1e-7;
const maximumHalvings = 60;

/** One slice per asset around the look's weights; (w, w) where the rule trades at those already. */
export function thresholdSlices(
  policy: Pick<Policy, 'decide'>,
  look: Look,
  markets: number,
): ThresholdSlice[] {
  const flows = new Float64Array(markets);
  const probe: Look = { ...look, weights: new Float64Array(look.weights.length) };

  const trades = (asset: number, weight: number): boolean => {
    const own = look.weights[asset] as number;
    const share = own < 1 ? (1 - weight) / (1 - own) : 0;
    for (let i = 0; i < look.weights.length; i++) {
      probe.weights[i] = i === asset ? weight : (look.weights[i] as number) * share;
    }
    probe.cash = look.cash * share;
    return policy.decide(probe, flows);
  };

  const edge = (asset: number, from: number, to: number): number => {
    if (!trades(asset, to)) return to;
    let inside = from;
    let outside = to;
    for (let k = 0; k < maximumHalvings && Math.abs(outside - inside) > precision; k++) {
      const middle = (inside + outside) / 2;
      if (trades(asset, middle)) outside = middle;
      else inside = middle;
    }
    return inside;
  };

  return Array.from(look.weights, (own, asset) =>
    trades(asset, own)
      ? { lower: own, upper: own }
      : { lower: edge(asset, own, 0), upper: edge(asset, own, 1) },
  );
}
