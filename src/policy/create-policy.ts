/** The rule of a configuration as a policy. */
import { createAssetBand } from './asset-band.ts';
import {
  createBandWidths,
  fixedWidths,
  speaksOfSpread,
  speaksOfVolatility,
} from './band-widths.ts';
import { createCalendar } from './calendar.ts';
import { createPercentage } from './percentage.ts';
import type { Policy, PolicyContext } from './policy.ts';
import { createRegion } from './region.ts';
import { cronSlots } from './schedule.ts';
import { type PolicyRule, standardBands } from './settings.ts';
import { createThreshold, fiveTwentyFive } from './threshold.ts';

/** Errors: ConfigError when a band or a schedule cannot be read. */
export function createPolicy(context: PolicyContext, rule: PolicyRule): Policy {
  switch (rule.kind) {
    case 'threshold':
    case 'threshold-relative':
      return createThreshold(context, {
        widths: createBandWidths(context, rule),
        destination: rule.destination,
      });
    case 'five-twenty-five':
      return createThreshold(context, {
        widths: fixedWidths(context.targets.map(fiveTwentyFive)),
        destination: 'target',
      });
    case 'asset-band':
      return createAssetBand(context, rule);
    case 'percentage':
      return createPercentage(
        context,
        createBandWidths(context, { kind: rule.kind, band: rule.tolerance }),
      );
    case 'calendar':
      return createCalendar(context, {
        every: typeof rule.every === 'number' ? rule.every : cronSlots(rule.every),
        gate: rule.gate,
        destination: rule.destination ?? 'target',
      });
    case 'geometry':
      return createRegion(context, { ...rule, usesForecast: false });
    case 'risk-aware':
      return createRegion(context, { ...rule, usesForecast: true });
  }
}

/** Whether the thresholds of a rule follow a forecast. */
export function needsForecast(rule: PolicyRule): boolean {
  switch (rule.kind) {
    case 'risk-aware':
    case 'asset-band':
      return true;
    case 'threshold':
    case 'threshold-relative':
      return speaksOfVolatility(rule.band);
    case 'percentage':
      return speaksOfVolatility(rule.tolerance);
    default:
      return false;
  }
}

/** Whether they follow what trades cost. */
export function followsCosts(rule: PolicyRule): boolean {
  switch (rule.kind) {
    case 'risk-aware':
    case 'geometry':
    case 'asset-band':
      return true;
    case 'threshold':
    case 'threshold-relative':
      return speaksOfSpread(rule.band);
    case 'percentage':
      return speaksOfSpread(rule.tolerance);
    default:
      return false;
  }
}

/** The same rule where nothing is forecast: with the metric that needs none, and with bands of standard width. */
export function withoutForecast(rule: PolicyRule): PolicyRule {
  switch (rule.kind) {
    case 'risk-aware':
      return { ...rule, kind: 'geometry' };
    case 'threshold':
    case 'threshold-relative':
      return speaksOfVolatility(rule.band) ? { ...rule, band: standardBands[rule.kind] } : rule;
    case 'percentage':
      return speaksOfVolatility(rule.tolerance)
        ? { ...rule, tolerance: standardBands.percentage }
        : rule;
    default:
      return rule;
  }
}
