/** Intervals: quantiles of a window, how the missed share follows what misses, and where the intervals of a panel begin. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import {
  type Bounds,
  createAdaptiveQuantiles,
  type QuantileSpec,
} from '../../src/learning/uncertainty/adaptive-quantiles.ts';
import { coverageOf } from '../../src/learning/uncertainty/coverage.ts';
import { intervalSpec } from '../../src/learning/uncertainty/interval-spec.ts';
import { returnIntervals } from '../../src/learning/uncertainty/return-intervals.ts';
import { createSortedWindow } from '../../src/learning/uncertainty/sorted-window.ts';
import { varianceIntervals } from '../../src/learning/uncertainty/variance-intervals.ts';
import { panelOfVariances } from '../support/daily-panels.ts';

describe('a sorted window', () => {
  it('holds the numbers of its last days, rising', () => {
    const window = createSortedWindow(2);
    window.push(Float64Array.of(5, 1, 5));
    expect([...window.sorted()]).toEqual([1, 5, 5]);
    window.push(Float64Array.of(4, 5));
    expect([...window.sorted()]).toEqual([1, 4, 5, 5, 5]);
    window.push(Float64Array.of());
    expect([...window.sorted()]).toEqual([4, 5]);
    window.push(Float64Array.of(-1));
    expect([...window.sorted()]).toEqual([-1]);
  });

  it('is what sorting the last days gives', () => {
    const random = createRandom(1);
    const window = createSortedWindow(7);
    const days: number[][] = [];
    for (let day = 0; day < 60; day++) {
      const numbers = Array.from({ length: Math.floor(6 * random.uniform()) }, () =>
        Math.floor(20 * random.uniform()),
      );
      days.push(numbers);
      window.push(Float64Array.from(numbers));
      expect([...window.sorted()]).toEqual(
        days
          .slice(-7)
          .flat()
          .sort((a, b) => a - b),
      );
    }
  });
});

const spec: QuantileSpec = { coverage: 0.9, rate: 0.02, windowDays: 720, widening: 1 };
const allInside: Bounds = { lower: 0, upper: 1000 };
const allMissed: Bounds = { lower: -2, upper: -1 };

/** Bounds after sixty days with the scores 1 … 600, ten a day. */
function afterSixtyDays(change: Partial<QuantileSpec>, lastGiven: Bounds): Bounds {
  const quantiles = createAdaptiveQuantiles({ ...spec, rate: 0, ...change });
  for (let day = 0; day < 60; day++) {
    const scores = Float64Array.from({ length: 10 }, (_, k) => 10 * day + k + 1);
    quantiles.observe(scores, day === 59 ? lastGiven : allInside);
  }
  return quantiles.bounds();
}

describe('adaptive quantiles', () => {
  it('are those of rank ⌈601 · 0.95⌉ of 600 scores, from both ends', () => {
    expect(afterSixtyDays({}, allInside)).toEqual({ lower: 30, upper: 571 });
  });

  it('miss less after a day on which all missed: α = 0.1 + 59 · 0.002 − 0.018 with γ = .02', () => {
    // α = 0.2, rank ⌈601 · 0.9⌉ = 541.
    expect(afterSixtyDays({ rate: 0.02 }, allMissed)).toEqual({ lower: 60, upper: 541 });
    // α = 0.22 without it, rank ⌈601 · 0.89⌉ = 535.
    expect(afterSixtyDays({ rate: 0.02 }, allInside)).toEqual({ lower: 66, upper: 535 });
  });

  it('do not learn from days whose scores had no bounds', () => {
    const unknown = { lower: Number.NaN, upper: Number.NaN };
    // α = 0.1 + 59 · 0.002 = 0.218, rank ⌈601 · 0.891⌉ = 536.
    expect(afterSixtyDays({ rate: 0.02 }, unknown)).toEqual({ lower: 65, upper: 536 });
  });

  it('are widened around their middle', () => {
    // Middle 300.5, half-width 270.5; a fifth of that on either side.
    const { lower, upper } = afterSixtyDays({ widening: 1.2 }, allInside);
    expect(lower).toBeCloseTo(30 - 54.1, 10);
    expect(upper).toBeCloseTo(571 + 54.1, 10);
  });

  it('say nothing from fewer than 60 days, or from too few scores for their rank', () => {
    const few = createAdaptiveQuantiles(spec);
    for (let day = 0; day < 59; day++) few.observe(Float64Array.of(1, 2, 3), allInside);
    expect(few.bounds().lower).toBeNaN();
    few.observe(Float64Array.of(1, 2, Number.NaN), allInside);
    expect(few.bounds()).toEqual({ lower: 1, upper: 3 });
    // Rank ⌈61 · .995⌉ of 60.
    const rare = createAdaptiveQuantiles({ ...spec, rate: 0, coverage: 0.99 });
    for (let day = 0; day < 60; day++) rare.observe(Float64Array.of(day), allInside);
    expect(rare.bounds().upper).toBeNaN();
  });

  it('pass over days without scores', () => {
    const quantiles = createAdaptiveQuantiles({ ...spec, windowDays: 100 });
    for (let day = 0; day < 60; day++) quantiles.observe(Float64Array.of(1, 2), allInside);
    const before = quantiles.bounds();
    quantiles.observe(Float64Array.of(Number.NaN), allInside);
    expect(quantiles.bounds()).toEqual(before);
  });

  it('follow faster for near horizons, and are a fifth wider at 30 days', () => {
    expect(intervalSpec(1, 0.9)).toEqual({ ...spec, rate: 0.02, widening: 1 });
    expect(intervalSpec(7, 0.8)).toEqual({ ...spec, coverage: 0.8, rate: 0.01, widening: 1 });
    expect(intervalSpec(30, 0.9)).toEqual({ ...spec, rate: 0.005, widening: 1.2 });
  });
});

describe('intervals of a panel', () => {
  const days = 200;
  const random = createRandom(3);
  const column = Array.from({ length: days }, () => Math.exp(random.normal()));
  const panel = panelOfVariances([column, column.map((value) => 2 * value)]);
  const forecasts = new Float64Array(days * 6).fill(0);

  it('begin at the first day by whose close 60 days of errors are complete', () => {
    const { lower } = varianceIntervals(panel, forecasts, 0.9);
    const firstOf = (horizonAt: number): number =>
      Array.from({ length: days }, (_, day) => day).findIndex(
        (day) => !Number.isNaN(lower[day * 6 + horizonAt] as number),
      );
    // Errors of days 0 … 59 are known at the closes of days 60, 66 and 89.
    expect([0, 1, 2].map(firstOf)).toEqual([60, 66, 89]);
  });

  it('are in logs of the mean daily variance around the forecast, or in returns on its scale', () => {
    const shifted = forecasts.map((_, at) => (Math.floor(at / 3) % 2 === 1 ? Math.log(4) : 0));
    const returns = panel.variance.map(
      (_, cell) => (cell % 2 === 1 ? 0.04 : 0.02) * ((cell >> 1) % 2 ? 1 : -1),
    );
    const intervals = returnIntervals({ ...panel, logReturn: returns }, shifted, 0.9);
    // Scores are ± 0.02 for both assets: 0.04 at a variance of 4.
    const last = (days - 1) * 6;
    expect(intervals.lower[last]).toBeCloseTo(-0.02, 12);
    expect(intervals.upper[last]).toBeCloseTo(0.02, 12);
    expect(intervals.lower[last + 3]).toBeCloseTo(-0.04, 12);
    expect(intervals.upper[last + 3]).toBeCloseTo(0.04, 12);
    const variances = varianceIntervals(panel, shifted, 0.9);
    expect((variances.upper[last + 3] as number) - (variances.upper[last] as number)).toBeCloseTo(
      Math.log(4),
      12,
    );
  });

  it('have no place where there is no forecast', () => {
    const missing = forecasts.slice();
    missing[(days - 1) * 6] = Number.NaN;
    const { lower } = varianceIntervals(panel, missing, 0.9);
    expect(lower[(days - 1) * 6]).toBeNaN();
    expect(lower[(days - 1) * 6 + 3]).not.toBeNaN();
  });
});

describe('coverage', () => {
  it('is counted by horizon, by thirds of the forecast and by quarter', () => {
    // Row 89 closes at 00:00 on 1 April 2022, so that its outcome is the second quarter's.
    const panel = panelOfVariances([new Array<number>(92).fill(1)]);
    const places = 92 * 3;
    const outcomes = new Float64Array(places).fill(Number.NaN);
    const forecasts = Float64Array.from({ length: places }, (_, at) => at);
    const sides = [0, 1, 0, 0, 2, 0];
    sides.forEach((value, k) => {
      outcomes[(85 + k) * 3] = value === 0 ? 0.5 : value === 1 ? -1 : 2;
    });
    const intervals = {
      lower: new Float64Array(places).fill(0),
      upper: new Float64Array(places).fill(1),
    };
    const [day, week] = coverageOf(panel, { intervals, outcomes, forecasts, from: 80, to: 92 });
    expect(day).toEqual({
      horizonDays: 1,
      outcomes: 6,
      inside: 4 / 6,
      below: 1 / 6,
      above: 1 / 6,
      thirds: [0.5, 1, 0.5],
      worstQuarter: { name: '2022-Q2', inside: 0.5 },
    });
    expect(week?.outcomes).toBe(0);
    expect(week?.worstQuarter).toBeNull();
  });
});
