/**
 * Routes trades over the markets that exist at the least cost: a flow from the assets that are sold to those that are
 * bought, with cash as one more node. Successive shortest paths (Ford and Fulkerson 1962) on a residual graph in which
 * turning a flow back refunds its cost. Ties go to markets against cash.
 */
import type { FlowMarket } from './flow-problem.ts';

export type Router = {
  /** Writes the flow of every market; `trades` are weight changes of assets, positive to buy, cash taking the rest. */
  route(trades: Float64Array, flows: Float64Array): void;
};

/** Weights below this are rounding. */
const negligible = 1e-15;
/** Direct markets must be cheaper by more than this to be used. */
const tieBreak = 1e-12;

export function createRouter(markets: readonly FlowMarket[], assets: number): Router {
  if (markets.every(({ quote }) => quote < 0)) {
    return {
      route(trades, flows) {
        for (let m = 0; m < markets.length; m++) {
          flows[m] = trades[(markets[m] as FlowMarket).base] as number;
        }
      },
    };
  }
  const excess = new Float64Array(assets + 1);
  const search = createPathSearch(markets, assets);
  return {
    route(trades, flows) {
      flows.fill(0);
      excess.fill(0);
      for (let i = 0; i < assets; i++) {
        excess[i] = -(trades[i] as number);
        excess[assets] = (excess[assets] as number) + (trades[i] as number);
      }
      // Each path empties a source, fills a sink, or turns back a flow: bounded by nodes and markets.
      for (let k = 0; k < 4 * (assets + markets.length); k++) {
        if (!search.augment(excess, flows)) return;
      }
    },
  };
}

type PathSearch = {
  /** Sends what it can along the cheapest path from a node with excess to one with a lack; false when there is none. */
  augment(excess: Float64Array, flows: Float64Array): boolean;
};

function createPathSearch(markets: readonly FlowMarket[], assets: number): PathSearch {
  const distance = new Float64Array(assets + 1);
  /** Market by which a node is reached, and in which direction: +1 its base is bought. */
  const arrival = new Int32Array(assets + 1);
  const direction = new Int32Array(assets + 1);
  const quoteOf = (market: FlowMarket): number => (market.quote < 0 ? assets : market.quote);
  const costOf = (market: FlowMarket): number => market.cost + (market.quote < 0 ? 0 : tieBreak);

  /** Cost of one more unit from node to node over a market, given what flows on it already. */
  const stepCost = (m: number, sign: number, flows: Float64Array): number => {
    const flow = flows[m] as number;
    const cost = costOf(markets[m] as FlowMarket);
    return flow * sign < -negligible ? -cost : cost;
  };

  /** Bellman–Ford from all nodes with excess at once. */
  const relaxAll = (excess: Float64Array, flows: Float64Array): void => {
    for (let node = 0; node <= assets; node++) {
      distance[node] = (excess[node] as number) > negligible ? 0 : Number.POSITIVE_INFINITY;
      arrival[node] = -1;
    }
    for (let round = 0; round <= assets; round++) {
      let isChanged = false;
      for (let m = 0; m < markets.length; m++) {
        const market = markets[m] as FlowMarket;
        for (const sign of [1, -1]) {
          const [from, to] =
            sign > 0 ? [quoteOf(market), market.base] : [market.base, quoteOf(market)];
          const length = (distance[from] as number) + stepCost(m, sign, flows);
          if (length < (distance[to] as number) - 1e-14) {
            distance[to] = length;
            arrival[to] = m;
            direction[to] = sign;
            isChanged = true;
          }
        }
      }
      if (!isChanged) return;
    }
  };

  const origin = (node: number): number => {
    const market = markets[arrival[node] as number] as FlowMarket;
    return (direction[node] as number) > 0 ? quoteOf(market) : market.base;
  };

  return {
    augment(excess, flows) {
      relaxAll(excess, flows);
      let sink = -1;
      for (let node = 0; node <= assets; node++) {
        if ((excess[node] as number) >= -negligible || distance[node] === Number.POSITIVE_INFINITY)
          continue;
        if (sink < 0 || (distance[node] as number) < (distance[sink] as number)) sink = node;
      }
      if (sink < 0) return false;
      let source = sink;
      let most = -(excess[sink] as number);
      for (let hops = 0; arrival[source] !== -1 && hops <= assets; hops++) {
        const m = arrival[source] as number;
        const flow = (flows[m] as number) * (direction[source] as number);
        if (flow < -negligible) most = Math.min(most, -flow);
        source = origin(source);
      }
      most = Math.min(most, excess[source] as number);
      for (let node = sink, hops = 0; arrival[node] !== -1 && hops <= assets; hops++) {
        const m = arrival[node] as number;
        flows[m] = (flows[m] as number) + most * (direction[node] as number);
        node = origin(node);
      }
      excess[source] = (excess[source] as number) - most;
      excess[sink] = (excess[sink] as number) + most;
      return true;
    },
  };
}
