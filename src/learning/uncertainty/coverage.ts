/**
 * How often outcomes lay inside their intervals, by horizon: of all, in thirds by the forecast (calm, middle, wild), and
 * of those that were made in the worst quarter of the calendar. Only outcomes with an interval count.
 */

import { quarterName } from '../evaluation/quarters.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import type { Intervals } from './score-intervals.ts';

/** Shares; NaN of none. */
export type Coverage = {
  readonly horizonDays: number;
  readonly outcomes: number;
  readonly inside: number;
  readonly below: number;
  readonly above: number;
  /** Inside, of the third with the lowest forecasts first. */
  readonly thirds: readonly number[];
  readonly worstQuarter: { readonly name: string; readonly inside: number } | null;
};

export type Covered = {
  readonly intervals: Intervals;
  /** In the places of the intervals, as are the forecasts. */
  readonly outcomes: Float64Array;
  readonly forecasts: Float64Array;
  /** Rows of the panel, the second not included. */
  readonly from: number;
  readonly to: number;
};

/** One for each horizon. */
export function coverageOf(panel: DailyPanel, covered: Covered): readonly Coverage[] {
  return horizons.map((horizonDays, horizonAt) => {
    const found = outcomesOf(panel, covered, horizonAt);
    const sideShare = (side: Side): number =>
      found.filter((outcome) => outcome.side === side).length / found.length;
    const byForecast = found.toSorted((a, b) => a.forecast - b.forecast);
    const third = (k: number): number => Math.round((k * found.length) / 3);
    const quarters = Map.groupBy(found, ({ quarter }) => quarter);
    const worst = [...quarters]
      .map(([name, outcomes]) => ({ name, inside: insideShare(outcomes) }))
      .sort((a, b) => a.inside - b.inside);
    return {
      horizonDays,
      outcomes: found.length,
      inside: sideShare('inside'),
      below: sideShare('below'),
      above: sideShare('above'),
      thirds: [0, 1, 2].map((k) => insideShare(byForecast.slice(third(k), third(k + 1)))),
      worstQuarter: worst[0] ?? null,
    };
  });
}

type Side = 'below' | 'inside' | 'above';

type Outcome = { readonly side: Side; readonly forecast: number; readonly quarter: string };

function outcomesOf(panel: DailyPanel, covered: Covered, horizonAt: number): readonly Outcome[] {
  const { intervals, outcomes, forecasts, from, to } = covered;
  const width = panel.symbols.length * horizons.length;
  const found: Outcome[] = [];
  for (let day = from; day < to; day++) {
    const quarter = quarterName(panel.closeTime[day] as number);
    for (let at = day * width + horizonAt; at < (day + 1) * width; at += horizons.length) {
      const outcome = outcomes[at] as number;
      const lower = intervals.lower[at] as number;
      if (Number.isNaN(outcome) || Number.isNaN(lower)) continue;
      const isAbove = outcome > (intervals.upper[at] as number);
      const side = outcome < lower ? 'below' : isAbove ? 'above' : 'inside';
      found.push({ side, forecast: forecasts[at] as number, quarter });
    }
  }
  return found;
}

function insideShare(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ side }) => side === 'inside').length / outcomes.length;
}
