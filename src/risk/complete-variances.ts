/**
 * Variances of assets with short histories: below 20 days, ln v = u ln v̂ + (1 − u) ln median with u = days/20, the median
 * over the assets with 20 days. While no asset has them each stands on its own, and one without a return gets the median of all.
 */
import { median } from './median.ts';

const knownDays = 20;
/** A deviation of 0.001 % a day: what never moves still needs an inverse. */
export const smallestVariance = 1e-10;

/** In place; false when no asset has a return. */
export function completeVariances(variances: Float64Array, days: Float64Array): boolean {
  const own = [...variances.keys()].filter((i) => (days[i] as number) > 0);
  if (own.length === 0) return false;
  for (const i of own) variances[i] = Math.max(variances[i] as number, smallestVariance);
  if (days.every((count) => count >= knownDays)) return true;
  const known = own.filter((i) => (days[i] as number) >= knownDays);
  const logs = (known.length > 0 ? known : own).map((i) => Math.log(variances[i] as number));
  const middle = median(Float64Array.from(logs));
  for (let i = 0; i < variances.length; i++) {
    const seen = days[i] as number;
    if (seen === 0) variances[i] = Math.exp(middle);
    else if (known.length > 0 && seen < knownDays) {
      const log = Math.log(variances[i] as number);
      variances[i] = Math.exp(middle + (seen / knownDays) * (log - middle));
    }
  }
  return true;
}
