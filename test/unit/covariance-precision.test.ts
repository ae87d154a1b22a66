/** The factor of a precision matrix: by hand, there and back, in any order, and the likelihood that it gives. */
import { describe, expect, it } from 'vitest';
import { covarianceOfFactor, factorPrecision, whiten } from '../../src/risk/precision-factor.ts';
import { simulateDcc } from '../support/simulated-covariances.ts';

const orderOf = (...order: number[]): Int32Array => Int32Array.from(order);

describe('the factor of [[4, 2], [2, 2]]', () => {
  // The inverse is [[.5, −.5], [−.5, 1]] = L Lᵀ with L = [[√.5, 0], [−√.5, √.5]].
  const covariance = Float64Array.of(4, 2, 2, 2);
  const factor = new Float64Array(4);
  const options = { order: orderOf(0, 1), work: new Float64Array(4) };

  it('is lower triangular', () => {
    expect(factorPrecision(covariance, options, factor)).toBe(true);
    [Math.SQRT1_2, 0, -Math.SQRT1_2, Math.SQRT1_2].forEach((value, cell) => {
      expect(factor[cell]).toBeCloseTo(value, 12);
    });
  });

  it('whitens returns: the first less what the second explains, the second over its deviation', () => {
    const out = new Float64Array(2);
    whiten(factor, { order: orderOf(0, 1), values: Float64Array.of(9, 3, 1), offset: 1 }, out);
    // r = (3, 1): (3 − 1·2/2)/√(4 − 2) and 1/√2.
    expect(out[0]).toBeCloseTo(2 / Math.SQRT2, 12);
    expect(out[1]).toBeCloseTo(1 / Math.SQRT2, 12);
  });

  it('does not exist without a positive definite matrix', () => {
    for (const matrix of [
      [1, 1, 1, 1],
      [1, 2, 2, 1],
      [0, 0, 0, 1],
      [Number.NaN, 0, 0, 1],
    ]) {
      expect(factorPrecision(Float64Array.from(matrix), options, factor)).toBe(false);
    }
  });
});

describe('five assets', () => {
  const assets = 5;
  const { truth } = simulateDcc({ seed: 2, days: 40, assets, dcc: { a: 0.05, b: 0.9 } });
  const covariance = new Float64Array(assets * assets);
  truth.observe(30);
  truth.covariance(covariance);
  const returns = Float64Array.of(0.01, -0.02, 0.005, 0.03, -0.01);
  const work = new Float64Array(assets * assets);

  const factored = (order: Int32Array) => {
    const factor = new Float64Array(assets * assets);
    factorPrecision(covariance, { order, work }, factor);
    const whitened = new Float64Array(assets);
    whiten(factor, { order, values: returns, offset: 0 }, whitened);
    const terms = Array.from(
      whitened,
      (value, i) => Math.log(factor[i * (assets + 1)] as number) - value ** 2 / 2,
    );
    return { factor, terms };
  };

  it('come back from the factor, in any order', () => {
    for (const order of [orderOf(0, 1, 2, 3, 4), orderOf(3, 0, 4, 2, 1)]) {
      const back = new Float64Array(assets * assets);
      covarianceOfFactor(factored(order).factor, { order, work }, back);
      covariance.forEach((value, cell) => {
        expect((back[cell] as number) / value).toBeCloseTo(1, 10);
      });
    }
  });

  it('have one likelihood in any order, and the last terms are that of the last assets alone', () => {
    const first = factored(orderOf(0, 1, 2, 3, 4)).terms;
    const other = factored(orderOf(4, 2, 1, 0, 3)).terms;
    const sum = (terms: readonly number[]) => terms.reduce((a, b) => a + b, 0);
    expect(sum(other)).toBeCloseTo(sum(first), 10);
    // The last alone: ln 1/σ − ½ r²/σ².
    const variance = covariance[18] as number;
    expect(other[4]).toBeCloseTo(-Math.log(variance) / 2 - 0.03 ** 2 / variance / 2, 10);
    // Assets 0 and 3 are last in both.
    const swapped = factored(orderOf(1, 2, 4, 3, 0)).terms;
    expect(sum(swapped.slice(3))).toBeCloseTo(sum(other.slice(3)), 10);
  });
});
