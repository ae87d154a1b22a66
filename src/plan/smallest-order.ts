/** How small an order may be, in the portfolio's quote: by the settings, and by what the market takes. */
import type { PlanSettings } from './settings.ts';

export function smallestNotional(plan: PlanSettings, nav: number, minNotional: number): number {
  // Less than the market's own minimum would be refused.
  return Math.max(
    smallestOfSettings(plan, nav),
    Math.max(1, plan.minimumOrderFactor) * minNotional,
  );
}

/** By the settings alone, whatever the market takes. */
export function smallestOfSettings(plan: PlanSettings, nav: number): number {
  return Math.max(plan.minimumOrder, plan.minimumOrderNav * nav);
}
