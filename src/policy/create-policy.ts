/** The rule of a configuration as a policy. */
import { createAssetBand } from './asset-band.ts';
import { createCalendar } from './calendar.ts';
import { createPercentage } from './percentage.ts';
import type { Policy, PolicyContext } from './policy.ts';
import { createRegion } from './region.ts';
import { cronSlots } from './schedule.ts';
import type { PolicyRule } from './settings.ts';
import { createThreshold, fiveTwentyFive } from './threshold.ts';

export function createPolicy(context: PolicyContext, rule: PolicyRule): Policy {
  switch (rule.kind) {
    case 'threshold':
      return createThreshold(context, {
        bandOf: () => rule.band,
        destination: rule.destination,
      });
    case 'threshold-relative':
      return createThreshold(context, {
        bandOf: (target) => rule.band * target,
        destination: rule.destination,
      });
    case 'five-twenty-five':
      return createThreshold(context, { bandOf: fiveTwentyFive, destination: 'target' });
    case 'asset-band':
      return createAssetBand(context, rule);
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
