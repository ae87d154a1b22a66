/**
 * Routes trades over the markets that exist at the least cost: first each asset against cash, then along every cycle of
 * markets on which that can be had for less. Ties stay with the markets against cash.
 */
import type { FlowMarket } from './flow-problem.ts';
import { reroute } from './reroute.ts';

export type Router = {
  /** Writes the flow of every market; `trades` are weight changes of assets, positive to buy, cash taking the rest. */
  route(trades: Float64Array, flows: Float64Array): void;
};

export function createRouter(markets: readonly FlowMarket[], assets: number): Router {
  const hasDirect = markets.some(({ quote }) => quote >= 0);
  return {
    route(trades, flows) {
      for (let m = 0; m < markets.length; m++) {
        const { base, quote } = markets[m] as FlowMarket;
        flows[m] = quote < 0 ? (trades[base] as number) : 0;
      }
      if (hasDirect) reroute(markets, flows, { assets, multiplier: 0 });
    },
  };
}
