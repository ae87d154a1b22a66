/** GARCH(1,1) and GJR-GARCH(1,1) with Student's t beside the Python package `arch` 8.0, on 2,000 simulated returns. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type GarchParameters,
  garchForecast,
  garchStartVariance,
  garchVariances,
} from '../../src/risk/garch.ts';
import { fitGarch } from '../../src/risk/garch-fit.ts';
import { garchLogLikelihood } from '../../src/risk/garch-likelihood.ts';
import reference from './garch.json' with { type: 'json' };

const file = new URL('./garch_returns_percent.csv', import.meta.url);
const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);

describe.each([
  { name: 'garch', column: 0, asymmetric: false, innovations: 'normal' },
  { name: 'gjr_t', column: 1, asymmetric: true, innovations: 'student-t' },
] as const)('$name', ({ name, column, asymmetric, innovations }) => {
  const returns = Float64Array.from(rows, (row) => Number(row.split(',')[column]));
  const wanted = reference[name];
  const parameters: GarchParameters = wanted.zero.parameters;
  const start = garchStartVariance(returns, 0);

  it('starts from the same back-cast', () => {
    expect(start).toBeCloseTo(wanted.start, 12);
  });

  it('has the same variances at the same parameters', () => {
    const variances = new Float64Array(returns.length);
    const next = garchVariances(returns, parameters, start, variances);
    wanted.variances.forEach((variance, t) => {
      expect(variances[t]).toBeCloseTo(variance, 11);
    });
    expect(next).toBeCloseTo(wanted.forecast[0] as number, 11);
  });

  it('has the same log-likelihood at the same parameters', () => {
    expect(garchLogLikelihood(returns, parameters, start)).toBeCloseTo(
      wanted.zero.logLikelihood,
      8,
    );
  });

  it.each([1, 2, 10])('expects the same variance over the next %d bars', (horizonBars) => {
    const fit = { parameters, nextVariance: wanted.forecast[0] as number };
    const mean = wanted.forecast.slice(0, horizonBars).reduce((a, b) => a + b) / horizonBars;
    expect(garchForecast(fit, horizonBars)).toBeCloseTo(mean, 11);
  });

  it.each(['zero', 'constant'] as const)('is fitted as well or better, with a %s mean', (mean) => {
    const model = { asymmetric, innovations, mean, varianceTargeting: false } as const;
    const fit = fitGarch(returns, model);
    expect(fit.status).toBe('converged');
    expect(fit.logLikelihood).toBeGreaterThan(wanted[mean].logLikelihood - 1e-5);
    expect(fit.logLikelihood).toBeLessThan(wanted[mean].logLikelihood + 1e-3);
    for (const [key, value] of Object.entries(wanted[mean].parameters)) {
      const found = fit.parameters[key as keyof GarchParameters];
      if (value === null) expect(found).toBeNull();
      else expect(Math.abs((found as number) - value)).toBeLessThanOrEqual(1e-3 * Math.abs(value));
    }
  });
});
