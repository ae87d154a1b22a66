/** Least squares, standardising and smearing, by hand. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { createMoments, standardized } from '../../src/learning/inputs/standardizer.ts';
import { createLeastSquares } from '../../src/learning/variance/least-squares.ts';
import { smeared, smearingOf } from '../../src/learning/variance/smearing.ts';
import { forecastAt, panelOfVariances, saying } from '../support/daily-panels.ts';

const asIs = (width: number) => ({
  mean: new Float64Array(width),
  deviation: new Float64Array(width).fill(1),
});

describe('least squares', () => {
  it('finds the line through three points: y = 1 + 2x', () => {
    const sums = createLeastSquares(1);
    for (const x of [0, 1, 5]) sums.add(Float64Array.of(x), { target: 1 + 2 * x, weight: 1 });
    const fit = sums.solve(asIs(1), 0);
    expect(fit?.intercept).toBeCloseTo(1, 12);
    expect(fit?.slopes[0]).toBeCloseTo(2, 12);
  });

  it('shrinks a slope by var/(var + λ) and leaves the mean alone', () => {
    // x = ±1: variance 1; y = 3 + 2x; λ = 1 halves the slope, and the line still goes through the mean (0, 3).
    const sums = createLeastSquares(1);
    for (const x of [-1, 1]) sums.add(Float64Array.of(x), { target: 3 + 2 * x, weight: 1 });
    const fit = sums.solve(asIs(1), 1);
    expect(fit?.slopes[0]).toBeCloseTo(1, 12);
    expect(fit?.intercept).toBeCloseTo(3, 12);
  });

  it('speaks of z = (x − mean)/deviation when it is given both', () => {
    const sums = createLeastSquares(1);
    for (const x of [0, 1, 5]) sums.add(Float64Array.of(x), { target: 1 + 2 * x, weight: 1 });
    const fit = sums.solve({ mean: Float64Array.of(2), deviation: Float64Array.of(4) }, 0);
    // y = 1 + 2(2 + 4z) = 5 + 8z.
    expect(fit?.intercept).toBeCloseTo(5, 12);
    expect(fit?.slopes[0]).toBeCloseTo(8, 12);
  });

  it('weighs rows, and decay makes earlier rows weigh less', () => {
    const weighted = createLeastSquares(1);
    const decayed = createLeastSquares(1);
    const points = [
      [0, 1],
      [1, 5],
      [3, 2],
    ] as const;
    points.forEach(([x, target], age) => {
      weighted.add(Float64Array.of(x), { target, weight: 2 ** age });
      decayed.decay(0.5);
      decayed.add(Float64Array.of(x), { target, weight: 1 });
    });
    const [a, b] = [weighted.solve(asIs(1), 0.1), decayed.solve(asIs(1), 0.1)];
    expect(a?.intercept).toBeCloseTo(b?.intercept as number, 12);
    expect(a?.slopes[0]).toBeCloseTo(b?.slopes[0] as number, 12);
  });

  it('has no answer without rows, nor where rows do not tell regressors apart', () => {
    const sums = createLeastSquares(2);
    expect(sums.solve(asIs(2), 0)).toBeUndefined();
    for (const x of [1, 2, 3]) sums.add(Float64Array.of(x, 2 * x), { target: x, weight: 1 });
    expect(sums.solve(asIs(2), 0)).toBeUndefined();
    expect(sums.solve(asIs(2), 0.1)).toBeDefined();
  });

  it('leaves out a regressor that does not vary', () => {
    const sums = createLeastSquares(2);
    for (const x of [0, 1, 5]) sums.add(Float64Array.of(x, 7), { target: 1 + 2 * x, weight: 1 });
    const fit = sums.solve({ mean: Float64Array.of(0, 7), deviation: Float64Array.of(1, 0) }, 0);
    expect(fit?.slopes[0]).toBeCloseTo(2, 12);
    expect(fit?.slopes[1]).toBe(0);
  });
});

describe('a standardizer', () => {
  const moments = createMoments(3);
  for (const row of [
    [1, Number.NaN, 4],
    [3, 5, 4],
    [5, 7, 4],
  ]) {
    moments.observe(row);
  }
  const standardizer = moments.standardizer();

  it('has means and deviations of what was there', () => {
    expect([...standardizer.mean]).toEqual([3, 6, 4]);
    expect(standardizer.deviation[0]).toBeCloseTo(Math.sqrt(8 / 3), 12);
    expect(standardizer.deviation[1]).toBeCloseTo(1, 12);
  });

  it('gives 0 for what is missing and for what never varied', () => {
    expect(standardized(standardizer, Number.NaN, 0)).toBe(0);
    expect(standardized(standardizer, 9, 2)).toBe(0);
  });

  it('cuts at five deviations', () => {
    expect(standardized(standardizer, 8, 1)).toBe(2);
    expect(standardized(standardizer, 100, 1)).toBe(5);
    expect(standardized(standardizer, -100, 1)).toBe(-5);
  });
});

describe('smearing', () => {
  it('is ln mean exp(e): of 0 and ln 3 it is ln 2', () => {
    expect(smearingOf(Float64Array.of(Math.log(3), 0))).toBeCloseTo(Math.LN2, 12);
  });

  it('is half the variance of normal errors, to what 20,000 of them tell', () => {
    const random = createRandom(3);
    const errors = Float64Array.from({ length: 20_000 }, () => 0.8 * random.normal());
    expect(smearingOf(errors)).toBeCloseTo(0.32, 1);
  });

  it('is hardly moved by one price that never was', () => {
    const errors = Float64Array.from({ length: 1_000 }, (_, k) => (k % 10) / 10 - 0.45);
    const usual = smearingOf(errors.slice());
    errors[500] = 12;
    // Alone e¹² / 1,000 = 163 would add ln 164.
    expect(smearingOf(errors) - usual).toBeLessThan(0.02);
  });

  it('makes forecasts of a mean from those of a log, and needs complete targets', () => {
    // Variances 1 and 3 in turn, a forecast of ln 1: e is ln 3 and 0 in turn, so c = ln 2.
    const panel = panelOfVariances([Array.from({ length: 41 }, (_, day) => (day % 2 ? 3 : 1))]);
    const [day = 0, , month = 0] = forecastAt(panel, smeared(saying('zero', 0)), 40);
    expect(day).toBeCloseTo(Math.LN2, 12);
    expect(month).toBeCloseTo(Math.LN2, 12);
    const [early, , none] = forecastAt(panel, smeared(saying('zero', 0)), 20);
    expect(early).toBeCloseTo(Math.LN2, 12);
    expect(none).toBeNaN();
  });
});
