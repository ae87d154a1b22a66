/** Days of assets that come and go: which days count, who is listed, and what mixed markets have in common. */
import { describe, expect, it } from 'vitest';
import { dayGridOf } from '../../src/market/day-grid.ts';
import { dailyOf, gridOf } from '../support/allocator-grids.ts';
import { candlesOf, dayMs } from '../support/panels.ts';

/** 1 January 1970 was a Thursday; so is day 0. */
const monday = 4 * dayMs;

function onWeekdays(symbol: string, weeks: number) {
  const openTimes = Array.from({ length: 5 * weeks }, (_, k) => {
    return monday + (7 * Math.floor(k / 5) + (k % 5)) * dayMs;
  });
  return candlesOf(
    symbol,
    openTimes.map((_, k) => 10 + k),
    { intervalMs: dayMs, openTimes },
  );
}

describe('a grid of days', () => {
  it('lets an asset join with its first bar', () => {
    const { days, close, open } = gridOf([
      dailyOf('BTC', [1, 2, 3]),
      dailyOf('ETH', [7, 8], dayMs),
    ]);
    expect(days).toBe(3);
    expect([...close]).toEqual([1, Number.NaN, 2, 7, 3, 8]);
    expect([...open]).toEqual([1, Number.NaN, 1, 7, 2, 7]);
  });

  it('leaves out a day on which a listed asset has no bar', () => {
    const halted = candlesOf('ETH', [5, 6], { intervalMs: dayMs, openTimes: [0, 2 * dayMs] });
    expect([...gridOf([dailyOf('BTC', [1, 2, 3]), halted]).openTime]).toEqual([0, 2 * dayMs]);
  });

  it('knows an asset as ended where it stops a day before the others', () => {
    const { days, close } = gridOf([dailyOf('BTC', [1, 2, 3]), dailyOf('LUNA', [9, 1])]);
    expect(days).toBe(3);
    expect([...close]).toEqual([1, 9, 2, 1, 3, Number.NaN]);
  });

  it('keeps weekdays only as soon as one asset has sessions, and takes its weekend for no end', () => {
    const coin = dailyOf(
      'BTC',
      Array.from({ length: 16 }, (_, k) => k + 1),
      monday,
    );
    const grid = gridOf([coin, onWeekdays('SPY', 2)]);
    expect(grid).toMatchObject({ days: 14 - 4, sessions: true });
    expect(gridOf([coin]).sessions).toBe(false);
    // The coin goes on for four days, too few for the fund to have ended.
    expect(grid.openTime.at(-1)).toBe(monday + 11 * dayMs);
  });

  it('does not look at what opens at the end or later', () => {
    const { days } = dayGridOf([dailyOf('BTC', [1, 2, 3])], 2 * dayMs);
    expect(days).toBe(2);
  });
});
