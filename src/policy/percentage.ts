/** Each asset on its own: whatever is further from its target than a small tolerance goes back to it. */
import type { Reason } from '../base/reasons.ts';
import type { BandWidths } from './band-widths.ts';
import { bandReason } from './bands.ts';
import { tradeToTargets } from './destination.ts';
import { euclideanDistance, type Policy, type PolicyContext } from './policy.ts';
import { createRouter } from './route.ts';

export function createPercentage(context: PolicyContext, widths: BandWidths): Policy {
  const { symbols, targets, markets } = context;
  const router = createRouter(markets, targets.length);
  const trades = new Float64Array(targets.length);
  const { values: tolerances } = widths;

  const breached = (weights: Float64Array): number => {
    let count = 0;
    for (let i = 0; i < targets.length; i++) {
      const driftAbs = Math.abs((weights[i] as number) - (targets[i] as number));
      if (driftAbs > (tolerances[i] as number)) count++;
    }
    return count;
  };

  return {
    multipliers: new Float64Array(targets.length).fill(1),
    distance: (weights) => euclideanDistance(weights, targets),
    observe: (forecast) => widths.observe(forecast),
    decide({ weights }, flows) {
      widths.follow(weights);
      if (breached(weights) === 0) return false;
      tradeToTargets({ weights, targets, tolerances }, trades);
      router.route(trades, flows);
      return true;
    },
    explain({ weights }): Reason[] {
      widths.follow(weights);
      const nearest = bandReason({ weights, targets, triggers: tolerances }, symbols);
      const count = breached(weights);
      const counted = { code: 'TOLERANCE_EXCEEDED', count, assets: targets.length } as const;
      return [count > 0 ? { ...nearest, ...counted } : nearest, ...widths.reasons()];
    },
  };
}
