/**
 * Passes of a descent over flows. Markets between assets couple flows through what is held: at a sold-out asset single flows
 * stall short of the optimum, so there are also moves that bring it in by one market and take it out by another.
 */
import type { FlowMarket } from './flow-problem.ts';

type Part = { readonly market: number; readonly sign: number };

export type Pass = {
  /** By how much each flow changes in one unit of the pass: ±1. */
  readonly parts: readonly Part[];
  /** By how much each weight changes in one unit; weights that do not are left out. */
  readonly changes: readonly { readonly asset: number; readonly change: number }[];
  /** The asset that must be sold out for the pass to be of use. */
  readonly through: number;
};

/** None where all markets are against cash. */
export function passesOf(markets: readonly FlowMarket[]): Pass[] {
  const coupled = new Set(markets.flatMap(({ base, quote }) => (quote < 0 ? [] : [base, quote])));
  return [...coupled].flatMap((asset) => {
    // The markets of the asset, each in the direction that brings it in.
    const into = markets.flatMap(({ base, quote }, market) =>
      base === asset ? [{ market, sign: 1 }] : quote === asset ? [{ market, sign: -1 }] : [],
    );
    return into.flatMap((first, k) =>
      into
        .slice(k + 1)
        .map(({ market, sign }) => passOf(markets, asset, [first, { market, sign: -sign }])),
    );
  });
}

function passOf(markets: readonly FlowMarket[], through: number, parts: readonly Part[]): Pass {
  const net = new Map<number, number>();
  for (const { market, sign } of parts) {
    const { base, quote } = markets[market] as FlowMarket;
    net.set(base, (net.get(base) ?? 0) + sign);
    if (quote >= 0) net.set(quote, (net.get(quote) ?? 0) - sign);
  }
  const changes = [...net].map(([asset, change]) => ({ asset, change }));
  return { parts, changes: changes.filter(({ change }) => change !== 0), through };
}

/** A bend of a piecewise quadratic function: from `at` on it rises by `rise` more a unit. */
type Kink = { readonly at: number; readonly rise: number };

/** Where slope·t + ½ bend·t² + ½ Σ rise |t − at| is least; bend > 0, every rise ≥ 0. Sorts the kinks. */
export function lineMinimum(slope: number, bend: number, kinks: Kink[]): number {
  let before = slope;
  for (const { rise } of kinks) before -= rise / 2;
  kinks.sort((a, b) => a.at - b.at);
  for (const { at, rise } of kinks) {
    if (before + bend * at > 0) break;
    before += rise;
    if (before + bend * at >= 0) return at;
  }
  return -before / bend;
}
