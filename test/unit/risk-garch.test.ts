/** GARCH by hand: variances, likelihood and its gradient, forecasts. */
import { describe, expect, it } from 'vitest';
import {
  type GarchParameters,
  garchForecast,
  garchPersistence,
  garchStartVariance,
  garchVariances,
} from '../../src/risk/garch.ts';
import { createGarchLikelihood, garchLogLikelihood } from '../../src/risk/garch-likelihood.ts';
import { garchReturns } from '../support/garch-returns.ts';

const parameters: GarchParameters = {
  mean: 0.5,
  omega: 1,
  alpha: 0.1,
  gamma: 0.2,
  beta: 0.5,
  degreesOfFreedom: null,
};

describe('the start', () => {
  it('weighs the first residuals by 1, .94, .94²', () => {
    const weights = 1 + 0.94 + 0.94 ** 2;
    const expected = (1 + 0.94 * 4 + 0.94 ** 2 * 9) / weights;
    expect(garchStartVariance(Float64Array.of(2, -1, 4), 1)).toBeCloseTo(expected, 14);
  });

  it('looks at no more than 75 returns', () => {
    const returns = new Float64Array(80).fill(1).fill(100, 75);
    expect(garchStartVariance(returns, 0)).toBeCloseTo(1, 14);
  });
});

describe('variances', () => {
  // Residuals 2, −4 and 0. First 1 + (.1 + .2/2 + .5)·10 = 8, then 1 + .1·4 + .5·8 = 5.4,
  // then 1 + (.1 + .2)·16 + .5·5.4 = 8.5, then 1 + .5·8.5 = 5.25.
  it('weigh squares after negative returns by α + γ, after others by α', () => {
    const out = new Float64Array(3);
    const next = garchVariances(Float64Array.of(2.5, -3.5, 0.5), parameters, 10, out);
    [8, 5.4, 8.5].forEach((variance, t) => {
      expect(out[t]).toBeCloseTo(variance, 13);
    });
    expect(next).toBeCloseTo(5.25, 13);
  });
});

describe('the log-likelihood', () => {
  const returns = Float64Array.of(2.5, -3.5, 0.5);

  it('with normal innovations is −½ Σ (ln 2πσ² + ε²/σ²)', () => {
    const terms = [
      [8, 4],
      [5.4, 16],
      [8.5, 0],
    ].map(([variance = 0, square = 0]) => Math.log(2 * Math.PI * variance) + square / variance);
    const expected = -0.5 * terms.reduce((a, b) => a + b);
    expect(garchLogLikelihood(returns, parameters, 10)).toBeCloseTo(expected, 13);
  });

  // With ν = 3 the density of z is (2/π)(1 + z²)^−2.
  it("with Student's t of 3 degrees is Σ (ln 2/π − ½ ln σ² − 2 ln(1 + ε²/σ²))", () => {
    const terms = [
      [8, 4],
      [5.4, 16],
      [8.5, 0],
    ].map(
      ([variance = 0, square = 0]) =>
        Math.log(2 / Math.PI) - 0.5 * Math.log(variance) - 2 * Math.log1p(square / variance),
    );
    const found = garchLogLikelihood(returns, { ...parameters, degreesOfFreedom: 3 }, 10);
    expect(found).toBeCloseTo(
      terms.reduce((a, b) => a + b),
      12,
    );
  });

  it('holds with many variances so small or large that their product is no number', () => {
    for (const scale of [1e-6, 1e6]) {
      const many = new Float64Array(1_000).fill(scale);
      const steady = { ...parameters, mean: 0, omega: scale ** 2, alpha: 0, gamma: 0, beta: 0 };
      const expected = -500 * (Math.log(2 * Math.PI * scale ** 2) + 1);
      expect(garchLogLikelihood(many, steady, 1)).toBeCloseTo(expected, 7);
    }
  });
});

describe('the gradient', () => {
  const returns = garchReturns({ parameters, count: 300, seed: 3 });

  it.each([
    ['normal', null],
    ["Student's t", 4.5],
  ])('with %s innovations is the change of the log-likelihood', (_, degreesOfFreedom) => {
    const at = { ...parameters, degreesOfFreedom };
    const likelihood = createGarchLikelihood(returns, 3);
    likelihood.value(at);
    const gradient = likelihood.gradient();
    for (const [key, value] of Object.entries(at)) {
      if (value === null) continue;
      const step = 1e-6;
      const up = garchLogLikelihood(returns, { ...at, [key]: value + step }, 3);
      const down = garchLogLikelihood(returns, { ...at, [key]: value - step }, 3);
      const slope = gradient[key as keyof typeof gradient];
      expect(slope / ((up - down) / (2 * step))).toBeCloseTo(1, 5);
    }
  });
});

describe('the forecast', () => {
  /** π = .1 + .2/2 + .5 = .7 and V = 1/.3. */
  const longRun = 1 / 0.3;
  const forecasts = (nextVariance: number): readonly number[] =>
    [1, 5, 21, 250].map((bars) => garchForecast({ parameters, nextVariance }, bars));

  it('of one bar is the variance of the next', () => {
    expect(garchPersistence(parameters)).toBeCloseTo(0.7, 15);
    expect(forecasts(9)[0]).toBe(9);
  });

  it('over h bars is V + (σ² − V)(1 − π^h)/(h(1 − π))', () => {
    for (const bars of [2, 7, 30]) {
      const expected = longRun + ((9 - longRun) * (1 - 0.7 ** bars)) / (bars * 0.3);
      expect(garchForecast({ parameters, nextVariance: 9 }, bars)).toBeCloseTo(expected, 12);
    }
  });

  it('falls to V from above and rises to it from below', () => {
    const [above, below] = [forecasts(9), forecasts(1)];
    expect(above).toEqual([...above].sort((a, b) => b - a));
    expect(below).toEqual([...below].sort((a, b) => a - b));
    expect(above.at(-1)).toBeCloseTo(longRun, 0);
    expect(below.at(-1)).toBeCloseTo(longRun, 0);
  });

  it('grows without end, but stays a number, when nothing returns to V', () => {
    const integrated = { ...parameters, alpha: 0.1, gamma: 0, beta: 0.9 };
    expect(garchForecast({ parameters: integrated, nextVariance: 9 }, 3)).toBeCloseTo(10, 12);
  });
});
