/**
 * Whether a champion does worse than what would stand in for it: over 60 days in use its mean loss one day ahead is higher by more than
 * two standard errors, after Newey and West, and by more than the gate lets pass. Days come in blocks of 60 that do not overlap: looked
 * at anew each day, the last 60 would be that bad at some time in most years for a model that is as good as the other. Of 60
 * days there are 60 outcomes of one day, and eight of seven, from which no error can be told: so one day ahead decides.
 */
import { compareLosses, type LossComparison } from '../evaluation/loss-comparison.ts';
import { type Losses, qlikeLosses } from '../evaluation/loss-matrix.ts';
import { leastLag } from '../evaluation/newey-west.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import type { ForecastTrack } from '../variance/walk-forward.ts';
import { mostWorseShare } from './promotion-gate.ts';

const blockDays = 60;
/** Standard errors. */
export const mostErrors = 2;
const horizonAt = 0;

/** On the last whole block of days from a row on that both forecast; null before the first is over. */
export function lastBlockOf(
  panel: DailyPanel,
  tracks: {
    readonly champion: ForecastTrack;
    readonly other: ForecastTrack;
    readonly since: number;
  },
): LossComparison | null {
  const known = { realized: realizedOf(panel), assets: panel.symbols.length, horizonAt };
  const first = qlikeLosses(tracks.champion, known);
  const second = qlikeLosses(tracks.other, known);
  const days = commonDays(first, second).filter((day) => day >= tracks.since);
  const end = days.length - (days.length % blockDays);
  if (end === 0) return null;
  const block = new Set(days.slice(end - blockDays, end));
  return compareLosses(first, second, {
    lag: leastLag(horizons[horizonAt]),
    includes: ({ day }) => block.has(day),
  });
}

export function hasFallenBehind({ test, changeShare }: LossComparison): boolean {
  return test !== null && test.t > mostErrors && changeShare > mostWorseShare;
}

function commonDays(first: Losses, second: Losses): readonly number[] {
  const { assets, values } = first;
  const days = Array.from({ length: values.length / assets }, (_, day) => day);
  return days.filter((day) => {
    for (let cell = day * assets; cell < (day + 1) * assets; cell++) {
      if (!Number.isNaN((values[cell] as number) + (second.values[cell] as number))) return true;
    }
    return false;
  });
}
