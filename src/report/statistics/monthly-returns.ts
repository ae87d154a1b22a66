/**
 * Returns of calendar months (UTC): NAV at the last close of a month over that of the month before, − 1, as a fraction. The
 * first month starts at the first NAV; a month that the run does not cover whole is marked.
 */
import { dayMs } from '../../base/time.ts';
import { returnOf } from './returns.ts';

export type MonthReturn = {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly value: number;
  readonly isWhole: boolean;
};

/** A run may begin this long after the start of its first month, and end so long before the end of its last. */
const toleranceMs = dayMs;

export function monthlyReturns(series: {
  openTime: Float64Array;
  nav: Float64Array;
  intervalMs: number;
}): readonly MonthReturn[] {
  const { openTime, nav, intervalMs } = series;
  const bars = openTime.length;
  const months: MonthReturn[] = [];
  let start = 0;
  let previous = 0;
  while (start < bars) {
    const date = new Date(openTime[start] as number);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const from = Date.UTC(year, month);
    const to = Date.UTC(year, month + 1);
    let end = start;
    while (end + 1 < bars && (openTime[end + 1] as number) < to) end++;
    const isFromStart = (openTime[start] as number) - from < Math.max(toleranceMs, intervalMs);
    const isToEnd = to - (openTime[end] as number) - intervalMs < Math.max(toleranceMs, intervalMs);
    months.push({
      year,
      month: month + 1,
      value: returnOf({ from: nav[previous] as number, to: nav[end] as number }),
      isWhole: isFromStart && isToEnd,
    });
    previous = end;
    start = end + 1;
  }
  return months;
}

/** Returns of calendar years from those of their months. */
export function yearlyReturns(
  months: readonly MonthReturn[],
): readonly { readonly year: number; readonly value: number }[] {
  const years = [...new Set(months.map(({ year }) => year))];
  return years.map((year) => ({
    year,
    value:
      months
        .filter((month) => month.year === year)
        .reduce((growth, { value }) => growth * (1 + value), 1) - 1,
  }));
}
