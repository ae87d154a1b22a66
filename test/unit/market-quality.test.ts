/** What the quality report says about a series. */
import { describe, expect, it } from 'vitest';
import type { Candles } from '../../src/market/candles.ts';
import { intervalText, staleReason, summaryOf } from '../../src/market/quality.ts';
import { dayMs, hourMs, seriesOf, start } from '../support/market-files.ts';

const series = seriesOf([100, 100, 160, 160]);

const at = (times: readonly number[], intervalMs: number): Candles => ({
  ...seriesOf(times.map(() => 100)),
  intervalMs,
  openTime: Float64Array.from(times),
});

describe('the summary of a series', () => {
  it('counts bars, outliers and silent bars, from the first open to the last close', () => {
    const silent = { ...series, volume: Float64Array.of(1, 0, 0, 1) };
    expect(summaryOf(silent, start + 10 * hourMs)).toEqual({
      symbol: 'BTC',
      bars: 4,
      from: start,
      to: start + 4 * hourMs,
      intervalMs: hourMs,
      gaps: 0,
      missingBars: 0,
      longestGapBars: 0,
      outliers: 1,
      zeroVolumeBars: 2,
      staleHours: 6,
    });
  });

  it('counts gaps by the bars that are missing', () => {
    const times = [0, 1, 4, 5, 7].map((bar) => start + bar * hourMs);
    expect(summaryOf(at(times, hourMs))).toMatchObject({
      gaps: 2,
      missingBars: 3,
      longestGapBars: 2,
    });
  });

  it('misses no weekends where there never are bars on one', () => {
    // Monday 2 January 2023 is the start; Thursday of the second week is missing.
    const sessions = [0, 1, 2, 3, 4, 7, 8, 9, 11, 14].map((day) => start + day * dayMs);
    expect(summaryOf(at(sessions, dayMs))).toMatchObject({ gaps: 1, missingBars: 1 });
    const everyDay = [0, 1, 2, 3, 4, 5, 7].map((day) => start + day * dayMs);
    expect(summaryOf(at(everyDay, dayMs))).toMatchObject({ gaps: 1, missingBars: 1 });
  });
});

describe('staleness', () => {
  const closed = start + 4 * hourMs;

  it('begins after three intervals', () => {
    expect(staleReason(series, closed + 3 * hourMs)).toBeUndefined();
    expect(staleReason(series, closed + 3 * hourMs + 36_000)).toEqual({
      code: 'DATA_STALE',
      symbol: 'BTC',
      ageHours: 3.01,
      limitHours: 3,
    });
  });

  it('follows the interval', () => {
    expect(staleReason(at([start, start + dayMs], dayMs), start + 5 * dayMs)).toBeUndefined();
  });
});

describe('an interval in words', () => {
  it.each([
    [dayMs, '1 d'],
    [4 * hourMs, '4 h'],
    [900_000, '15 min'],
    [5_000, '5 s'],
    [250, '250 ms'],
  ])('%i ms is %s', (intervalMs, text) => {
    expect(intervalText(intervalMs)).toBe(text);
  });
});
