/**
 * A deposit or withdrawal is used first to reduce drift: a deposit buys what is furthest below its target, a withdrawal is
 * raised from what is furthest above, cash counted like an asset, so that Σ(w − p)² ends as small as the flow allows without
 * any other trade. If the rule still wants to trade from there, its trade is added.
 */
import type { Reason } from '../base/reasons.ts';
import { type Look, type Policy, type PolicyContext, pp } from './policy.ts';
import { createRouter } from './route.ts';

/** Flows of a smaller share of NAV are none. */
const smallestFlow = 1e-9;

export function withCashFlow(
  policy: Policy,
  context: PolicyContext,
  use: 'first' | 'ignore',
): Policy {
  if (use === 'ignore') return policy;
  const { targets, markets, cashTarget } = context;
  const router = createRouter(markets, targets.length);
  const trades = new Float64Array(targets.length);
  const driftAbs = new Float64Array(targets.length + 1);
  const own = new Float64Array(markets.length);
  const after: Look = {
    ...{ time: 0, previousTime: 0, lastRebalanceTime: 0, cash: 0, nav: 0 },
    weights: new Float64Array(targets.length),
  };

  const flowOf = (look: Look): number => {
    const share = (look.cashFlow ?? 0) / look.nav;
    return Math.abs(share) > smallestFlow ? share : 0;
  };

  /** Writes the trades that use the flow and the look as it would be then. */
  const useFlow = (look: Look, flow: number): void => {
    for (let i = 0; i < targets.length; i++) {
      driftAbs[i] = (look.weights[i] as number) - (targets[i] as number);
    }
    // As if the flow had not reached the cash yet.
    driftAbs[targets.length] = look.cash - flow - cashTarget;
    const level = fillLevel(driftAbs, flow);
    let bought = 0;
    for (let i = 0; i < targets.length; i++) {
      const change = level - (driftAbs[i] as number);
      trades[i] = flow > 0 ? Math.max(0, change) : Math.min(0, change);
      bought += trades[i] as number;
      after.weights[i] = (look.weights[i] as number) + (trades[i] as number);
    }
    after.time = look.time;
    after.previousTime = look.previousTime;
    after.lastRebalanceTime = look.lastRebalanceTime;
    after.nav = look.nav;
    after.cash = look.cash - bought;
  };

  return {
    get multipliers() {
      return policy.multipliers;
    },
    distance: (weights) => policy.distance(weights),
    observe: (forecast) => policy.observe(forecast),
    decide(look, flows) {
      const flow = flowOf(look);
      if (flow === 0) return policy.decide(look, flows);
      useFlow(look, flow);
      router.route(trades, own);
      const isDue = policy.decide(after, flows);
      for (let m = 0; m < flows.length; m++) {
        flows[m] = (isDue ? (flows[m] as number) : 0) + (own[m] as number);
      }
      return isDue || own.some((trade) => trade !== 0);
    },
    explain(look): Reason[] {
      const flow = flowOf(look);
      if (flow === 0) return policy.explain(look);
      useFlow(look, flow);
      const tradedPp = pp(trades.reduce((sum, trade) => sum + Math.abs(trade), 0));
      return [{ code: 'CASH_FLOW_USED', flowPp: pp(flow), tradedPp }, ...policy.explain(after)];
    },
  };
}

/** The level to which the lowest are raised by a flow in, or the highest lowered by a flow out: Σ |level − d| = |flow|. */
export function fillLevel(driftAbs: Float64Array, flow: number): number {
  const sign = Math.sign(flow);
  // Lowest first for a flow in; mirrored for a flow out.
  const sorted = driftAbs.map((value) => sign * value).sort();
  let sum = 0;
  for (let count = 1; count <= sorted.length; count++) {
    sum += sorted[count - 1] as number;
    const level = (sum + Math.abs(flow)) / count;
    if (count === sorted.length || level <= (sorted[count] as number)) return sign * level;
  }
  return 0;
}
