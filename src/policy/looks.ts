/** Lets a rule look only so often: at the first look at or after every whole multiple of a period since 1970, in UTC. */
import { createSlotCheck } from './calendar.ts';
import type { Policy } from './policy.ts';

export function withLooks(policy: Policy, everyMs: number): Policy {
  const isDue = createSlotCheck((after) => (Math.floor(after / everyMs) + 1) * everyMs);
  return {
    get multipliers() {
      return policy.multipliers;
    },
    distance: (weights) => policy.distance(weights),
    observe: (forecast) => policy.observe(forecast),
    decide: (look, flows) => isDue(look) && policy.decide(look, flows),
    explain: (look) => (isDue(look) ? policy.explain(look) : [{ code: 'NOT_DUE' }]),
  };
}
