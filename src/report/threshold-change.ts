/** What moved a threshold since the day before, in words: "0.4 pp wider than yesterday: volatility +0.6, correlation −0.2". */
import type { ThresholdChange } from '../plan/threshold-change.ts';
import { fixed, signed } from './format.ts';

/** Smaller changes are not worth a word; they would read 0.0. */
const smallestPp = 0.05;

/** Whether there is something to say about it. */
export function hasMoved(change: ThresholdChange | null): change is ThresholdChange {
  return change !== null && Math.abs(change.widthPp) >= smallestPp;
}

export function thresholdChangeWords(change: ThresholdChange): string {
  if (!hasMoved(change)) return 'unchanged since yesterday';
  const { widthPp, volatilityPp, correlationPp, costPp } = change;
  const parts = [
    ['volatility', volatilityPp],
    ['correlation', correlationPp],
    ['cost', costPp],
  ] as const;
  const causes = parts
    .filter(([, part]) => Math.abs(part) >= smallestPp)
    .map(([name, part]) => `${name} ${signed(part, 1)}`)
    .join(', ');
  const head = `${fixed(Math.abs(widthPp), 1)} pp ${widthPp > 0 ? 'wider' : 'narrower'} than yesterday`;
  if (causes !== '') return `${head}: ${causes}`;
  const along = parts.toSorted(([, a], [, b]) => (b - a) * widthPp);
  return `${head}, mostly ${along[0]?.[0]}`;
}
