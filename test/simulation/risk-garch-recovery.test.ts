/** Fits of GARCH to simulated returns of known parameters, over many seeds: they find them as well as theory says. */
import { describe, expect, it } from 'vitest';
import {
  type GarchModel,
  type GarchParameters,
  garchPersistence,
  garchStartVariance,
} from '../../src/risk/garch.ts';
import { fitGarch } from '../../src/risk/garch-fit.ts';
import { garchLogLikelihood } from '../../src/risk/garch-likelihood.ts';
import { garchReturns } from '../support/garch-returns.ts';

const seeds = 30;
const count = 2_000;
const rest = { mean: 'zero', varianceTargeting: false } as const;

type Case = {
  readonly name: string;
  readonly model: GarchModel;
  readonly truth: GarchParameters;
  readonly free: readonly (keyof GarchParameters)[];
};

const cases: readonly Case[] = [
  {
    name: 'GARCH with normal innovations',
    model: { asymmetric: false, innovations: 'normal', ...rest },
    truth: { mean: 0, omega: 0.3, alpha: 0.08, gamma: 0, beta: 0.89, degreesOfFreedom: null },
    free: ['omega', 'alpha', 'beta'],
  },
  {
    name: "GJR with Student's t and a mean",
    model: { asymmetric: true, innovations: 'student-t', ...rest, mean: 'constant' },
    truth: { mean: 0.1, omega: 0.3, alpha: 0.05, gamma: 0.1, beta: 0.87, degreesOfFreedom: 5 },
    free: ['mean', 'omega', 'alpha', 'gamma', 'beta', 'degreesOfFreedom'],
  },
];

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardErrorOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)) / values.length);
}

describe.each(cases)('$name, 30 times 2,000 returns', ({ model, truth, free }) => {
  const runs = Array.from({ length: seeds }, (_, seed) => {
    const returns = garchReturns({ parameters: truth, count, seed: seed + 1 });
    const fit = fitGarch(returns, model);
    const sampleMean = model.mean === 'zero' ? 0 : meanOf([...returns]);
    const start = garchStartVariance(returns, sampleMean);
    const gain = (fit.logLikelihood as number) - garchLogLikelihood(returns, truth, start);
    return { fit, gain };
  });

  it('is never below the likelihood of the truth', () => {
    expect(Math.min(...runs.map(({ gain }) => gain))).toBeGreaterThan(0);
    expect(runs.every(({ fit }) => fit.status === 'converged')).toBe(true);
  });

  // Wilks (1938): twice the gain is χ² with as many degrees as parameters, k: mean k, variance 2k.
  it('gains over the truth what as many parameters gain by chance', () => {
    const doubled = runs.map(({ gain }) => 2 * gain);
    const error = Math.sqrt((2 * free.length) / seeds);
    expect(Math.abs(meanOf(doubled) - free.length)).toBeLessThan(3 * error);
    expect(Math.max(...doubled)).toBeLessThan(free.length + 6 * Math.sqrt(2 * free.length));
  });

  // Within four standard errors of the mean over the seeds, which must say something: less than half of the truth.
  it('finds each parameter on average', () => {
    for (const key of free) {
      const found = runs.map(({ fit }) => fit.parameters[key] as number);
      const wanted = truth[key] as number;
      const allowed = 4 * standardErrorOf(found);
      expect(Math.abs(meanOf(found) - wanted)).toBeLessThan(allowed);
      expect(allowed).toBeLessThan(0.5 * wanted);
    }
  });

  it('finds a persistence below 1 and within 0.05 of the truth', () => {
    for (const { fit } of runs) {
      const persistence = garchPersistence(fit.parameters);
      expect(persistence).toBeLessThan(1);
      expect(Math.abs(persistence - garchPersistence(truth))).toBeLessThan(0.05);
    }
  });
});
