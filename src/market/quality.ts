/** What is noteworthy about a series of bars: gaps, outliers, silent and stale bars. Nothing here changes a bar. */

import type { Reason } from '../base/reasons.ts';
import { dayMs, hourMs } from '../base/time.ts';
import type { Candles } from './candles.ts';

/** A close that moves by more than this fraction in one bar is pointed out. */
const outlierMove = 0.5;
/** Prices are stale when the last bar closed more intervals ago than this. */
const staleAfterIntervals = 3;
/** So many findings of one file are listed; the rest is counted. */
const listedFindings = 20;

export type Gap = {
  /** Position of the first bar after the gap. */
  readonly index: number;
  readonly missing: number;
};

export type SeriesSummary = {
  readonly symbol: string;
  readonly bars: number;
  /** Open of the first bar and close of the last, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly intervalMs: number;
  readonly gaps: number;
  readonly missingBars: number;
  readonly longestGapBars: number;
  readonly outliers: number;
  readonly zeroVolumeBars: number;
  /** Hours between the last close and the time asked for. */
  readonly staleHours?: number;
};

/** A bar's time as a person looks for it in a file and as they read it: `1577836800000 (2020-01-01T00:00Z)`. */
export function barTime(time: number): string {
  return `${time} (${new Date(time).toISOString().replace(':00.000Z', 'Z')})`;
}

/** An interval in the largest unit that divides it: `1 h`, `15 min`, `1 d`. */
export function intervalText(intervalMs: number): string {
  const units = [
    [dayMs, 'd'],
    [hourMs, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ] as const;
  const unit = units.find(([size]) => intervalMs % size === 0);
  return unit === undefined ? `${intervalMs} ms` : `${intervalMs / unit[0]} ${unit[1]}`;
}

/** Saturday or Sunday, UTC; 1 January 1970 was a Thursday. */
function isWeekend(time: number): boolean {
  return (Math.floor(time / dayMs) + 3) % 7 >= 5;
}

/** Bars missing between neighbours; in daily bars without weekends (exchanges with sessions) weekends are not missing. */
export function gapsOf(candles: Candles): readonly Gap[] {
  const { openTime, intervalMs } = candles;
  const sessions = intervalMs === dayMs && !openTime.some(isWeekend);
  const gaps: Gap[] = [];
  for (let index = 1; index < openTime.length; index += 1) {
    const before = openTime[index - 1] as number;
    const after = openTime[index] as number;
    let missing = Math.round((after - before) / intervalMs) - 1;
    if (missing > 0 && sessions) {
      for (let day = before + dayMs; day < after; day += dayMs) if (isWeekend(day)) missing -= 1;
    }
    if (missing > 0) gaps.push({ index, missing });
  }
  return gaps;
}

/** Positions of the bars whose close left the one before, not across a gap, by more than half. */
export function outliersOf(candles: Candles): readonly number[] {
  const { openTime, close, intervalMs } = candles;
  const found: number[] = [];
  for (let index = 1; index < close.length; index += 1) {
    const move = (close[index] as number) / (close[index - 1] as number) - 1;
    const apart = (openTime[index] as number) - (openTime[index - 1] as number);
    if (Math.abs(move) > outlierMove && apart === intervalMs) found.push(index);
  }
  return found;
}

/** The first findings as they are, the rest as a count. */
export function listed(file: string, findings: readonly Reason[]): readonly Reason[] {
  if (findings.length <= listedFindings) return findings;
  const count = findings.length - listedFindings;
  return [...findings.slice(0, listedFindings), { code: 'DATA_MORE', file, count }];
}

/** Where the bar with this position stands in its file: lines of text, below a header, or rows of a table. */
export type RowPlace = (index: number) => { readonly line: number } | { readonly row: number };

export const csvPlace: RowPlace = (index) => ({ line: index + 2 });
export const tablePlace: RowPlace = (index) => ({ row: index + 1 });

/** Gaps and outliers of a fit file; they stop nothing. */
export function notesOf(
  file: string,
  candles: Candles,
  placeOf: RowPlace = csvPlace,
): readonly Reason[] {
  const { openTime, close } = candles;
  const gaps = gapsOf(candles).map(({ index, missing }) => ({
    index,
    code: 'DATA_GAP' as const,
    details: { missing, value: barTime(openTime[index] as number) },
  }));
  const outliers = outliersOf(candles).map((index) => {
    const move = (close[index] as number) / (close[index - 1] as number) - 1;
    return {
      index,
      code: 'DATA_OUTLIER' as const,
      details: { movePct: Math.round(move * 1e4) / 1e2 },
    };
  });
  const notes = [...gaps, ...outliers]
    .sort((a, b) => a.index - b.index)
    .map(({ index, code, details }) => ({ code, file, ...placeOf(index), ...details }));
  return listed(file, notes);
}

/** DATA_STALE when the last bar closed more than three intervals before the time; the series must not be empty. */
export function staleReason(candles: Candles, asOf: number): Reason | undefined {
  const limitMs = staleAfterIntervals * candles.intervalMs;
  const ageMs = asOf - lastCloseTime(candles);
  if (ageMs <= limitMs) return undefined;
  const ageHours = Math.round((ageMs / hourMs) * 100) / 100;
  return { code: 'DATA_STALE', symbol: candles.symbol, ageHours, limitHours: limitMs / hourMs };
}

/** The summary of a series that is not empty; with the time asked for, how old its last close was then. */
export function summaryOf(candles: Candles, asOf?: number): SeriesSummary {
  const gaps = gapsOf(candles);
  const to = lastCloseTime(candles);
  return {
    symbol: candles.symbol,
    bars: candles.openTime.length,
    from: candles.openTime[0] as number,
    to,
    intervalMs: candles.intervalMs,
    gaps: gaps.length,
    missingBars: gaps.reduce((sum, { missing }) => sum + missing, 0),
    longestGapBars: gaps.reduce((longest, { missing }) => Math.max(longest, missing), 0),
    outliers: outliersOf(candles).length,
    zeroVolumeBars: candles.volume.reduce((count, volume) => count + (volume === 0 ? 1 : 0), 0),
    ...(asOf === undefined ? {} : { staleHours: (asOf - to) / hourMs }),
  };
}

function lastCloseTime(candles: Candles): number {
  return (candles.openTime.at(-1) as number) + candles.intervalMs;
}
