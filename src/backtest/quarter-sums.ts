/**
 * What a run cost and how far it tracked in each calendar quarter of its time: the blocks that a figure at equal tracking error
 * is resampled by.
 */
import type { RunRecord } from './stage-run.ts';
import { nextQuarter } from './tracking.ts';

export type QuarterSums = {
  /** Start of the next quarter, epoch ms. */
  readonly end: number;
  /** Σ cost / NAV, the NAV at the close before each fill. */
  cost: number;
  /** Σ e², e the tracking error that a bar earned. */
  squares: number;
  bars: number;
};

export type QuarterRecord = {
  readonly record: Required<Pick<RunRecord, 'trade' | 'close' | 'tracked'>>;
  /** Complete when the run is. */
  readonly quarters: readonly QuarterSums[];
};

export function createQuarterSums(): QuarterRecord {
  const quarters: QuarterSums[] = [];
  let nav = Number.NaN;

  const at = (time: number): QuarterSums => {
    const last = quarters[quarters.length - 1];
    if (last !== undefined && time < last.end) return last;
    const begun = { end: nextQuarter(time), cost: 0, squares: 0, bars: 0 };
    quarters.push(begun);
    return begun;
  };

  return {
    quarters,
    record: {
      close: (_bar, look) => {
        nav = look.nav;
      },
      trade: ({ time, cost }) => {
        at(time).cost += cost / nav;
      },
      tracked: (error, time) => {
        const quarter = at(time);
        quarter.squares += error * error;
        quarter.bars++;
      },
    },
  };
}
