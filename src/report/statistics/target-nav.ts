/**
 * The portfolio that is at its targets at every close, without cost: NAV_t = NAV_(t−1) · (1 + Σ p_i r_i,t), cash earning
 * nothing. It is what a policy is measured against, and cannot be had.
 */
import { returnOf } from './returns.ts';

/** Closes are bars × assets, targets fractions of NAV by asset. */
export function targetNav(
  closes: Float64Array,
  options: { targets: readonly number[]; initialNav: number },
): Float64Array {
  const { targets, initialNav } = options;
  const assets = targets.length;
  const bars = assets > 0 ? closes.length / assets : 0;
  const nav = new Float64Array(bars);
  for (let bar = 0; bar < bars; bar++) {
    let growth = 1;
    for (let i = 0; i < assets && bar > 0; i++) {
      const at = bar * assets + i;
      const [from, to] = [closes[at - assets] as number, closes[at] as number];
      growth += (targets[i] as number) * returnOf({ from, to });
    }
    nav[bar] = bar === 0 ? initialNav : (nav[bar - 1] as number) * growth;
  }
  return nav;
}
