/** Losses of variance forecasts and their comparisons, by hand. */
import { describe, expect, it } from 'vitest';
import { compareLosses } from '../../src/learning/evaluation/loss-comparison.ts';
import { type Losses, qlikeLosses } from '../../src/learning/evaluation/loss-matrix.ts';
import { compareByHistory, compareByYear } from '../../src/learning/evaluation/loss-tables.ts';
import { qlike } from '../../src/learning/evaluation/qlike.ts';
import { horizons } from '../../src/learning/inputs/daily-panel.ts';

const none = Number.NaN;

function lossesOf(assets: number, ...values: number[]): Losses {
  return { name: 'losses', assets, values: Float64Array.from(values) };
}

describe('QLIKE', () => {
  it('is nothing where both agree', () => {
    expect(qlike(Math.log(0.04), 0.04)).toBeCloseTo(0, 12);
  });

  it('is dearer for half the variance than for twice of it', () => {
    // 2 − ln 2 − 1 and ½ + ln 2 − 1.
    expect(qlike(Math.log(0.5), 1)).toBeCloseTo(1 - Math.LN2, 12);
    expect(qlike(Math.log(2), 1)).toBeCloseTo(Math.LN2 - 0.5, 12);
  });

  it('is least, on average, at the mean of outcomes and not at their middle', () => {
    const outcomes = [0.1, 0.2, 2.7];
    const loss = (forecast: number): number =>
      outcomes.reduce((sum, outcome) => sum + qlike(Math.log(forecast), outcome), 0);
    for (const other of [0.2, 0.9, 1.1, 2.7]) expect(loss(1)).toBeLessThan(loss(other));
  });

  it('of a walk forward is taken of daily variances, at one horizon', () => {
    // One day, two assets: 7-day sums of 14 and 7 against forecasts of 2 and 2 a day; other horizons have none.
    const places = horizons.length;
    const forecasts = new Float64Array(2 * places).fill(none);
    const realized = new Float64Array(2 * places).fill(none);
    [14, 7].forEach((sum, asset) => {
      forecasts[asset * places + 1] = Math.log(2);
      realized[asset * places + 1] = sum;
    });
    const track = { name: 'two', forecasts };
    const week = qlikeLosses(track, { realized, assets: 2, horizonAt: 1 });
    expect(week.values[0]).toBeCloseTo(0, 12);
    expect(week.values[1]).toBeCloseTo(Math.LN2 - 0.5, 12);
    expect(qlikeLosses(track, { realized, assets: 2, horizonAt: 0 }).values[0]).toBeNaN();
  });
});

describe('two forecasts', () => {
  // Days × assets: the third asset has no loss of the first on the second day.
  const first = lossesOf(3, 1, 1, 1, 3, 1, none, 2, 1, 5);
  const second = lossesOf(3, 2, 2, 1, 2, 2, 9, 3, 2, 4);

  it('are compared over the cells that both have', () => {
    // 15 of the first against 18; assets 6 < 7, 3 < 6, 6 > 5.
    const comparison = compareLosses(first, second, { lag: 0 });
    expect(comparison?.cells).toBe(8);
    expect(comparison?.changeShare).toBeCloseTo(15 / 18 - 1, 12);
    expect(comparison?.wonShare).toBeCloseTo(2 / 3, 12);
  });

  it('are tested on the means of days', () => {
    // −2/3, 0, −1/3: mean −1/3, γ₀ = 2/27, t = −(1/3)/√(2/81) = −3/√2.
    const { test } = compareLosses(first, second, { lag: 0 }) ?? {};
    expect(test?.days).toBe(3);
    expect(test?.meanDifference).toBeCloseTo(-1 / 3, 12);
    expect(test?.t).toBeCloseTo(-3 / Math.SQRT2, 12);
  });

  it('change by a share whose standard error is that of the mean of days over the mean loss', () => {
    // √(2/81) of a mean loss of 18/8.
    const { errorShare } = compareLosses(first, second, { lag: 0 }) ?? {};
    expect(errorShare).toBeCloseTo(Math.SQRT2 / 9 / (18 / 8), 12);
  });

  it('cannot be compared without a common cell', () => {
    expect(compareLosses(lossesOf(1, 1, none), lossesOf(1, none, 1), { lag: 0 })).toBeNull();
  });

  it('are compared by year, a close at midnight in the year that begins', () => {
    const closeTime = Float64Array.of(
      Date.parse('2022-12-31'),
      Date.parse('2023-01-01'),
      Date.parse('2023-01-02'),
    );
    const years = compareByYear({ first, second }, { lag: 0, closeTime });
    expect(years.map(({ name, comparison }) => [name, comparison.cells])).toEqual([
      ['2022', 3],
      ['2023', 5],
    ]);
    expect(years[0]?.comparison.changeShare).toBeCloseTo(3 / 5 - 1, 12);
  });

  it('are compared by the history that an asset had', () => {
    const historyDays = Float64Array.of(19, 60, 365, 60, 61, 366, 61, 180, 367);
    const parts = compareByHistory({ first, second }, { lag: 0, historyDays });
    expect(parts.map(({ name, comparison }) => [name, comparison.cells])).toEqual([
      ['under 20 days', 1],
      ['60 to 179 days', 4],
      ['180 to 364 days', 1],
      ['a year and more', 2],
    ]);
  });
});
