/**
 * Days of assets that come and go as one table: the days on which every asset listed then has a bar, without weekends as soon as one
 * asset has sessions. An asset is listed from its first bar on; where its last is a day (with sessions: five) or more before the last
 * of all, it is listed until then and no longer.
 */
import { dayMs } from '../base/time.ts';
import { type Candles, firstIndexAtOrAfter, head } from './candles.ts';
import { hasSessions, isWeekend } from './panel.ts';
import { longestStepMs } from './panel-steps.ts';

export type DayGrid = {
  readonly symbols: readonly string[];
  readonly days: number;
  /** Of each day, epoch ms, rising. */
  readonly openTime: Float64Array;
  /** One asset at least has sessions; no day is then on a weekend. */
  readonly sessions: boolean;
  /** Days × assets; NaN where an asset is not listed. */
  readonly open: Float64Array;
  readonly close: Float64Array;
};

/** Of daily candles; what opens at `end` or later is not looked at. */
export function dayGridOf(daily: readonly Candles[], end: number): DayGrid {
  const series = daily.map((candles) => head(candles, firstIndexAtOrAfter(candles.openTime, end)));
  const assets = series.length;
  const ends = listedUntil(series);
  const sessions = series.some(keepsSessions);
  const times = Float64Array.from(new Set(series.flatMap(({ openTime }) => [...openTime])))
    .filter((time) => !(sessions && isWeekend(time)))
    .sort();
  const cursors = new Int32Array(assets);
  const openTime: number[] = [];
  const open = new Float64Array(times.length * assets).fill(Number.NaN);
  const close = new Float64Array(times.length * assets).fill(Number.NaN);
  for (const time of times) {
    const row = openTime.length * assets;
    let isWhole = true;
    for (let i = 0; i < assets; i++) {
      const candles = series[i] as Candles;
      while ((candles.openTime[cursors[i] as number] ?? Number.POSITIVE_INFINITY) < time) {
        cursors[i] = (cursors[i] as number) + 1;
      }
      const at = cursors[i] as number;
      const isThere = candles.openTime[at] === time;
      const isListed = (candles.openTime[0] ?? Number.POSITIVE_INFINITY) <= time;
      if (!isThere && isListed && time <= (ends[i] as number)) isWhole = false;
      open[row + i] = isThere ? (candles.open[at] as number) : Number.NaN;
      close[row + i] = isThere ? (candles.close[at] as number) : Number.NaN;
    }
    if (isWhole) openTime.push(time);
  }
  const days = openTime.length;
  return {
    symbols: series.map(({ symbol }) => symbol),
    ...{ days, sessions, openTime: Float64Array.from(openTime) },
    open: open.slice(0, days * assets),
    close: close.slice(0, days * assets),
  };
}

/** Opens of the last bars of those that have ended; infinite for the others. */
function listedUntil(series: readonly Candles[]): readonly number[] {
  const lastOpens = series.map(({ openTime }) => openTime.at(-1) ?? Number.NEGATIVE_INFINITY);
  const last = Math.max(...lastOpens);
  return series.map((candles, i) => {
    const closedMs = longestStepMs({ intervalMs: dayMs, sessions: keepsSessions(candles) });
    const own = lastOpens[i] as number;
    return last - own >= closedMs ? own : Number.POSITIVE_INFINITY;
  });
}

/** A week of days tells. */
function keepsSessions(candles: Candles): boolean {
  return candles.openTime.length >= 7 && hasSessions(candles);
}
