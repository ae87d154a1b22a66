/** The folds of a walk-forward search: a window to choose on and the period that follows it, rolled on by that period. */

import { ConfigError } from '../base/errors.ts';
import { dayMs } from '../base/time.ts';
import type { Range } from './universe.ts';

export type Fold = {
  /** Ends with the moment of the choice. */
  readonly training: Range;
  /** Begins there; the last one takes a rest of less than half a period, or is shorter. */
  readonly next: Range;
};

export type WalkForward = {
  readonly folds: readonly Fold[];
  /** The next periods, joined. */
  readonly next: Range;
  /** The window before the end: what is chosen on it has no next period yet. */
  readonly latest: Range;
};

/** Errors: ConfigError when there is no room for one whole fold. */
export function walkForward(
  { from, to }: Range,
  days: { readonly training: number; readonly next: number },
): WalkForward {
  const trainingMs = days.training * dayMs;
  const nextMs = days.next * dayMs;
  if (from + trainingMs + nextMs > to) {
    const given = Math.floor((to - from) / dayMs);
    throw new ConfigError(
      `a search needs ${days.training} days to choose on and ${days.next} days after them, the candles of the period were of ${given} days`,
    );
  }
  const folds: Fold[] = [];
  let choice = from + trainingMs;
  while (choice < to) {
    const end = to - choice < 1.5 * nextMs ? to : choice + nextMs;
    folds.push({
      training: { from: choice - trainingMs, to: choice },
      next: { from: choice, to: end },
    });
    choice = end;
  }
  return {
    folds,
    next: { from: from + trainingMs, to },
    latest: { from: to - trainingMs, to },
  };
}
