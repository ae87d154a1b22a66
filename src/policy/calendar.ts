/** On a schedule: every so many hours since the last rebalance, or at the slots of a cron expression, all to target. */
import type { Reason } from '../base/reasons.ts';
import { tradeToTargets } from './destination.ts';
import { euclideanDistance, type Look, type Policy, type PolicyContext, pp } from './policy.ts';
import { createRouter } from './route.ts';

const hourMs = 3_600_000;

export type CalendarRule = {
  /** Hours since the last rebalance, or the first slot of a schedule strictly after a time. */
  readonly every: number | ((after: number) => number);
  /** Largest drift (weight) at which nothing is traded although the calendar asks. */
  readonly gate: number;
};

export function createCalendar(context: PolicyContext, rule: CalendarRule): Policy {
  const { targets, markets } = context;
  const router = createRouter(markets, targets.length);
  const trades = new Float64Array(targets.length);
  const { every, gate } = rule;
  const isDue =
    typeof every === 'number'
      ? (look: Look): boolean => look.lastRebalanceTime + every * hourMs <= look.time
      : createSlotCheck(every);

  const largestDrift = (weights: Float64Array): number => {
    let largest = 0;
    for (let i = 0; i < targets.length; i++) {
      largest = Math.max(largest, Math.abs((weights[i] as number) - (targets[i] as number)));
    }
    return largest;
  };

  return {
    multipliers: new Float64Array(targets.length).fill(1),
    distance: (weights) => euclideanDistance(weights, targets),
    observe() {},
    decide(look, flows) {
      if (!isDue(look) || largestDrift(look.weights) < gate) return false;
      tradeToTargets({ weights: look.weights, targets }, trades);
      router.route(trades, flows);
      return true;
    },
    explain(look): Reason[] {
      if (!isDue(look)) return [{ code: 'NOT_DUE' }];
      const driftPp = pp(largestDrift(look.weights));
      return largestDrift(look.weights) < gate
        ? [{ code: 'GATE_INSIDE', driftPp, gatePp: pp(gate) }]
        : [{ code: 'CALENDAR_DUE', driftPp }];
    },
  };
}

/** Whether a slot lies between the look before and this one; the schedule is asked once a slot, not once a look. */
export function createSlotCheck(nextSlot: (after: number) => number): (look: Look) => boolean {
  let askedAt = Number.POSITIVE_INFINITY;
  let slot = Number.NEGATIVE_INFINITY;
  return (look) => {
    if (look.previousTime < askedAt || look.previousTime >= slot) {
      askedAt = look.previousTime;
      slot = nextSlot(askedAt);
    }
    return slot <= look.time;
  };
}
