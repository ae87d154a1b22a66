/** Fits of GARCH: what scaling, a start, variance targeting and rubbish do to them. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { type GarchModel, type GarchParameters, garchPersistence } from '../../src/risk/garch.ts';
import { fitGarch, type GarchFit } from '../../src/risk/garch-fit.ts';
import { garchReturns } from '../support/garch-returns.ts';

const truth: GarchParameters = {
  mean: 0.0005,
  omega: 1e-5,
  alpha: 0.04,
  gamma: 0.08,
  beta: 0.88,
  degreesOfFreedom: 6,
};
const returns = garchReturns({ parameters: truth, count: 1_500, seed: 11 });
const gjr: GarchModel = {
  asymmetric: true,
  innovations: 'student-t',
  mean: 'constant',
  varianceTargeting: false,
};
const models: readonly GarchModel[] = [true, false].flatMap((asymmetric) =>
  (['normal', 'student-t'] as const).flatMap((innovations) =>
    (['zero', 'constant'] as const).flatMap((mean) =>
      [true, false].map((varianceTargeting) => ({
        asymmetric,
        innovations,
        mean,
        varianceTargeting,
      })),
    ),
  ),
);

describe('a fit', () => {
  it('has exactly what the model has', () => {
    for (const model of models) {
      const { parameters, status } = fitGarch(returns, model);
      expect(status).toBe('converged');
      expect(parameters.gamma === 0).toBe(!model.asymmetric);
      expect(parameters.mean === 0).toBe(model.mean === 'zero');
      expect(parameters.degreesOfFreedom === null).toBe(model.innovations === 'normal');
    }
  });

  it('is never less likely for having more parameters', () => {
    const likelihood = (change: Partial<GarchModel>): number =>
      fitGarch(returns, { ...gjr, ...change }).logLikelihood as number;
    const all = likelihood({});
    expect(likelihood({ asymmetric: false })).toBeLessThan(all);
    expect(likelihood({ innovations: 'normal' })).toBeLessThan(all);
    expect(likelihood({ mean: 'zero' })).toBeLessThan(all);
    expect(likelihood({ varianceTargeting: true })).toBeLessThan(all);
  });

  it('of tenfold returns has a tenfold mean, a hundredfold ω and else the same', () => {
    const fit = fitGarch(returns, gjr);
    const tenfold = fitGarch(
      returns.map((value) => 10 * value),
      gjr,
    );
    const ratio = (of: (fit: GarchFit) => number): number => of(tenfold) / of(fit);
    expect(ratio(({ parameters }) => parameters.mean)).toBeCloseTo(10, 3);
    expect(ratio(({ parameters }) => parameters.omega)).toBeCloseTo(100, 2);
    expect(ratio(({ nextVariance }) => nextVariance)).toBeCloseTo(100, 2);
    for (const key of ['alpha', 'gamma', 'beta', 'degreesOfFreedom'] as const) {
      expect(ratio(({ parameters }) => parameters[key] as number)).toBeCloseTo(1, 4);
    }
    const lost = returns.length * Math.log(10);
    expect(tenfold.logLikelihood).toBeCloseTo((fit.logLikelihood as number) - lost, 5);
  });

  it('with variance targeting returns to the variance of the sample', () => {
    const { parameters } = fitGarch(returns, { ...gjr, mean: 'zero', varianceTargeting: true });
    const variance = returns.reduce((sum, value) => sum + value ** 2, 0) / returns.length;
    expect(parameters.omega / (1 - garchPersistence(parameters)) / variance).toBeCloseTo(1, 10);
  });

  it('from the parameters of an earlier one takes fewer steps to the same maximum', () => {
    const earlier = fitGarch(returns.subarray(0, 1_470), gjr);
    const cold = fitGarch(returns, gjr);
    const warm = fitGarch(returns, gjr, earlier.parameters);
    expect(warm.status).toBe('converged');
    expect(warm.iterations).toBeLessThan(cold.iterations);
    expect(warm.logLikelihood).toBeCloseTo(cold.logLikelihood as number, 5);
  });

  it('is the same each time', () => {
    expect(fitGarch(returns, gjr)).toEqual(fitGarch(returns, gjr));
  });

  it('takes the higher of two maxima', () => {
    // Calm returns with three jumps that calm follows at once: a fit without a memory of them is far more likely.
    const random = createRandom(2);
    const jumpy = Float64Array.from({ length: 600 }, () => random.normal());
    for (const t of [150, 300, 450]) jumpy[t] = 12;
    const model = { ...gjr, asymmetric: false, innovations: 'normal', mean: 'zero' } as const;
    const best = fitGarch(jumpy, model).logLikelihood as number;
    for (const [alpha, beta] of [
      [0.01, 0.98],
      [0.05, 0.9],
      [0.3, 0.3],
      [0.9, 0.05],
    ] as const) {
      const start = { ...truth, mean: 0, omega: 0.05, alpha, gamma: 0, beta };
      expect(fitGarch(jumpy, model, start).logLikelihood).toBeLessThan(best + 1e-4);
    }
  });
});

describe('rubbish', () => {
  const random = createRandom(4);
  const calm = Float64Array.from({ length: 400 }, () => 0.01 * random.normal());
  const cases: readonly (readonly [string, Float64Array])[] = [
    ['nothing', new Float64Array()],
    ['ten returns', calm.slice(0, 10)],
    ['ten zeros', new Float64Array(10)],
    ['all zeros', new Float64Array(400)],
    ['the same return each day', new Float64Array(400).fill(0.013)],
    ['an outlier of 50 σ', calm.map((value, t) => (t === 200 ? 0.5 : value))],
    ['an outlier on the first day', calm.map((value, t) => (t === 0 ? -0.5 : value))],
    ['an outlier on the last day', calm.map((value, t) => (t === 399 ? -0.5 : value))],
    ['one return among zeros', new Float64Array(400).fill(0.1, 200, 201)],
    ['zeros and then returns', calm.map((value, t) => (t < 300 ? 0 : value))],
    ['returns and then zeros', calm.map((value, t) => (t < 100 ? value : 0))],
    ['up and down by as much', calm.map((_, t) => (t % 2 ? 0.01 : -0.01))],
    ['a growing series', calm.map((_, t) => 1.05 ** t)],
    ['tiny returns', calm.map((value) => 1e-90 * value)],
    ['returns too small to square', calm.map((value) => 1e-200 * value)],
    ['huge returns', calm.map((value) => 1e90 * value)],
    ['positive returns only', calm.map(Math.abs)],
    ['sixty returns', calm.slice(0, 60)],
  ];

  it.each(cases)('of %s gives numbers, and variances that return', (_, series) => {
    for (const model of models) {
      const { parameters, nextVariance, logLikelihood, status } = fitGarch(series, model);
      const { mean, omega, alpha, gamma, beta, degreesOfFreedom } = parameters;
      const numbers = [mean, omega, alpha, gamma, beta, nextVariance];
      expect(numbers.every(Number.isFinite)).toBe(true);
      expect(Math.min(omega, alpha, alpha + gamma, beta, nextVariance)).toBeGreaterThanOrEqual(0);
      expect(garchPersistence(parameters)).toBeLessThan(1);
      expect(degreesOfFreedom ?? 3).toBeGreaterThan(2);
      expect(Number.isFinite(logLikelihood ?? 0)).toBe(true);
      expect(['converged', 'inexact', 'too-short', 'flat']).toContain(status);
    }
  });

  it('of fewer than 60 returns is no fit but their variance', () => {
    const fit = fitGarch(Float64Array.of(0.01, -0.02, 0.02, -0.01), { ...gjr, mean: 'zero' });
    expect(fit).toMatchObject({ status: 'too-short', iterations: 0 });
    expect(fit.nextVariance).toBeCloseTo(2.5e-4, 15);
    expect(fit.parameters).toMatchObject({ omega: fit.nextVariance, alpha: 0, gamma: 0, beta: 0 });
    expect(fit.logLikelihood).toBeCloseTo(-2 * (Math.log(2 * Math.PI * 2.5e-4) + 1), 12);
  });

  it('of returns that do not vary is flat and has no likelihood', () => {
    const same = new Float64Array(100).fill(0.013);
    expect(fitGarch(same, gjr)).toMatchObject({ status: 'flat', logLikelihood: null });
    expect(fitGarch(new Float64Array(100), { ...gjr, mean: 'zero' }).status).toBe('flat');
    expect(fitGarch(same, { ...gjr, mean: 'zero' }).status).not.toBe('flat');
  });

  it('of what is no number is a mistake of ours', () => {
    const broken = calm.map((value, t) => (t === 7 ? Number.NaN : value));
    expect(() => fitGarch(broken, gjr)).toThrow('the deviation of returns was NaN');
  });
});
