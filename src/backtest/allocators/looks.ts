/**
 * When allocators look, and what they may know then: the first day of each week, month or quarter, at its close; the assets with enough
 * history by then; and the covariance of the days before. Nothing that came later is read.
 */
import type { Covariance } from '../../allocation/allocation.ts';
import { dayMs } from '../../base/time.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import type { DayGrid } from '../../market/day-grid.ts';
import { longestStepMs } from '../../market/panel-steps.ts';
import { carefulCovariance } from '../../risk/careful-covariance.ts';
import type { CovarianceCare } from '../../risk/covariance-cares.ts';
import type { LookPeriod } from './look-periods.ts';

export type AllocatorLook = {
  /** The day at whose close is decided. */
  readonly day: number;
  /** The assets that may be held, as positions in the grid. */
  readonly members: readonly number[];
  /** Of the members, per day. */
  readonly covariance: Covariance;
};

export type LookRules = {
  /** The first look is at the close of the first day from then on with two assets to choose from. */
  readonly from: number;
  readonly every: LookPeriod;
  /** Days that the covariance is of. */
  readonly windowDays: number;
  readonly care: CovarianceCare;
};

/** Returns that an asset must have before it may be held. */
export const fewestReturns = 60;
const fewestAssets = 2;

/** The last day has no look, since nothing could be traded after it. */
export function looksOf(grid: DayGrid, rules: LookRules): readonly AllocatorLook[] {
  const assets = grid.symbols.length;
  const returns = returnsOf(grid);
  const seen = new Int32Array(assets);
  const first = firstIndexAtOrAfter(grid.openTime, rules.from);
  const looks: AllocatorLook[] = [];
  for (let day = 0; day < grid.days - 1; day++) {
    for (let i = 0; i < assets; i++) {
      if (!Number.isNaN(returns[day * assets + i] as number)) seen[i] = (seen[i] as number) + 1;
    }
    if (day < first || (looks.length > 0 && !begins(grid, day, rules.every))) continue;
    const members = [...grid.symbols.keys()].filter(
      (i) =>
        (seen[i] as number) >= fewestReturns &&
        !Number.isNaN(grid.close[day * assets + i] as number),
    );
    if (members.length < fewestAssets) continue;
    const values = carefulCovariance(
      { assets: members.length, values: windowOf(returns, { assets, members, day, ...rules }) },
      rules.care,
    );
    if (values !== null)
      looks.push({ day, members, covariance: { assets: members.length, values } });
  }
  return looks;
}

/** Simple returns of each day, days × assets; NaN for the first of an asset and across a gap. */
function returnsOf({ days, symbols, openTime, close, sessions }: DayGrid): Float64Array {
  const assets = symbols.length;
  const longestMs = longestStepMs({ intervalMs: dayMs, sessions });
  const returns = new Float64Array(days * assets).fill(Number.NaN);
  for (let day = 1; day < days; day++) {
    if ((openTime[day] as number) - (openTime[day - 1] as number) > longestMs) continue;
    for (let cell = day * assets; cell < (day + 1) * assets; cell++) {
      returns[cell] = (close[cell] as number) / (close[cell - assets] as number) - 1;
    }
  }
  return returns;
}

/** The last returns of the members, the day's own included. */
function windowOf(
  returns: Float64Array,
  of: {
    readonly assets: number;
    readonly members: readonly number[];
    readonly day: number;
    readonly windowDays: number;
  },
): Float64Array {
  const from = Math.max(0, of.day + 1 - of.windowDays);
  const values = new Float64Array((of.day + 1 - from) * of.members.length);
  let cell = 0;
  for (let day = from; day <= of.day; day++) {
    for (const i of of.members) values[cell++] = returns[day * of.assets + i] as number;
  }
  return values;
}

/** Whether a day is the first of its period. */
function begins({ openTime }: DayGrid, day: number, every: LookPeriod): boolean {
  if (day === 0) return true;
  return periodOf(openTime[day] as number, every) > periodOf(openTime[day - 1] as number, every);
}

/** Weeks begin on Mondays; the epoch began on a Thursday. */
function periodOf(time: number, every: LookPeriod): number {
  if (every === 'weekly') return Math.floor((Math.floor(time / dayMs) + 3) / 7);
  const date = new Date(time);
  const month = 12 * date.getUTCFullYear() + date.getUTCMonth();
  return every === 'monthly' ? month : Math.floor(month / 3);
}
