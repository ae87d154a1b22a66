/**
 * Keeps a rule from trading again too soon: within the cooldown only an asset outside its hard band counts. The hard band
 * is twice the asset's threshold around its target, at least so many pp.
 */

import type { Reason } from '../base/reasons.ts';
import { hourMs } from '../base/time.ts';
import { type Look, type Policy, type PolicyContext, pp } from './policy.ts';
import { type ThresholdSlice, thresholdSlices } from './threshold-slice.ts';

export function withCooldown(
  policy: Policy,
  context: PolicyContext,
  settings: { cooldownHours: number; hardBand: number },
): Policy {
  if (settings.cooldownHours === 0) return policy;
  const { targets } = context;

  const isCooling = (look: Look): boolean =>
    look.time < look.lastRebalanceTime + settings.cooldownHours * hourMs;

  /** The asset furthest outside its hard band, if any. */
  const hardBreach = (look: Look): { asset: number; band: number } | undefined => {
    const bands = hardBands(policy, context, { time: look.time, hardBand: settings.hardBand });
    let worst: { asset: number; band: number } | undefined;
    let excess = 0;
    bands.forEach((band, asset) => {
      const over = Math.abs((look.weights[asset] as number) - (targets[asset] as number)) - band;
      if (over > excess) {
        excess = over;
        worst = { asset, band };
      }
    });
    return worst;
  };

  return {
    multipliers: policy.multipliers,
    distance: (weights) => policy.distance(weights),
    observe: (forecast) => policy.observe(forecast),
    decide(look, flows) {
      if (!policy.decide(look, flows)) return false;
      return !isCooling(look) || hardBreach(look) !== undefined;
    },
    explain(look): Reason[] {
      const reasons = policy.explain(look);
      const wants = policy.decide(look, new Float64Array(context.markets.length));
      if (!wants || !isCooling(look)) return reasons;
      const breach = hardBreach(look);
      if (breach === undefined) {
        const hours = Math.round((look.time - look.lastRebalanceTime) / hourMs);
        return [
          { code: 'COOLDOWN_ACTIVE', hours, cooldownHours: settings.cooldownHours },
          ...reasons,
        ];
      }
      const { asset, band } = breach;
      const driftPp = pp((look.weights[asset] as number) - (targets[asset] as number));
      const symbol = context.symbols[asset] as string;
      return [{ code: 'HARD_BAND_BREACHED', symbol, driftPp, thresholdPp: pp(band) }, ...reasons];
    },
  };
}

/**
 * Half-width of each asset's hard band: twice the wider side of its slice at the targets, at least `hardBand`. It is that of a
 * rule which may trade: the last look and the last rebalance were long ago, so that a calendar is due.
 */
export function hardBands(
  policy: Pick<Policy, 'decide'>,
  context: PolicyContext,
  options: { time: number; hardBand: number },
): number[] {
  const atTargets: Look = {
    time: options.time,
    previousTime: 0,
    lastRebalanceTime: 0,
    weights: context.targets,
    cash: context.cashTarget,
    nav: 1,
  };
  const { margin } = context;
  const slices = thresholdSlices(policy, atTargets, context.markets.length, { margin });
  return slices.map((slice: ThresholdSlice, asset) => {
    const target = context.targets[asset] as number;
    return Math.max(options.hardBand, 2 * Math.max(slice.upper - target, target - slice.lower));
  });
}
