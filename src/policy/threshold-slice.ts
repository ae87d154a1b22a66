/**
 * The threshold of each asset as a person sees it: the weights between which it alone may move, all other assets and cash
 * shrinking or growing pro rata, before the rule trades; on margin the other positions stay and cash makes up for it. Each end
 * is found by asking the rule itself, so it is true of any rule: a walk in growing steps until the answer changes, then bisection.
 */
import { type Margin, shortOf } from './margin.ts';
import type { Look, Policy } from './policy.ts';

export type ThresholdSlice = { readonly lower: number; readonly upper: number };

const precision = 1e-7;
const firstStep = 2e-4;
const maximumHalvings = 60;

export type SliceOptions = {
  /** Slices that these have hardly moved from: each end is then looked for where theirs is, in half the time. */
  readonly near?: readonly ThresholdSlice[] | undefined;
  readonly margin?: Margin | undefined;
};

/** Whether the rule trades when one asset has this weight. */
type Probe = (asset: number, weight: number) => boolean;

/** One slice per asset around the look's weights; (w, w) where the rule trades at those already. */
export function thresholdSlices(
  policy: Pick<Policy, 'decide'>,
  look: Look,
  markets: number,
  { near, margin }: SliceOptions = {},
): ThresholdSlice[] {
  const ask = probeOf(policy, look, markets);
  const trades = margin === undefined ? proRata(ask, look) : onCash(ask, look);
  return Array.from(look.weights, (own, asset) => {
    if (trades(asset, own)) return { lower: own, upper: own };
    const { lower, upper } = near?.[asset] ?? { lower: own, upper: own };
    return {
      lower: edge(trades, asset, { own, at: lower, bound: 0 - shortOf(margin) }),
      upper: edge(trades, asset, { own, at: upper, bound: margin?.leverage ?? 1 }),
    };
  });
}

/** Whether the rule trades when one asset has this weight, the others a share of theirs, and so much is in cash. */
type Ask = (asset: number, weight: number, rest: { share: number; cash: number }) => boolean;

function probeOf(policy: Pick<Policy, 'decide'>, look: Look, markets: number): Ask {
  const flows = new Float64Array(markets);
  const probe: Look = { ...look, weights: new Float64Array(look.weights.length) };
  return (asset, weight, { share, cash }) => {
    for (let i = 0; i < look.weights.length; i++) {
      probe.weights[i] = i === asset ? weight : (look.weights[i] as number) * share;
    }
    probe.cash = cash;
    return policy.decide(probe, flows);
  };
}

function proRata(ask: Ask, look: Look): Probe {
  return (asset, weight) => {
    const own = look.weights[asset] as number;
    const share = own < 1 ? (1 - weight) / (1 - own) : 0;
    return ask(asset, weight, { share, cash: look.cash * share });
  };
}

function onCash(ask: Ask, look: Look): Probe {
  return (asset, weight) => {
    const cash = look.cash + (look.weights[asset] as number) - weight;
    return ask(asset, weight, { share: 1, cash });
  };
}

/** An end of a slice lies between the own weight, at which nothing is traded, and a bound; it is looked for from `at`. */
type Search = { readonly own: number; readonly at: number; readonly bound: number };

function edge(trades: Probe, asset: number, search: Search): number {
  let [inside, outside] = bracket(trades, asset, search);
  for (let k = 0; k < maximumHalvings && Math.abs(outside - inside) > precision; k++) {
    const middle = (inside + outside) / 2;
    if (trades(asset, middle)) outside = middle;
    else inside = middle;
  }
  return inside;
}

/** Inwards where the rule trades, else outwards, until that changes; the bound twice where it never does. */
function bracket(
  trades: Probe,
  asset: number,
  { own, at, bound }: Search,
): readonly [inside: number, outside: number] {
  const isOutside = at !== own && trades(asset, at);
  const end = isOutside ? own : bound;
  let last = at;
  for (let step = firstStep; last !== end; step *= 2) {
    const next = Math.abs(end - last) > step ? last + Math.sign(end - last) * step : end;
    const nextIsOutside = next !== own && trades(asset, next);
    if (nextIsOutside !== isOutside) return isOutside ? [next, last] : [last, next];
    last = next;
  }
  return [end, end];
}
