/**
 * The classic threshold: when any asset is further than its band from its target, all assets go back to target.
 * Absolute: |w − p| > b. Relative: |w − p| > r p (Daryanani 2008).
 */
import type { Reason } from '../base/reasons.ts';
import { tradeToTargets } from './destination.ts';
import { euclideanDistance, type Policy, type PolicyContext, pp } from './policy.ts';

export function createThreshold(
  context: PolicyContext,
  rule: { band: number; relative: boolean },
): Policy {
  const { symbols, targets, markets } = context;
  const bands = targets.map((target) => (rule.relative ? rule.band * target : rule.band));

  const isBreached = (weights: Float64Array): boolean => {
    for (let i = 0; i < targets.length; i++) {
      const driftAbs = Math.abs((weights[i] as number) - (targets[i] as number));
      if (driftAbs > (bands[i] as number)) return true;
    }
    return false;
  };

  /** The asset that has used up most of its band. */
  const tightest = (weights: Float64Array): number => {
    let found = 0;
    let highest = -1;
    for (let i = 0; i < targets.length; i++) {
      const driftAbs = Math.abs((weights[i] as number) - (targets[i] as number));
      const used = driftAbs === 0 ? 0 : driftAbs / (bands[i] as number);
      if (used > highest) [found, highest] = [i, used];
    }
    return found;
  };

  return {
    multipliers: new Float64Array(targets.length).fill(1),
    distance: (weights) => euclideanDistance(weights, targets),
    observe() {},
    decide(look, flows) {
      if (!isBreached(look.weights)) return false;
      tradeToTargets(markets, { weights: look.weights, targets }, flows);
      return true;
    },
    explain(look): Reason[] {
      const worst = tightest(look.weights);
      return [
        {
          code: isBreached(look.weights) ? 'BAND_BREACHED' : 'BAND_INSIDE',
          symbol: symbols[worst] as string,
          driftPp: pp((look.weights[worst] as number) - (targets[worst] as number)),
          thresholdPp: pp(bands[worst] as number),
        },
      ];
    },
  };
}
