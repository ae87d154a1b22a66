/**
 * When a value from outside was known, counted from its stamp, and for how long it counts after that. The lags are those after
 * which a value has always been out: too long loses a little, too short lets the future in.
 */
import { dayMs, hourMs } from '../../base/time.ts';
import type { OutsideKind } from './outside-series.ts';

/** Without a newer value for so long, and for two of its own steps, a series has ended. */
const leastFreshMs = 7 * dayMs;

/**
 * Series of FRED are stamped with the day or the first day of the period that they are about, by how far apart stamps are. Daily
 * ones come out on the next working day: five days reach over a weekend with a holiday. Weekly ones follow within six days.
 * The consumer prices of a month have come as late as the 20th of the next one, 50 days after their stamp; the first
 * estimate of a quarter comes a month after its end.
 */
const macroLags = [
  { stepDays: 3, lagDays: 5 },
  { stepDays: 10, lagDays: 7 },
  { stepDays: 45, lagDays: 60 },
  { stepDays: Number.POSITIVE_INFINITY, lagDays: 150 },
] as const;

/** News that are stamped with a day only were out at its end. */
export const dateOnlyLagMs = dayMs;

/** Null where nobody knows it but the file. `stepMs` is the usual distance of stamps. */
export function lagOf(kind: OutsideKind, stepMs: number): number | null {
  const macro = macroLags.find(({ stepDays }) => stepMs <= stepDays * dayMs);
  const lags: Readonly<Record<OutsideKind, number | null>> = {
    macro: (macro?.lagDays ?? Number.NaN) * dayMs,
    // The index is settled at 16:15 in New York, 21:15 UTC in winter.
    vix: 22 * hourMs,
    'fear-greed': dayMs,
    news: 0,
    own: null,
  };
  return lags[kind];
}

export function freshnessOf(stepMs: number): number {
  return Math.max(leastFreshMs, 2 * stepMs);
}
