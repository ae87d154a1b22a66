/** The rule of a configuration as a policy. */
import { createCalendar } from './calendar.ts';
import { createPercentage } from './percentage.ts';
import type { Policy, PolicyContext } from './policy.ts';
import { createRegion } from './region.ts';
import { cronSlots } from './schedule.ts';
import type { PolicyRule } from './settings.ts';
import { createThreshold } from './threshold.ts';

export function createPolicy(context: PolicyContext, rule: PolicyRule): Policy {
  switch (rule.kind) {
    case 'threshold':
      return createThreshold(context, { band: rule.band, relative: false });
    case 'threshold-relative':
      return createThreshold(context, { band: rule.band, relative: true });
    case 'percentage':
      return createPercentage(context, rule);
    case 'calendar':
      return createCalendar(context, {
        every: typeof rule.every === 'number' ? rule.every : cronSlots(rule.every),
        gate: rule.gate,
      });
    case 'geometry':
      return createRegion(context, { ...rule, usesForecast: false });
    case 'risk-aware':
      return createRegion(context, { ...rule, usesForecast: true });
  }
}
