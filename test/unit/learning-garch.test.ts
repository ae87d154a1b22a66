/** GARCH as a forecaster: the fit it rests on, what comes in after a fit, and what has no forecast. */
import { describe, expect, it } from 'vitest';
import { garch, gjrT } from '../../src/learning/variance/garch-forecasters.ts';
import { fitGarch } from '../../src/risk/garch-fit.ts';
import { forecastAt, panelOfVariances } from '../support/daily-panels.ts';
import { garchReturns } from '../support/garch-returns.ts';

/** Daily returns of 2 %, persistence .95: ω = 4e-4 · .05. */
const truth = { mean: 0, omega: 2e-5, alpha: 0.1, gamma: 0, beta: 0.85, degreesOfFreedom: null };
const returns = garchReturns({ parameters: truth, count: 1_500, seed: 3 });
const panelOfReturns = (values: readonly number[]) =>
  panelOfVariances([values.map(() => 1)], { logReturn: Float64Array.from(values) });
const panel = panelOfReturns([...returns]);
const model = {
  asymmetric: false,
  innovations: 'normal',
  mean: 'constant',
  varianceTargeting: false,
} as const;

describe('GARCH(1,1) as a forecaster', () => {
  it('says the next variance of its fit, and the mean of those that follow', () => {
    const { parameters, nextVariance } = fitGarch(returns, model);
    const [day = 0, week = 0] = forecastAt(panel, garch, 1_499).map(Math.exp);
    expect(day / nextVariance).toBeCloseTo(1, 9);
    // v_{k+1} = V + π^k (v_1 − V), so that the mean of seven is V + (v_1 − V)(1 − π⁷)/(7 (1 − π)).
    const persistence = parameters.alpha + parameters.beta;
    const level = parameters.omega / (1 - persistence);
    const share = (1 - persistence ** 7) / (7 * (1 - persistence));
    expect(week / (level + (nextVariance - level) * share)).toBeCloseTo(1, 9);
  });

  it('follows the returns after its fit: σ² = ω + α ε² + β σ²', () => {
    const forecaster = garch(panel);
    const [before, after] = [new Float64Array(3), new Float64Array(3)];
    forecaster.fit(1_000);
    forecaster.forecast(1_200, before);
    forecaster.forecast(1_201, after);
    const { parameters } = fitGarch(returns.slice(0, 1_001), model);
    const { mean, omega, alpha, beta } = parameters;
    const residual = (returns[1_201] as number) - mean;
    const expected = omega + alpha * residual ** 2 + beta * Math.exp(before[0] as number);
    expect(Math.exp(after[0] as number) / expected).toBeCloseTo(1, 9);
  });

  it('does not depend on when it was fitted before', () => {
    const forecaster = garch(panel);
    const out = new Float64Array(3);
    for (const day of [200, 700, 1_499]) forecaster.fit(day);
    forecaster.forecast(1_499, out);
    expect([...out]).toEqual(forecastAt(panel, garch, 1_499));
  });

  it('passes over a day without return', () => {
    const withGap = panelOfReturns([
      ...returns.slice(0, 900),
      Number.NaN,
      ...returns.slice(900, 1_000),
    ]);
    const without = panelOfReturns([...returns.slice(0, 1_000)]);
    expect(forecastAt(withGap, garch, 1_000)).toEqual(forecastAt(without, garch, 999));
  });

  it.each([
    ['59 returns', [...returns.slice(0, 59)]],
    ['returns that are all the same', new Array<number>(100).fill(0)],
  ])('has no forecast from %s', (_, values) => {
    const [day] = forecastAt(panelOfReturns(values), garch, values.length - 1);
    expect(day).toBeNaN();
  });
});

describe('GJR-GARCH(1,1) with Student-t innovations as a forecaster', () => {
  it('expects more after a fall than after a rise as large', () => {
    const parameters = { ...truth, alpha: 0.02, gamma: 0.16, degreesOfFreedom: 6 };
    const asymmetric = [...garchReturns({ parameters, count: 3_000, seed: 4 })];
    const expectedAfter = (move: number): number =>
      forecastAt(panelOfReturns([...asymmetric, move]), gjrT, 3_000)[0] as number;
    expect(Math.exp(expectedAfter(-0.05) - expectedAfter(0.05))).toBeGreaterThan(1.3);
  });
});
