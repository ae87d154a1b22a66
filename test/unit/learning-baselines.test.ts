/** The baselines: EWMAs by hand, and autoregressions that find the coefficients their variances were made with. */
import { describe, expect, it } from 'vitest';
import { harColumnsOf } from '../../src/learning/inputs/har-columns.ts';
import { ewmaRealized, ewmaReturns } from '../../src/learning/variance/ewma-forecasters.ts';
import type { ForecasterRecipe } from '../../src/learning/variance/forecaster.ts';
import { harLog } from '../../src/learning/variance/har-log.ts';
import { harOls } from '../../src/learning/variance/har-ols.ts';
import { harWls } from '../../src/learning/variance/har-wls.ts';
import { harq } from '../../src/learning/variance/harq.ts';
import { createLeastSquares } from '../../src/learning/variance/least-squares.ts';
import { forecastAt, harVariances, panelOfVariances } from '../support/daily-panels.ts';

describe('EWMA of squared returns', () => {
  it('weighs yesterday .94 of today, over the sum of weights, at every horizon', () => {
    const panel = panelOfVariances([[1, 1, 1]], { logReturn: Float64Array.of(0.03, 0.01, -0.02) });
    const expected = (4 + 0.94 * 1 + 0.94 ** 2 * 9) / (1 + 0.94 + 0.94 ** 2);
    const forecasts = forecastAt(panel, ewmaReturns, 2);
    for (const value of forecasts) expect(value).toBeCloseTo(Math.log(expected * 1e-4), 12);
  });

  it('passes over a day without return, and has no figure before the first or for zero', () => {
    const panel = panelOfVariances([[1, 1, 1, 1]], {
      logReturn: Float64Array.of(Number.NaN, 0, 0.02, Number.NaN),
    });
    expect(forecastAt(panel, ewmaReturns, 0)[0]).toBeNaN();
    expect(forecastAt(panel, ewmaReturns, 1)[0]).toBeNaN();
    expect(forecastAt(panel, ewmaReturns, 3)).toEqual(forecastAt(panel, ewmaReturns, 2));
  });
});

describe('EWMA of realised variances', () => {
  it('of 1, 2 and 4 with a half-life of a day is 3', () => {
    const panel = panelOfVariances([[1, 2, 4, Number.NaN]]);
    for (const day of [2, 3]) {
      expect(forecastAt(panel, ewmaRealized(1), day)[2]).toBeCloseTo(Math.log(3), 12);
    }
  });
});

/** α, β_d, β_w, β_m of the line that forecasts for one day lie on. */
function lineOf(
  variances: readonly number[],
  recipe: ForecasterRecipe,
  scale: (x: number) => number,
) {
  const panel = panelOfVariances([variances]);
  const columns = harColumnsOf(panel);
  const forecaster = recipe(panel);
  forecaster.fit(panel.days - 1);
  const sums = createLeastSquares(3);
  const out = new Float64Array(3);
  for (let day = 100; day < 160; day++) {
    forecaster.forecast(day, out);
    const row = Float64Array.from(columns, (column) => scale(column[day] as number));
    sums.add(row, { target: scale(Math.exp(out[0] as number)), weight: 1 });
  }
  const mean = new Float64Array(3);
  const line = sums.solve({ mean, deviation: mean.map(() => 1) }, 0);
  return [line?.intercept as number, ...(line?.slopes ?? [])];
}

describe('heterogeneous autoregressions', () => {
  // v' = (0.1 + .4 v + .3 v₇ + .2 v₃₀) e^(.3 ε − .045): the noise has mean 1 and grows with the level.
  const inLevels = harVariances({
    seed: 1,
    days: 12_000,
    start: 1,
    next: ([day, week, month], normal) =>
      (0.1 + 0.4 * day + 0.3 * week + 0.2 * month) * Math.exp(0.3 * normal - 0.045),
  });

  // Standard errors are about .015 for the day, .025 for the week, .03 for the month.
  it.each([
    ['OLS', harOls, 0.1],
    ['WLS', harWls, 0.08],
  ])('%s finds .4, .3 and .2 in levels', (_, recipe, tolerance) => {
    const [intercept, ...slopes] = lineOf(inLevels, recipe, (x) => x);
    expect(Math.abs((intercept as number) - 0.1)).toBeLessThan(0.05);
    [0.4, 0.3, 0.2].forEach((slope, j) => {
      expect(Math.abs((slopes[j] as number) - slope)).toBeLessThan(tolerance);
    });
  });

  it('in logs finds .4, .3 and .2, and adds half the variance of the noise to the constant', () => {
    const logs = harVariances({
      seed: 2,
      days: 12_000,
      start: 1,
      next: ([day, week, month], normal) =>
        Math.exp(0.4 * Math.log(day) + 0.3 * Math.log(week) + 0.2 * Math.log(month) + 0.3 * normal),
    });
    const [intercept, ...slopes] = lineOf(logs, harLog, Math.log);
    [0.4, 0.3, 0.2].forEach((slope, j) => {
      expect(Math.abs((slopes[j] as number) - slope)).toBeLessThan(0.08);
    });
    expect(intercept).toBeCloseTo(0.3 ** 2 / 2, 1);
  });

  it('forecast longer horizons nearer to the mean', () => {
    // The unconditional mean is .1/(1 − .9) = 1; after three calm weeks a month ahead is nearer to it than a day ahead.
    const calm = [...inLevels.slice(0, 6_000), ...new Array<number>(20).fill(0.4)];
    const [day = 0, week = 0, month = 0] = forecastAt(panelOfVariances([calm]), harOls, 6_019);
    expect(day).toBeLessThan(week);
    expect(week).toBeLessThan(month);
    expect(month).toBeLessThan(Math.log(1.05));
  });

  it('HARQ trusts a badly measured day less', () => {
    // Measured v has noise; where unevenness is high the day tells less of the next.
    const truth = inLevels.slice(0, 4_000);
    const noise = harVariances({ seed: 3, days: 4_000, start: 0, next: (_, normal) => normal });
    const isBad = (day: number): boolean => day % 3 === 0;
    const measured = truth.map((value, day) =>
      isBad(day) ? value * Math.exp(0.8 * (noise[day] as number)) : value,
    );
    const unevenness = Float64Array.from(measured, (_, day) => (isBad(day) ? 0 : -3));
    const day = 3_900;
    const leap = (bad: number): number => {
      const changed = measured.with(day, 3 * (measured[day] as number));
      const panel = panelOfVariances([changed], { unevenness: unevenness.with(day, bad) });
      const before = panelOfVariances([measured], { unevenness: unevenness.with(day, bad) });
      return (
        (forecastAt(panel, harq, day)[0] as number) - (forecastAt(before, harq, day)[0] as number)
      );
    };
    expect(leap(0)).toBeLessThan(leap(-3));
  });

  it('in levels give the mean of the targets where the line leaves their range', () => {
    const panel = panelOfVariances([[...inLevels.slice(0, 500), 1e6]]);
    const forecaster = harOls(panel);
    const out = new Float64Array(3);
    forecaster.fit(499);
    forecaster.forecast(500, out);
    // The month is there from day 14 on, so that the first target of one day is that of day 15.
    const targets = inLevels.slice(15, 500);
    const mean = targets.reduce((sum, value) => sum + value, 0) / targets.length;
    expect(out[0]).toBeCloseTo(Math.log(mean), 9);
  });

  it('need 60 complete targets', () => {
    // The month needs 15 days, so the first row is day 14; its 60th has day 74 as its target of one day.
    const panel = panelOfVariances([inLevels.slice(0, 200)]);
    expect(forecastAt(panel, harLog, 73)[0]).toBeNaN();
    expect(forecastAt(panel, harLog, 74)[0]).not.toBeNaN();
    expect(forecastAt(panel, harLog, 74)[2]).toBeNaN();
  });

  it('have no forecast on a day that the asset lacks, nor HARQ without hours', () => {
    const panel = panelOfVariances([inLevels.slice(0, 200).with(150, Number.NaN)]);
    expect(forecastAt(panel, harLog, 150)[0]).toBeNaN();
    expect(forecastAt(panel, harLog, 151)[0]).not.toBeNaN();
    expect(forecastAt(panel, harq, 151)[0]).toBeNaN();
  });
});
