/** Iterated EWMAs and their mix beside the Python package cvxcovariance 0.1.9 of the method's authors, on simulated returns. */
import { describe, expect, it } from 'vitest';
import { createCmIewma } from '../../src/learning/covariance/covariance-models.ts';
import { createIewmaForecaster } from '../../src/risk/iewma-forecaster.ts';
import reference from './covariance.json' with { type: 'json' };

const assets = 3;
const returns = { assets, values: Float64Array.from(reference.returns) };
const days = returns.values.length / assets;
const out = new Float64Array(assets * assets);

it('the iterated EWMA is the same', () => {
  const forecaster = createIewmaForecaster(returns, { volatilityDays: 21, correlationDays: 63 });
  for (let day = 0; day < days; day++) forecaster.observe(day);
  forecaster.covariance(out);
  reference.iewma.forEach((value, cell) => {
    expect((out[cell] as number) / value).toBeCloseTo(1, 10);
  });
});

describe('the mix of five', () => {
  const mix = createCmIewma(returns);
  let next = 0;

  it.each(reference.mixes)('has the same weights and covariance on day $day', (wanted) => {
    while (next <= wanted.day) mix.observe(next++);
    mix.covariance(out);
    wanted.weights.forEach((weight, k) => {
      expect(mix.weights().weights[k]).toBeCloseTo(weight, 5);
    });
    wanted.covariance.forEach((value, cell) => {
      expect((out[cell] as number) / value).toBeCloseTo(1, 5);
    });
  });
});
