/**
 * Brings an account on margin back to its targets when its positions have come to more than the leverage allows, whatever the rule and
 * its cooldown say: losses make the same positions weigh more, and nobody may be asked first when it is the venue that closes them.
 */
import type { Reason } from '../base/reasons.ts';
import { tradeToTargets } from './destination.ts';
import { leverageOf } from './margin.ts';
import type { Policy, PolicyContext } from './policy.ts';
import { createRouter } from './route.ts';

/** Targets may use up the leverage, so that prices alone pass it a little all the time. */
const leewayShare = 0.1;

export function withLeverageCap(policy: Policy, context: PolicyContext): Policy {
  const { targets, markets, margin } = context;
  if (margin === undefined) return policy;
  const router = createRouter(markets, targets.length);
  const trades = new Float64Array(targets.length);
  const most = margin.leverage * (1 + leewayShare);

  return {
    get multipliers() {
      return policy.multipliers;
    },
    distance: (weights) => policy.distance(weights),
    observe: (forecast) => policy.observe(forecast),
    decide(look, flows) {
      const { weights } = look;
      if (leverageOf(weights) <= most) return policy.decide(look, flows);
      tradeToTargets({ weights, targets }, trades);
      router.route(trades, flows);
      return true;
    },
    explain(look): Reason[] {
      const gross = leverageOf(look.weights);
      const reasons = policy.explain(look);
      if (gross <= most) return reasons;
      const { leverage } = margin;
      return [{ code: 'LEVERAGE_PASSED', gross: rounded(gross), leverage }, ...reasons];
    },
  };
}

function rounded(gross: number): number {
  return Math.round(1e3 * gross) / 1e3;
}
