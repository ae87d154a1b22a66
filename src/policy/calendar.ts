/**
 * On a schedule: every so many hours since the last rebalance, or at the slots of a cron expression. All assets go to target;
 * with a gate the schedule stands before a threshold, and as there the ones outside may stop half-way or at its edge.
 */

import type { Reason } from '../base/reasons.ts';
import { hourMs } from '../base/time.ts';
import { fixedWidths } from './band-widths.ts';
import { type Look, type Policy, type PolicyContext, pp } from './policy.ts';
import type { Destination } from './settings.ts';
import { createThreshold } from './threshold.ts';

export type CalendarRule = {
  /** Hours since the last rebalance, or the first slot of a schedule strictly after a time. */
  readonly every: number | ((after: number) => number);
  /** Largest drift (weight) at which nothing is traded although the calendar asks. */
  readonly gate: number;
  readonly destination: Destination;
};

export function createCalendar(context: PolicyContext, rule: CalendarRule): Policy {
  const { targets } = context;
  const { every, gate } = rule;
  const threshold = createThreshold(context, {
    widths: fixedWidths(targets.map(() => gate)),
    destination: gate > 0 ? rule.destination : 'target',
  });
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
    ...threshold,
    decide: (look, flows) => isDue(look) && threshold.decide(look, flows),
    explain(look): Reason[] {
      if (!isDue(look)) return [{ code: 'NOT_DUE' }];
      const largest = largestDrift(look.weights);
      return largest > gate
        ? [{ code: 'CALENDAR_DUE', driftPp: pp(largest) }]
        : [{ code: 'GATE_INSIDE', driftPp: pp(largest), gatePp: pp(gate) }];
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
