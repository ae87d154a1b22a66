/** Tracking, cost, turnover, moving windows and months of a report, on numbers that can be checked by hand. */
import { describe, expect, it } from 'vitest';
import { againstHold } from '../../src/report/statistics/against-hold.ts';
import { costDrag } from '../../src/report/statistics/cost-drag.ts';
import { effectiveAnnualCostBps } from '../../src/report/statistics/effective-annual-cost.ts';
import { monthlyReturns, yearlyReturns } from '../../src/report/statistics/monthly-returns.ts';
import {
  rollingReturnPct,
  rollingRootMeanSquarePct,
  rollingVolatilityPct,
} from '../../src/report/statistics/rolling.ts';
import { targetNav } from '../../src/report/statistics/target-nav.ts';
import { trackingErrorPct } from '../../src/report/statistics/tracking-error.ts';
import { holdingYears } from '../../src/report/statistics/turnover.ts';

const of = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const dayMs = 86_400_000;

describe('the NAV at targets', () => {
  it('earns the targets’ share of each return, and cash nothing', () => {
    // Half in an asset that gains 10 % and then loses 10 %, a quarter in one that doubles and stays.
    const closes = of(100, 1, 110, 2, 99, 2);
    const nav = targetNav(closes, { targets: [0.5, 0.25], initialNav: 1_000 });
    expect(nav[0]).toBe(1_000);
    expect(nav[1]).toBeCloseTo(1_300, 9);
    expect(nav[2]).toBeCloseTo(1_300 * 0.95, 9);
  });

  it('survives an asset that is worth nothing, and no asset at all', () => {
    const dead = targetNav(of(10, 0, 0), { targets: [0.5], initialNav: 100 });
    expect([...dead]).toEqual([100, 50, 50]);
    expect([...targetNav(of(), { targets: [], initialNav: 100 })]).toEqual([]);
  });
});

describe('the tracking error', () => {
  it('is the root mean square of the differences: 3 and 4 % give √12.5 · √4 %', () => {
    const series = { nav: of(100, 103, 107.12), targetNav: of(100, 100, 100) };
    expect(trackingErrorPct(series, 4).value).toBeCloseTo(2 * Math.sqrt(12.5), 9);
  });

  it('counts a steady lag, which a deviation around the mean would not', () => {
    const series = { nav: of(100, 99, 98.01), targetNav: of(100, 100, 100) };
    expect(trackingErrorPct(series, 1).value).toBeCloseTo(1, 9);
  });

  it('of one bar is none', () => {
    expect(trackingErrorPct({ nav: of(1), targetNav: of(1) }, 365).value).toBeNull();
  });
});

describe('costs', () => {
  it('of 100 bp a year lift growth of 10 % to 1.1 · e^0.01 − 1', () => {
    const { grossGrowthPct, dragBpsPerYear, shareOfGrossPct } = costDrag({ value: 10 }, 100);
    expect(grossGrowthPct.value).toBeCloseTo(11.105518, 6);
    expect(dragBpsPerYear.value).toBeCloseTo(110.5518, 4);
    expect(shareOfGrossPct.value).toBeCloseTo((100 * 1.105518) / 11.105518, 5);
  });

  it('have no share of a growth that was none, and pass on why there is none', () => {
    expect(costDrag({ value: -20 }, 50).shareOfGrossPct.value).toBeNull();
    expect(costDrag({ value: null, why: 'x' }, 50).dragBpsPerYear).toEqual({
      value: null,
      why: 'x',
    });
  });

  it('of 30 on an average NAV of 150 over half a year are 4,000 bp a year', () => {
    const figure = effectiveAnnualCostBps(of(100, 200), { costPaid: 30, periodsPerYear: 4 });
    expect(figure.value).toBeCloseTo(4_000, 9);
    expect(effectiveAnnualCostBps(of(100), { costPaid: 0, periodsPerYear: 4 }).value).toBeNull();
  });

  it('a turnover of a half a year keeps a unit two years, and none keeps it for ever', () => {
    expect(holdingYears(0.5)).toEqual({ value: 2 });
    expect(holdingYears(0)).toEqual({ value: null, why: 'nothing was exchanged' });
  });
});

describe('a moving window', () => {
  it('of two: returns of 100, 110, 121, 60.5 are +21 % and −45 %', () => {
    const [first, second] = rollingReturnPct(of(100, 110, 121, 60.5), 2);
    expect(first).toBeCloseTo(21, 9);
    expect(second).toBeCloseTo(-45, 9);
  });

  it('of two: volatility of 1, 3, 3 % at four periods a year is 2·√2 and 0 %', () => {
    const rolled = rollingVolatilityPct(of(0.01, 0.03, 0.03), { window: 2, periodsPerYear: 4 });
    expect(rolled[0]).toBeCloseTo(2 * Math.SQRT2, 9);
    expect(rolled[1]).toBeCloseTo(0, 6);
  });

  it('of two: root mean square of 3, 4, 0 % is √12.5 and √8 %', () => {
    const options = { window: 2, periodsPerYear: 1 };
    const rolled = rollingRootMeanSquarePct(of(0.03, 0.04, 0), options);
    expect(rolled[0]).toBeCloseTo(Math.sqrt(12.5), 9);
    expect(rolled[1]).toBeCloseTo(Math.sqrt(8), 9);
  });

  it('longer than the values has none', () => {
    expect(rollingReturnPct(of(1, 2), 2)).toHaveLength(0);
    expect(rollingVolatilityPct(of(1), { window: 2, periodsPerYear: 1 })).toHaveLength(0);
  });
});

describe('months', () => {
  const days = (from: number, count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, k) => from + k * dayMs);

  it('are cut at the calendar; their returns multiply to that of the run', () => {
    const openTime = days(Date.UTC(2023, 0, 1), 31 + 28 + 10);
    const nav = Float64Array.from(openTime, (_, k) => (k < 30 ? 100 : k < 58 ? 110 : 99));
    const months = monthlyReturns({ openTime, nav, intervalMs: dayMs });
    expect(months.map(({ year, month, isWhole }) => [year, month, isWhole])).toEqual([
      [2023, 1, true],
      [2023, 2, true],
      [2023, 3, false],
    ]);
    expect(months.map(({ value }) => Math.round(1e6 * value))).toEqual([1e5, -1e5, 0]);
    expect(yearlyReturns(months)).toEqual([{ year: 2023, value: expect.closeTo(-0.01, 12) }]);
  });

  it('that begin late are not whole, and of no bars there are none', () => {
    const openTime = days(Date.UTC(2023, 0, 5), 27);
    const nav = openTime.map(() => 1);
    expect(monthlyReturns({ openTime, nav, intervalMs: dayMs })[0]?.isWhole).toBe(false);
    expect(monthlyReturns({ openTime: of(), nav: of(), intervalMs: dayMs })).toEqual([]);
  });
});

describe('thirds of the months', () => {
  const month = (value: number, k: number) => ({ year: 2023, month: k + 1, value, isWhole: true });

  it('are sorted by holding; shares, means and errors are of each third', () => {
    const hold = [0.1, -0.1, 0, 0.2, -0.2, 0.01, 0.02].map(month);
    // Ahead by 1 and 3 % in the falling ones, level in between, behind by 2 % in the rising ones.
    const ahead = [-0.02, 0.01, 0, -0.02, 0.03, 0, 0];
    const policy = hold.map(({ value }, k) => month(value + (ahead[k] as number), k));
    expect(againstHold(policy, hold)).toEqual([
      {
        name: 'falling',
        months: 2,
        fromPct: -20,
        toPct: -10,
        aheadPct: 100,
        meanDifferenceBps: expect.closeTo(200, 9),
        standardErrorBps: expect.closeTo(100, 9),
      },
      expect.objectContaining({ name: 'sideways', months: 3, aheadPct: 0, meanDifferenceBps: 0 }),
      expect.objectContaining({
        name: 'rising',
        months: 2,
        aheadPct: 0,
        meanDifferenceBps: expect.closeTo(-200, 9),
      }),
    ]);
  });

  it('of fewer than three months are none; a single month has no error', () => {
    const two = [0, 0.1].map(month);
    expect(againstHold(two, two)).toBeNull();
    const three = [0, 0.1, 0.2].map(month);
    expect(againstHold(three, three)?.map(({ standardErrorBps }) => standardErrorBps)).toEqual([
      null,
      null,
      null,
    ]);
  });
});
