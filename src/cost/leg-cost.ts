/**
 * The one cost function: what a leg is expected to cost, in bps of its notional, paid in the quote of its market.
 * cost = taker fee + half-spread + slippage. Policy, plan and backtest all use it.
 */
import type { CostSettings } from './settings.ts';

export type LegCost = {
  readonly feeBps: number;
  readonly halfSpreadBps: number;
  readonly slippageBps: number;
  readonly costBps: number;
};

/** `direct`: a market between two risky assets, such as ETH/BTC. */
export function legCost(costs: CostSettings, market: { direct: boolean }): LegCost {
  const halfSpreadBps = market.direct ? costs.directHalfSpreadBps : costs.halfSpreadBps;
  return {
    feeBps: costs.takerFeeBps,
    halfSpreadBps,
    slippageBps: costs.slippageBps,
    costBps: costs.takerFeeBps + halfSpreadBps + costs.slippageBps,
  };
}
