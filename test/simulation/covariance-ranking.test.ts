/** Covariance forecasts of returns whose covariance is known: parameters are found, and the better model is seen to be better. */
import { describe, expect, it } from 'vitest';
import {
  covarianceBaselines,
  createCmIewma,
  createCovarianceBlend,
} from '../../src/learning/covariance/covariance-models.ts';
import { regretsOf } from '../../src/learning/evaluation/covariance-regret.ts';
import {
  type CovarianceScores,
  scoreCovariances,
} from '../../src/learning/evaluation/covariance-scores.ts';
import { dieboldMariano } from '../../src/learning/evaluation/diebold-mariano.ts';
import { realisedVolatility } from '../../src/learning/evaluation/minimum-variance.ts';
import { modelConfidenceSet } from '../../src/learning/evaluation/model-confidence-set.ts';
import { quartersOf } from '../../src/learning/evaluation/quarters.ts';
import { fitDcc } from '../../src/risk/dcc-fit.ts';
import { dayMs } from '../support/panels.ts';
import { equalCorrelations, simulateDcc, withGaps } from '../support/simulated-covariances.ts';

describe('the two parameters of DCC', () => {
  const starts = [{ a: 0.03, b: 0.95 }];
  // Variances of all assets and days are 1e-4, 2e-4, …: z is the return over the root.
  const devolatilised = (dcc: { a: number; b: number }, assets: number, days: number) => {
    const garch = { alpha: 0, beta: 0 };
    const simulated = simulateDcc({ seed: 31, days, assets, dcc, garch });
    const values = simulated.values.map(
      (value, cell) => value / Math.sqrt(1e-4 * ((cell % assets) + 1)),
    );
    return { assets, values };
  };

  it.each([
    { a: 0.05, b: 0.9 },
    { a: 0.02, b: 0.97 },
    { a: 0.12, b: 0.8 },
  ])('are found: $a and $b', (dcc) => {
    const { assets, values } = devolatilised(dcc, 5, 3_000);
    const window = { assets, values, from: 0, to: 3_000 };
    const parameters = fitDcc(window, equalCorrelations(assets, 0.5), starts);
    expect(Math.abs(parameters.a - dcc.a)).toBeLessThan(0.25 * dcc.a);
    expect(Math.abs(parameters.a + parameters.b - dcc.a - dcc.b)).toBeLessThan(0.02);
  });

  it('are found though a fifth of the returns is missing', () => {
    const dcc = { a: 0.05, b: 0.9 };
    const whole = devolatilised(dcc, 5, 3_000);
    const { assets, values } = withGaps(whole, (day, asset) => (day + 3 * asset) % 5 === 0);
    const window = { assets, values, from: 0, to: 3_000 };
    const parameters = fitDcc(window, equalCorrelations(assets, 0.5), starts);
    expect(Math.abs(parameters.a - dcc.a)).toBeLessThan(0.02);
    expect(Math.abs(parameters.a + parameters.b - 0.95)).toBeLessThan(0.03);
  });
});

describe('1,600 days of five assets with GARCH variances and DCC correlations', () => {
  const days = 1_600;
  const assets = 5;
  const dcc = { a: 0.06, b: 0.92 };
  const garch = { alpha: 0.12, beta: 0.85 };
  const simulated = simulateDcc({ seed: 17, days, assets, dcc, garch });
  const closeTime = Float64Array.from({ length: days }, (_, day) => (day + 1) * dayMs);
  const quarters = quartersOf(simulated, closeTime, { from: 500, to: days });

  /** ln of the true variance of the day after. */
  const logVariance = new Float64Array(days * assets);
  const covariance = new Float64Array(assets * assets);
  for (let day = 0; day < days; day++) {
    simulated.truth.observe(day);
    simulated.truth.covariance(covariance);
    for (let i = 0; i < assets; i++) {
      logVariance[day * assets + i] = Math.log(covariance[i * (assets + 1)] as number);
    }
  }
  const inputs = { sessions: true, logVariance, realised: null };
  const forecasters = [
    simulated.truth,
    createCovarianceBlend(simulated, inputs),
    ...covarianceBaselines(simulated),
  ];
  const scores = new Map(
    forecasters.map((one) => [one.name, scoreCovariances(simulated, one, quarters)]),
  );
  const scoresOf = (name: string): CovarianceScores => scores.get(name) as CovarianceScores;

  const regret = (name: string): number => {
    const regrets = regretsOf(simulated, scoresOf(name));
    return regrets.reduce((sum, { nats }) => sum + nats, 0) / regrets.length;
  };
  const losses = (name: string): Float64Array =>
    Float64Array.from(
      scoresOf(name).quarters.flatMap(({ logLikelihoods }) => [...logLikelihoods]),
      (value) => -value,
    );
  const tOf = (name: string, than: string): number => {
    const other = losses(than);
    const differences = losses(name).map((loss, day) => loss - (other[day] as number));
    return dieboldMariano(differences, 6)?.t as number;
  };

  it('rank the truth before all others, surely', () => {
    for (const name of scores.keys()) {
      if (name !== 'truth') expect(tOf('truth', name)).toBeLessThan(-2);
    }
  });

  it('rank the blend, which knows the variances, before every baseline', () => {
    for (const name of ['rw-125', 'ewma-63', 'iewma-21-63', 'cm-iewma']) {
      expect(tOf('blend', name)).toBeLessThan(-2);
    }
    expect(regret('blend')).toBeLessThan(regret('dcc'));
  });

  it('rank what adapts before a long window', () => {
    expect(regret('cm-iewma')).toBeLessThan(regret('rw-125'));
    expect(regret('dcc')).toBeLessThan(regret('rw-125'));
  });

  it('give the portfolio of minimum variance less risk with the truth than with a window', () => {
    const volatility = (name: string): number =>
      realisedVolatility(
        scoresOf(name).quarters.flatMap(({ minimumVarianceReturns }) => [
          ...minimumVarianceReturns,
        ]),
        { daysPerYear: 365 },
      );
    expect(volatility('truth')).toBeLessThan(volatility('rw-125'));
  });

  it('leave the truth alone in the confidence set', () => {
    const names = [...scores.keys()];
    const options = { meanBlock: 6, resamples: 500, seed: 1 };
    const kept = modelConfidenceSet(names.map(losses), options).filter(({ p }) => p >= 0.1);
    expect(kept.map(({ model }) => names[model])).toEqual(['truth']);
  });

  it('are mixed with weights whose certificate is next to nothing, every day', () => {
    const mix = createCmIewma(simulated);
    let largest = 0;
    for (let day = 0; day < days; day++) {
      mix.observe(day);
      largest = Math.max(largest, mix.weights().gap);
    }
    expect(largest).toBeLessThan(1e-6);
  });
});
