/** What a day counts as: measures of hours and of ranges by hand, gaps, sessions, floors, days that are not closed. */
import { describe, expect, it } from 'vitest';
import type { DailyPanel } from '../../src/learning/inputs/daily-panel.ts';
import { dailyPanelOf } from '../../src/learning/inputs/daily-panel-of.ts';
import { createVarianceFloor } from '../../src/learning/inputs/variance-floor.ts';
import type { Candles } from '../../src/market/candles.ts';
import { candlesOf, dayMs, hourMs } from '../support/panels.ts';

const start = Date.UTC(2022, 0, 3);
const always = { sessions: false, asOf: Number.POSITIVE_INFINITY };
const sessions = { sessions: true, asOf: Number.POSITIVE_INFINITY };

/** Closes that start at 100 and move by these log returns. */
function closesOf(logReturns: readonly number[]): number[] {
  let log = Math.log(100);
  const closes = logReturns.map((value) => {
    log += value;
    return Math.exp(log);
  });
  return [100, ...closes];
}

/** Hourly bars; the first is the last hour before `start`, so that each return ends in the day it is meant for. */
function hoursOf(logReturns: readonly number[], symbol = 'BTC'): Candles {
  return candlesOf(symbol, closesOf(logReturns), { start: start - hourMs });
}

/** Daily bars from rows of open, high, low, close. */
function daysOf(
  rows: readonly (readonly [number, number, number, number])[],
  options: { symbol?: string; openTimes?: readonly number[]; volume?: number } = {},
): Candles {
  const { symbol = 'BTC', openTimes, volume = 5 } = options;
  const column = (at: 0 | 1 | 2 | 3): Float64Array => Float64Array.from(rows, (row) => row[at]);
  return {
    symbol,
    intervalMs: dayMs,
    openTime: Float64Array.from(rows, (_, day) => openTimes?.[day] ?? start + day * dayMs),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(0).fill(volume),
  };
}

/** Without the bars that open in [from, to). */
function withoutBars(candles: Candles, from: number, to: number): Candles {
  const keep = (_: number, bar: number): boolean => {
    const time = candles.openTime[bar] as number;
    return time < from || time >= to;
  };
  const { openTime, open, high, low, close, volume } = candles;
  return {
    ...candles,
    openTime: openTime.filter(keep),
    open: open.filter(keep),
    high: high.filter(keep),
    low: low.filter(keep),
    close: close.filter(keep),
    volume: volume.filter(keep),
  };
}

const row = (panel: DailyPanel, time: number): number => panel.closeTime.indexOf(time);

describe('a day of 24 hours', () => {
  // 12 rises of 1 %, 8 falls of 1 %, 4 falls of 2 % in the last four hours: Σ r² = 12 + 8 + 4·4 = 36 in 1e-4.
  const returns = [
    ...new Array<number>(12).fill(0.01),
    ...new Array<number>(8).fill(-0.01),
    ...new Array<number>(4).fill(-0.02),
  ];
  const panel = dailyPanelOf([hoursOf(returns)], always);
  const day = row(panel, start + dayMs);

  it('has the sum of its 24 squared log returns, the first from the close before midnight', () => {
    expect(panel.variance[day]).toBeCloseTo(36e-4, 12);
  });

  it('has a falling share of (8 + 16)/36 less a half', () => {
    expect(panel.fallingShare[day]).toBeCloseTo(24 / 36 - 0.5, 12);
  });

  it('has a late share of (4 + 16)/36: four hours of 1 % and four of 2 %', () => {
    expect(panel.lateShare[day]).toBeCloseTo(20 / 36, 12);
  });

  it('has a jump share of 1 − (π/2)(24/23)(19 + 2 + 3·4)/36', () => {
    // Neighbours: 19 pairs of 1 · 1, one of 1 · 2, three of 2 · 2.
    const bipower = (Math.PI / 2) * (24 / 23) * (19 + 2 + 12);
    expect(panel.jumpShare[day]).toBe(Math.max(0, 1 - bipower / 36));
    const oneJump = [...new Array<number>(12).fill(0.01), 0.3, ...new Array<number>(11).fill(0.01)];
    const jumped = dailyPanelOf([hoursOf(oneJump)], always);
    const share = 1 - ((Math.PI / 2) * (24 / 23) * (21 + 2 * 30)) / (23 + 900);
    expect(jumped.jumpShare[row(jumped, start + dayMs)]).toBeCloseTo(share, 12);
  });

  it('has unevenness ½ ln RQ − ln RV with RQ = 8 (20 + 4·16) in 1e-8', () => {
    const expected = 0.5 * Math.log(8 * 84e-8) - Math.log(36e-4);
    expect(panel.unevenness[day]).toBeCloseTo(expected, 12);
    const even = dailyPanelOf([hoursOf(new Array<number>(24).fill(0.01))], always);
    // Equal hours: RQ = (24/3)·24·r⁴ = 192 r⁴ over RV² = 576 r⁴, a third.
    const least = 0.5 * Math.log(1 / 3);
    expect(even.unevenness[row(even, start + dayMs)]).toBeCloseTo(least, 12);
  });

  it('has the log return and the volume of the whole day', () => {
    expect(panel.logReturn[day]).toBeCloseTo(12 * 0.01 - 8 * 0.01 - 4 * 0.02, 12);
    expect(panel.logVolume[day]).toBeCloseTo(Math.log(24), 12);
  });
});

describe('hours that are missing', () => {
  const steady = hoursOf(new Array<number>(48).fill(0.01));

  it('drop the returns across their gap: three missing leave 20', () => {
    // Hours 5, 6 and 7 are gone, and the return of hour 8 with them.
    const from = start + 5 * hourMs;
    const panel = dailyPanelOf([withoutBars(steady, from, from + 3 * hourMs)], always);
    expect(panel.variance[row(panel, start + dayMs)]).toBeCloseTo(20e-4, 12);
    // Pairs of neighbours: 4 among hours 0 … 4, 14 among hours 9 … 23; equal hours give (π/2)(20/18)·18/20.
    expect(panel.jumpShare[row(panel, start + dayMs)]).toBe(0);
  });

  it('make the range count when fewer than 20 returns are left', () => {
    const from = start + 5 * hourMs;
    const panel = dailyPanelOf([withoutBars(steady, from, from + 4 * hourMs)], always);
    // The day rises steadily from its first open to its last close: H/L = C/O, ln = 0.24.
    const square = 0.24 ** 2;
    const expected = 0.5 * (square / (4 * Math.LN2) + (0.5 - (2 * Math.LN2 - 1)) * square);
    const day = row(panel, start + dayMs);
    expect(panel.variance[day]).toBeCloseTo(expected, 12);
    expect([panel.fallingShare[day], panel.jumpShare[day], panel.lateShare[day]]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it('leave a row without figures where a whole day is missing, and no return across it', () => {
    const three = hoursOf(new Array<number>(72).fill(0.01));
    const panel = dailyPanelOf([withoutBars(three, start + dayMs, start + 2 * dayMs)], always);
    const day = row(panel, start + 2 * dayMs);
    expect(panel.variance[day]).toBeNaN();
    expect(panel.close[day]).toBeNaN();
    expect(panel.logReturn[day + 1]).toBeNaN();
    expect(panel.variance[day + 1]).toBeCloseTo(23e-4, 12);
  });
});

describe('bars shorter than an hour', () => {
  it('count by the closes of full hours', () => {
    // Quarters of an hour that go up and down by 1 %, then up by 0.5 %: each full hour is 0.5 %.
    const quarters = Array.from({ length: 96 }, () => [0.01, -0.01, 0.01, -0.005]).flat();
    const candles = candlesOf('BTC', closesOf(quarters), {
      start: start - hourMs / 4,
      intervalMs: hourMs / 4,
    });
    const panel = dailyPanelOf([candles], always);
    expect(panel.variance[row(panel, start + dayMs)]).toBeCloseTo(24 * 0.005 ** 2, 12);
  });
});

describe('daily bars', () => {
  // ln(H/L) = 0.2, ln(C/O) = 0.1.
  const bar = [100, 100 * Math.exp(0.15), 100 * Math.exp(-0.05), 100 * Math.exp(0.1)] as const;
  const parkinson = 0.04 / (4 * Math.LN2);
  const garmanKlass = 0.02 - (2 * Math.LN2 - 1) * 0.01;

  it('count half by Parkinson and half by Garman and Klass, without hours', () => {
    const panel = dailyPanelOf([daysOf([bar])], always);
    expect(panel.variance[0]).toBeCloseTo((parkinson + garmanKlass) / 2, 12);
    expect(panel.unevenness[0]).toBeNaN();
  });

  it('count the night where there are sessions, a weekend included', () => {
    // Friday, Monday: opens 3 % above Friday's close.
    const friday = Date.UTC(2022, 0, 7);
    const [open, high, low, close] = bar;
    const next = [open, high, low, close].map((price) => (price * close * Math.exp(0.03)) / open);
    const candles = daysOf([bar, next as unknown as typeof bar], {
      openTimes: [friday, friday + 3 * dayMs],
    });
    const panel = dailyPanelOf([candles], sessions);
    expect(panel.days).toBe(2);
    expect(panel.variance[0]).toBeCloseTo((parkinson + garmanKlass) / 2, 12);
    expect(panel.variance[1]).toBeCloseTo((parkinson + garmanKlass) / 2 + 0.03 ** 2, 12);
    expect(panel.logReturn[1]).toBeCloseTo(0.13, 12);
    const open24 = dailyPanelOf([candles], always);
    expect(open24.days).toBe(4);
    expect(open24.variance[3]).toBeCloseTo((parkinson + garmanKlass) / 2, 12);
    expect(open24.logReturn[3]).toBeNaN();
  });

  it('drop what crosses a closure of more than five days', () => {
    const candles = daysOf([bar, bar], { openTimes: [start, start + 7 * dayMs] });
    const panel = dailyPanelOf([candles], sessions);
    expect(panel.logReturn[1]).toBeNaN();
    expect(panel.variance[1]).toBeCloseTo((parkinson + garmanKlass) / 2, 12);
  });

  it('have no volume where none was traded', () => {
    expect(dailyPanelOf([daysOf([bar], { volume: 0 })], always).logVolume[0]).toBeNaN();
  });

  it('must last a day at most', () => {
    const weekly = { ...daysOf([bar]), intervalMs: 7 * dayMs };
    expect(() => dailyPanelOf([weekly], always)).toThrow(
      'bars of BTC must last a day at most, was 604800000 ms',
    );
  });
});

describe('a panel', () => {
  const bar = [100, 110, 90, 105] as const;

  it('counts a day only when it is closed, to the millisecond', () => {
    const candles = hoursOf(new Array<number>(48).fill(0.01));
    const at = (asOf: number) => dailyPanelOf([candles], { sessions: false, asOf });
    expect(at(start + 2 * dayMs).closeTime.at(-1)).toBe(start + 2 * dayMs);
    expect(at(start + 2 * dayMs - 1).closeTime.at(-1)).toBe(start + dayMs);
  });

  it('holds the union of the days, NaN where an asset has none', () => {
    const early = daysOf([bar, bar, bar], { symbol: 'A' });
    const late = daysOf([bar, bar], {
      symbol: 'B',
      openTimes: [2, 3].map((d) => start + d * dayMs),
    });
    const panel = dailyPanelOf([early, late], always);
    expect([...panel.closeTime]).toEqual([1, 2, 3, 4].map((day) => start + day * dayMs));
    expect([...panel.close]).toEqual([105, NaN, 105, NaN, 105, 105, NaN, 105]);
  });

  it('may hold an asset without a bar, or nothing', () => {
    const panel = dailyPanelOf([daysOf([bar]), daysOf([], { symbol: 'NEW' })], always);
    expect([...panel.close]).toEqual([105, NaN]);
    expect(dailyPanelOf([daysOf([])], always).days).toBe(0);
  });
});

describe('the floor', () => {
  it('is 2 % of the mean of the days before, the last weighing most', () => {
    const floored = createVarianceFloor();
    expect(floored(1)).toBe(1);
    expect(floored(3)).toBe(3);
    const decay = 2 ** (-1 / 90);
    expect(floored(0)).toBeCloseTo((0.02 * (decay * 1 + 3)) / (decay + 1), 15);
  });

  it('knows nothing of the day itself or of what comes: a leap up counts whole', () => {
    const floored = createVarianceFloor();
    floored(1e-6);
    expect(floored(1)).toBe(1);
  });

  it('cannot be had without a past, nor from a day without variance', () => {
    const floored = createVarianceFloor();
    expect(floored(0)).toBeNaN();
    expect(floored(2)).toBe(2);
    expect(floored(Number.NaN)).toBeNaN();
  });
});
