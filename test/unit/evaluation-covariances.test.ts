/** Scores of covariance forecasts, by hand: likelihood, regret, quarters, the portfolio of minimum variance. */
import { describe, expect, it } from 'vitest';
import { regretsOf } from '../../src/learning/evaluation/covariance-regret.ts';
import { scoreCovariances } from '../../src/learning/evaluation/covariance-scores.ts';
import { createGaussianScore } from '../../src/learning/evaluation/gaussian-likelihood.ts';
import {
  minimumVarianceWeights,
  realisedVolatility,
} from '../../src/learning/evaluation/minimum-variance.ts';
import { quartersOf } from '../../src/learning/evaluation/quarters.ts';
import type { CovarianceForecaster } from '../../src/risk/covariance-forecaster.ts';
import { dayMs } from '../support/panels.ts';

const none = Number.NaN;

/** The same Σ every day, from the second on. */
function constant(covariance: readonly number[]): CovarianceForecaster {
  let days = 0;
  return {
    name: 'constant',
    observe() {
      days++;
    },
    covariance(out) {
      out.set(covariance);
      return days > 0;
    },
  };
}

describe('the log-likelihood', () => {
  it('of two independent assets is the sum of two normal densities', () => {
    const score = createGaussianScore(2, [0, 1]);
    const value = score({
      covariance: Float64Array.of(4, 0, 0, 9),
      values: Float64Array.of(none, 2, -3),
      offset: 1,
    });
    expect(value).toBeCloseTo(-Math.log(2 * Math.PI) - Math.log(2) - Math.log(3) - 1, 12);
  });

  it('with a correlation of .6 has the determinant .64 and the form 1.25', () => {
    // rᵀΣ⁻¹r of (1, 1): 2/(1 + .6).
    const value = createGaussianScore(
      2,
      [0, 1],
    )({
      covariance: Float64Array.of(1, 0.6, 0.6, 1),
      values: Float64Array.of(1, 1),
      offset: 0,
    });
    expect(value).toBeCloseTo(-Math.log(2 * Math.PI) - Math.log(0.64) / 2 - 0.625, 12);
  });

  it('counts the chosen assets only', () => {
    const value = createGaussianScore(
      3,
      [2],
    )({
      covariance: Float64Array.of(1, 0, 0.5, 0, 1, 0, 0.5, 0, 4),
      values: Float64Array.of(9, none, 2),
      offset: 0,
    });
    expect(value).toBeCloseTo(-Math.log(2 * Math.PI) / 2 - Math.log(2) - 0.5, 12);
  });

  it('is minus infinity where Σ is not positive definite', () => {
    const covariance = Float64Array.of(1, 2, 2, 1);
    const values = Float64Array.of(1, 1);
    const value = createGaussianScore(2, [0, 1])({ covariance, values, offset: 0 });
    expect(value).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('the portfolio of minimum variance', () => {
  it('of independent assets weighs by the inverse of variance', () => {
    const options = { assets: 2, chosen: [0, 1] };
    const weights = minimumVarianceWeights(Float64Array.of(1, 0, 0, 4), options);
    expect(weights?.[0]).toBeCloseTo(0.8, 12);
    expect(weights?.[1]).toBeCloseTo(0.2, 12);
  });

  it('sells the riskier of two that move together', () => {
    // Σ⁻¹1 is proportional to (4 − 1.8, 1 − 1.8).
    const options = { assets: 2, chosen: [0, 1] };
    const weights = minimumVarianceWeights(Float64Array.of(1, 1.8, 1.8, 4), options);
    expect(weights?.[0]).toBeCloseTo(2.2 / 1.4, 12);
    expect(weights?.[1]).toBeCloseTo(-0.8 / 1.4, 12);
  });

  it('has a volatility: the root mean square of its days, a year long', () => {
    expect(realisedVolatility([0.01, -0.01, 0.01, -0.01], { daysPerYear: 365 })).toBeCloseTo(
      0.01 * Math.sqrt(365),
      12,
    );
  });
});

describe('quarters', () => {
  // 181 days from 2022-01-01 on: the first quarter closes 90 of them, the last at 2022-04-01 00:00.
  const days = 181;
  const closeTime = Float64Array.from(
    { length: days },
    (_, day) => Date.parse('2022-01-02') + day * dayMs,
  );
  const whole = new Float64Array(2 * days).fill(0.01);
  const quarters = (values: Float64Array) =>
    quartersOf({ assets: 2, values }, closeTime, { from: 0, to: days });

  it('hold the days that close in them, midnight at the end included', () => {
    expect(quarters(whole).map(({ name, days: scored }) => [name, scored.length])).toEqual([
      ['2022-Q1', 90],
      ['2022-Q2', 91],
    ]);
  });

  it('leave out days without a return of an asset, and an asset that lacks more than one in ten', () => {
    const holed = whole.slice();
    for (const day of [3, 7]) holed[2 * day] = none;
    for (let day = 90; day < 105; day++) holed[2 * day + 1] = none;
    expect(quarters(holed).map(({ assets, days: scored }) => [assets, scored.length])).toEqual([
      [[0, 1], 88],
      [[0], 91],
    ]);
  });

  it('are left out with no more days than assets', () => {
    const short = quartersOf({ assets: 2, values: whole }, closeTime, { from: 88, to: 94 });
    expect(short.map(({ name }) => name)).toEqual(['2022-Q2']);
  });
});

describe('the regret', () => {
  // One asset, returns ±.02 all days: its own second moment is 4e-4.
  const days = 91;
  const returns = {
    assets: 1,
    values: Float64Array.from({ length: days }, (_, day) => (day % 2 === 0 ? 0.02 : -0.02)),
  };
  const closeTime = Float64Array.from(
    { length: days },
    (_, day) => Date.parse('2022-01-02') + day * dayMs,
  );
  const [quarter] = quartersOf(returns, closeTime, { from: 1, to: 90 });
  const regret = (variance: number): number => {
    const scores = scoreCovariances(returns, constant([variance]), quarter ? [quarter] : []);
    return regretsOf(returns, scores)[0]?.nats as number;
  };

  it('of the second moment itself is none', () => {
    expect(regret(4e-4)).toBeCloseTo(0, 12);
  });

  it('of twice the variance is ½ (ln 2 − ½)', () => {
    expect(regret(8e-4)).toBeCloseTo((Math.LN2 - 0.5) / 2, 12);
  });

  it('is not known of a quarter with a day without a forecast', () => {
    const [early] = quartersOf(returns, closeTime, { from: 0, to: 90 });
    const scores = scoreCovariances(returns, constant([4e-4]), early ? [early] : []);
    expect(regretsOf(returns, scores)[0]?.nats).toBeNaN();
  });
});
