/**
 * The cheapest way to the same weights: flows over markets between assets and against cash form cycles, and a cycle on
 * which trading less saves more than trading more costs is turned until one of its flows is used up (Klein 1967, the
 * cycles found as Bellman and Ford do). Descent over single flows would creep towards it.
 */
import type { FlowMarket } from './flow-problem.ts';

/** Savings a unit that are rounding errors, as a fraction. */
const rounding = 1e-14;
const turnsPerMarket = 10;

/** Changes the flows in place; `multiplier` is ν, what cash is worth beside itself. */
export function reroute(
  markets: readonly FlowMarket[],
  flows: Float64Array,
  options: { assets: number; multiplier: number },
): void {
  for (let turn = 0; turn < turnsPerMarket * markets.length; turn++) {
    const cycle = savingCycle(markets, flows, options);
    if (cycle.length === 0) return;
    let most = Number.POSITIVE_INFINITY;
    for (const { market, sign } of cycle) {
      const used = -sign * (flows[market] as number);
      if (used > 0) most = Math.min(most, used);
    }
    for (const { market, sign } of cycle) flows[market] = (flows[market] as number) + sign * most;
  }
}

/** One step of a cycle: a little more of a market's base bought, or sold. */
type Arc = { readonly market: number; readonly sign: 1 | -1 };

function savingCycle(
  markets: readonly FlowMarket[],
  flows: Float64Array,
  { assets, multiplier }: { assets: number; multiplier: number },
): Arc[] {
  const cash = assets;
  const distance = new Float64Array(assets + 1);
  const arrival = new Array<Arc | undefined>(assets + 1).fill(undefined);
  const endsOf = ({ market, sign }: Arc): { from: number; to: number } => {
    const { base, quote } = markets[market] as FlowMarket;
    const other = quote < 0 ? cash : quote;
    return sign > 0 ? { from: other, to: base } : { from: base, to: other };
  };
  let last = -1;
  for (let round = 0; round <= assets; round++) {
    last = -1;
    markets.forEach(({ quote, cost }, market) => {
      const width = quote < 0 ? cost * (1 + multiplier) : cost;
      for (const sign of [1, -1] as const) {
        const arc = { market, sign };
        const { from, to } = endsOf(arc);
        const price = sign * (flows[market] as number) < 0 ? -width : width;
        const reached = (distance[from] as number) + price;
        if (reached >= (distance[to] as number) - rounding) continue;
        distance[to] = reached;
        arrival[to] = arc;
        last = to;
      }
    });
    if (last < 0) return [];
  }
  // Whatever still came nearer after so many rounds lies behind a cycle.
  for (let k = 0; k <= assets; k++) last = endsOf(arrival[last] as Arc).from;
  const cycle: Arc[] = [];
  for (let node = last; cycle.length === 0 || node !== last; ) {
    const arc = arrival[node] as Arc;
    cycle.push(arc);
    node = endsOf(arc).from;
  }
  return cycle;
}
