/** What positions on margin come to, without their signs, beside what they may: Σ|w| ≤ L. */
import { leverageOf } from '../policy/margin.ts';
import type { Recommendation } from './plan.ts';
import type { PortfolioSettings } from './settings.ts';

/** Before and after a plan, fractions of NAV; nothing where nothing is borrowed. */
export function leverageView(
  { leverage: most }: PortfolioSettings,
  before: Float64Array,
  after: Float64Array,
): Pick<Recommendation, 'leverage'> {
  if (most === undefined) return {};
  return { leverage: { before: leverageOf(before), after: leverageOf(after), most } };
}
