/** What was known of breakouts of some assets at the close of each day: their probability, walked forward, and what came. */

import { firstIndexAtOrAfter } from '../../market/candles.ts';
import type { DailyPanel } from '../inputs/daily-panel.ts';
import { breakoutDays, breakoutDeviations, breakoutEvents } from './breakout.ts';
import { eventProbabilities } from './event-probabilities.ts';

/** On one day and of one asset. */
export type Breakout = {
  /** By position among the days. */
  readonly day: number;
  readonly probability: number;
  /** What its share in the past would have said. */
  readonly baseRate: number;
  /** σ of the log return of five days, as forecast. */
  readonly deviation: number;
  readonly hasBrokenOut: boolean;
  /** When it is known whether it has, epoch ms; infinite while the days do not reach so far. */
  readonly knownAt: number;
};

export type Breakouts = {
  /** The last day that had closed by then; −1 before the first. */
  dayAt(time: number): number;
  /** As it stood at a close; undefined where there is no probability. The asset by its place in `members`. */
  at(day: number, asset: number): Breakout | undefined;
};

/**
 * Learnt from all assets of the panel; `forecasts` as a walk forward gives them, `members` as positions in the panel. There are none
 * on days that closed before `from`.
 */
export function createBreakouts(
  panel: DailyPanel,
  forecasts: Float64Array,
  { members, from }: { readonly members: readonly number[]; readonly from: number },
): Breakouts {
  const { closeTime } = panel;
  const width = panel.symbols.length;
  const series = breakoutEvents(panel, forecasts);
  const deviations = breakoutDeviations(panel, forecasts);
  const { probability, baseRate } = eventProbabilities(panel, series, {
    from: firstIndexAtOrAfter(closeTime, from),
    // Three slopes hardly move within a quarter.
    refitEvery: 'quarter',
  });
  return {
    dayAt: (time) => firstIndexAtOrAfter(closeTime, time + 1) - 1,
    at(day, asset) {
      const cell = day * width + (members[asset] as number);
      const likely = probability[cell] ?? Number.NaN;
      const deviation = deviations[cell] as number;
      if (Number.isNaN(likely) || Number.isNaN(deviation)) return undefined;
      const event = series.events[cell] as number;
      const isKnown = !Number.isNaN(event);
      return {
        day,
        probability: likely,
        baseRate: baseRate[cell] as number,
        deviation,
        hasBrokenOut: event === 1,
        knownAt: isKnown ? (closeTime[day + breakoutDays] as number) : Number.POSITIVE_INFINITY,
      };
    },
  };
}
