/** What costs a backtest was reckoned with, in a few words. */
import { feesAt } from '../cost/conditions.ts';
import type { CostSettings } from '../cost/settings.ts';
import { bps, fixed } from './format.ts';

/** The cost of a leg against the quote, and what it changes with: "15.0 bp a side, by asset, spreads with volatility". */
export function costSummary(costs: CostSettings): string {
  return [`${bps(sideBps(costs))} a side`, ...changes(costs)].join(', ');
}

/** The same with its parts: "15.0 bp a side (10 fee + 2 half-spread + 3 slippage)". */
export function costInParts(costs: CostSettings): string {
  const { halfSpreadBps, slippageBps } = costs;
  const { takerFeeBps } = feesAt(costs, 0);
  const parts = `${takerFeeBps} fee + ${halfSpreadBps} half-spread + ${slippageBps} slippage`;
  return [`${bps(sideBps(costs))} a side (${parts})`, ...changes(costs)].join(', ');
}

/** "3 bp a day". */
export function fundingRate({ fundingBpsPerDay = 0 }: CostSettings): string {
  return `${fundingBpsPerDay} bp a day`;
}

function sideBps(costs: CostSettings): number {
  return feesAt(costs, 0).takerFeeBps + costs.halfSpreadBps + costs.slippageBps;
}

function changes({ assets, feeTiers, volatilityExponent, impact }: CostSettings): string[] {
  const top = feeTiers.at(-1);
  return [
    ...(Object.keys(assets).length > 0 ? ['by asset'] : []),
    ...(top === undefined ? [] : [`fees down to ${fixed(top.takerFeeBps, 1)} bp by volume`]),
    ...(volatilityExponent === 0 ? [] : ['spreads with volatility']),
    ...(impact.model === 'none' ? [] : ['impact by the square-root law']),
  ];
}
