/** Leverage and funding of positions on margin, in words. */
import type { Recommendation } from '../plan/plan.ts';
import { bps, fixed } from './format.ts';

/** "0.62 of at most 1". */
export function leverageWords(used: number | null, most: number): string {
  return `${used === null ? 'unknown' : fixed(used, 2)} of at most ${most}`;
}

/** Names and values before and after a plan; none where nothing is borrowed. */
export function marginRows({
  leverage,
  funding,
}: Recommendation): readonly { name: string; before: string; after: string }[] {
  const rows = [];
  if (leverage !== undefined) {
    const { before, after, most } = leverage;
    const name = `Leverage, at most ${most}`;
    rows.push({ name, before: fixed(before, 2), after: fixed(after, 2) });
  }
  if (funding !== undefined) {
    const name = 'Funding a day, of NAV';
    rows.push({ name, before: bps(funding.beforeBps), after: bps(funding.afterBps) });
  }
  return rows;
}
