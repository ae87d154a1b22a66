/** Each asset on its own: whatever is further from its target than a small tolerance goes back to it. */
import type { Reason } from '../base/reasons.ts';
import { tradeToTargets } from './destination.ts';
import { euclideanDistance, type Policy, type PolicyContext, pp } from './policy.ts';
import { createRouter } from './route.ts';

export function createPercentage(context: PolicyContext, rule: { tolerance: number }): Policy {
  const { symbols, targets, markets } = context;
  const router = createRouter(markets, targets.length);
  const trades = new Float64Array(targets.length);
  const { tolerance } = rule;

  const breached = (weights: Float64Array): number => {
    let count = 0;
    for (let i = 0; i < targets.length; i++) {
      if (Math.abs((weights[i] as number) - (targets[i] as number)) > tolerance) count++;
    }
    return count;
  };

  const furthest = (weights: Float64Array): number => {
    let found = 0;
    const driftAbs = (i: number): number => (weights[i] as number) - (targets[i] as number);
    for (let i = 1; i < targets.length; i++) {
      if (Math.abs(driftAbs(i)) > Math.abs(driftAbs(found))) found = i;
    }
    return found;
  };

  return {
    multipliers: new Float64Array(targets.length).fill(1),
    distance: (weights) => euclideanDistance(weights, targets),
    observe() {},
    decide(look, flows) {
      if (breached(look.weights) === 0) return false;
      tradeToTargets({ weights: look.weights, targets, tolerance }, trades);
      router.route(trades, flows);
      return true;
    },
    explain(look): Reason[] {
      const count = breached(look.weights);
      if (count > 0) {
        const tolerancePp = pp(tolerance);
        return [{ code: 'TOLERANCE_EXCEEDED', count, assets: targets.length, tolerancePp }];
      }
      const worst = furthest(look.weights);
      return [
        {
          code: 'BAND_INSIDE',
          symbol: symbols[worst] as string,
          driftPp: pp((look.weights[worst] as number) - (targets[worst] as number)),
          thresholdPp: pp(tolerance),
        },
      ];
    },
  };
}
