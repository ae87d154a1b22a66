/** What an execution leaves undone: the distance to the target after its fills, at the prices of the plan. */
import { toNumber } from '../base/decimal.ts';
import type { Recommendation } from '../plan/plan.ts';
import { change, distancePp } from './account-weights.ts';
import type { Execution } from './execution.ts';

/** 100 · √Σ(w − p)² over risky assets, in percentage points, comparable with the residual of the plan. */
export function residualPp(plan: Recommendation, execution: Execution): number {
  const units = new Map(plan.assets.map((asset) => [asset.symbol, toNumber(asset.quantity)]));
  units.set(plan.quote, plan.cashWeight * toNumber(plan.nav));
  for (const leg of execution.legs) {
    const sign = leg.side === 'buy' ? 1 : -1;
    change(units, leg.base, sign * toNumber(leg.filled));
    change(units, leg.quote, -sign * toNumber(leg.filledNotional) - toNumber(leg.fees));
  }
  const prices = new Map(plan.assets.map((asset) => [asset.symbol, toNumber(asset.price)]));
  return distancePp({ units, prices: prices.set(plan.quote, 1) }, plan.assets);
}
