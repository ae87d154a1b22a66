/**
 * An index by capitalisation with caps: w_i = min(cap_i, t m_i), t such that they sum to 1. What is above a cap goes to the others in
 * proportion to their capitalisations, and again while that lifts one of them above its own cap.
 */
import type { Allocation } from './allocation.ts';
import { allocationOf, noWeights } from './attempt.ts';

const tolerance = 1e-12;

/** Capitalisations above zero, in any one currency; caps are weights. Infeasible when the caps sum to less than 1. */
export function marketCap(capitalisations: Float64Array, caps: Float64Array): Allocation {
  const weights = caps.slice();
  if (caps.reduce((sum, cap) => sum + cap, 0) < 1 - tolerance) return noWeights;
  let open = [...caps.keys()];
  let left = 1;
  for (let before = -1; open.length > 0 && open.length !== before; ) {
    before = open.length;
    const total = open.reduce((sum, i) => sum + (capitalisations[i] as number), 0);
    const shareOf = (i: number): number => (left * (capitalisations[i] as number)) / total;
    const capped = open.filter((i) => shareOf(i) > (caps[i] as number));
    if (capped.length === 0) for (const i of open) weights[i] = shareOf(i);
    left -= capped.reduce((sum, i) => sum + (caps[i] as number), 0);
    open = open.filter((i) => !capped.includes(i));
  }
  return allocationOf(weights, { status: 'optimal', residual: 0 });
}
