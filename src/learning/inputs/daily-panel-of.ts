/**
 * The daily panel of candles: hourly bars (or shorter) of a market that never closes, or daily bars of either kind.
 *
 * A bar belongs to the day, 00:00 to 24:00 UTC, in which it closes. Where a market never closes every day from the first to
 * the last has a row; where it has sessions, every day on which any asset traded. So h rows ahead is h days ahead.
 * Variance of a day: Σ of its squared hourly log returns where there are 20 or more of 24, else ½ (Parkinson + Garman–Klass)
 * of its range, with the squared return over night where there are sessions. A day without a range tells its close only, and its
 * variance is its squared return. Returns across gaps are dropped.
 */

import { DataError } from '../../base/errors.ts';
import { dayMs, hourMs } from '../../base/time.ts';
import type { Candles } from '../../market/candles.ts';
import { longestStepMs } from '../../market/panel-steps.ts';
import { youngestDays } from './centre.ts';
import type { DailyPanel } from './daily-panel.ts';
import {
  addBar,
  addHour,
  type DayTally,
  emptyTally,
  fallingShareOf,
  hasHours,
  hasRange,
  hasShape,
  jumpShareOf,
  lateShareOf,
  startDay,
  unevennessOf,
  varianceOf,
} from './day-tally.ts';
import { createVarianceFloor } from './variance-floor.ts';

export type DailyPanelOptions = {
  /** A market with sessions; one panel holds assets of one kind. */
  readonly sessions: boolean;
  /** Days that end after this time are not closed yet and do not count, epoch ms. */
  readonly asOf: number;
};

/** Errors: DataError for bars longer than a day. */
export function dailyPanelOf(
  series: readonly Candles[],
  { sessions, asOf }: DailyPanelOptions,
): DailyPanel {
  for (const { symbol, intervalMs } of series) {
    if (intervalMs > dayMs) {
      throw new DataError(`bars of ${symbol} must last a day at most, was ${intervalMs} ms`);
    }
  }
  const closed = Math.floor(asOf / dayMs);
  const calendar = calendarOf(series, { sessions, closed });
  const panel = emptyPanel(series, { sessions, dayNumbers: calendar.dayNumbers });
  const closesOnly = series.map((candles, asset) =>
    fillAsset(panel, { candles, asset, closed, rowOf: calendar.rowOf }),
  );
  return { ...panel, closesOnly };
}

/** Days since the epoch, of the day in which a bar closes. */
function dayOf({ openTime, intervalMs }: Candles, bar: number): number {
  return Math.ceil(((openTime[bar] as number) + intervalMs) / dayMs) - 1;
}

type Calendar = {
  /** Days since the epoch of each row, rising. */
  readonly dayNumbers: readonly number[];
  readonly rowOf: (dayNumber: number) => number;
};

function calendarOf(
  series: readonly Candles[],
  { sessions, closed }: { sessions: boolean; closed: number },
): Calendar {
  const present = new Set<number>();
  for (const candles of series) {
    let before = Number.NaN;
    for (let bar = 0; bar < candles.openTime.length; bar++) {
      const day = dayOf(candles, bar);
      if (day < closed && day !== before) present.add(day);
      before = day;
    }
  }
  const traded = [...present].sort((a, b) => a - b);
  const first = traded[0] ?? 0;
  const last = traded.at(-1) ?? -1;
  const every = Array.from({ length: last - first + 1 }, (_, row) => first + row);
  const dayNumbers = sessions ? traded : every;
  const rows = new Int32Array(every.length);
  dayNumbers.forEach((day, row) => {
    rows[day - first] = row;
  });
  return { dayNumbers, rowOf: (dayNumber) => rows[dayNumber - first] as number };
}

function emptyPanel(
  series: readonly Candles[],
  { sessions, dayNumbers }: { sessions: boolean; dayNumbers: readonly number[] },
): DailyPanel {
  const matrix = (): Float64Array =>
    new Float64Array(dayNumbers.length * series.length).fill(Number.NaN);
  return {
    symbols: series.map(({ symbol }) => symbol),
    sessions,
    closesOnly: [],
    days: dayNumbers.length,
    closeTime: Float64Array.from(dayNumbers, (day) => (day + 1) * dayMs),
    close: matrix(),
    logReturn: matrix(),
    variance: matrix(),
    fallingShare: matrix(),
    jumpShare: matrix(),
    unevenness: matrix(),
    lateShare: matrix(),
    logVolume: matrix(),
  };
}

/** Answers whether the asset has closes only. */
function fillAsset(
  panel: DailyPanel,
  source: {
    readonly candles: Candles;
    readonly asset: number;
    readonly closed: number;
    readonly rowOf: (dayNumber: number) => number;
  },
): boolean {
  const { candles, asset, closed, rowOf } = source;
  const { openTime, close, intervalMs } = candles;
  const assets = panel.symbols.length;
  const longestMs = longestStepMs({ intervalMs: dayMs, sessions: panel.sessions });
  const floored = createVarianceFloor();
  const tally = emptyTally();
  let day = Number.NaN;
  let dayBefore = Number.NaN;
  let closeBefore = Number.NaN;
  let hourEnd = Number.NaN;
  let hourClose = Number.NaN;
  let [days, rangedDays] = [0, 0];

  const finishDay = (): void => {
    const cell = rowOf(day) * assets + asset;
    const followsOn = (day - dayBefore) * dayMs <= longestMs;
    const before = followsOn ? closeBefore : Number.NaN;
    panel.variance[cell] = floored(varianceSince(tally, { before, sessions: panel.sessions }));
    panel.close[cell] = tally.close;
    panel.logReturn[cell] = Math.log(tally.close / before);
    if (days++ < youngestDays && hasRange(tally)) rangedDays++;
    if (tally.volume > 0) panel.logVolume[cell] = Math.log(tally.volume);
    if (hasShape(tally)) {
      panel.fallingShare[cell] = fallingShareOf(tally);
      panel.jumpShare[cell] = jumpShareOf(tally);
      panel.unevenness[cell] = unevennessOf(tally);
      panel.lateShare[cell] = lateShareOf(tally);
    }
    dayBefore = day;
    closeBefore = tally.close;
  };

  for (let bar = 0; bar < openTime.length; bar++) {
    const barDay = dayOf(candles, bar);
    if (barDay >= closed) break;
    if (barDay !== day) {
      if (bar > 0) finishDay();
      day = barDay;
      startDay(tally, candles, bar);
    }
    addBar(tally, candles, bar);
    const end = (openTime[bar] as number) + intervalMs;
    if (end % hourMs !== 0) continue;
    const value = end - hourEnd === hourMs ? Math.log((close[bar] as number) / hourClose) : NaN;
    addHour(tally, value, (day + 1) * dayMs - end);
    hourEnd = end;
    hourClose = close[bar] as number;
  }
  if (!Number.isNaN(day)) finishDay();
  return days > 0 && rangedDays === 0;
}

/** With the close of the day before, NaN across a gap. */
function varianceSince(
  tally: DayTally,
  { before, sessions }: { readonly before: number; readonly sessions: boolean },
): number {
  if (hasHours(tally)) return varianceOf(tally);
  if (!hasRange(tally)) return Math.log(tally.close / before) ** 2;
  const overNight = Math.log(tally.open / before) ** 2;
  return varianceOf(tally) + (sessions && !Number.isNaN(overNight) ? overNight : 0);
}
