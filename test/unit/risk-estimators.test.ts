/** Range variances, shrinkage of correlations and small matrices, by hand. */
import { describe, expect, it } from 'vitest';
import { shrinkCorrelations } from '../../src/risk/correlation-shrinkage.ts';
import { dot, invertPositiveDefinite, multiply, quadraticForm } from '../../src/risk/matrix.ts';
import {
  garmanKlassVariance,
  parkinsonVariance,
  rangeVariance,
} from '../../src/risk/range-variance.ts';

describe('the variance of a bar from its range', () => {
  /** ln(H/L) = 0.02, ln(C/O) = 0.01. */
  const bar = {
    open: 100,
    high: 100 * Math.exp(0.015),
    low: 100 * Math.exp(-0.005),
    close: 100 * Math.exp(0.01),
  };

  it('is 0.0004/(4 ln 2) = 1.44270e-4 by Parkinson', () => {
    expect(parkinsonVariance(bar)).toBeCloseTo(1.4426950408889634e-4, 15);
  });

  it('is 0.0002 − (2 ln 2 − 1)·0.0001 = 1.61371e-4 by Garman and Klass', () => {
    expect(garmanKlassVariance(bar)).toBeCloseTo(1.613705638880109e-4, 15);
  });

  it('is the mean of the two', () => {
    expect(rangeVariance(bar)).toBeCloseTo((1.4426950408889634e-4 + 1.613705638880109e-4) / 2, 15);
  });

  it('is zero of a bar that stood still, and positive of one that went straight', () => {
    expect(rangeVariance({ open: 5, high: 5, low: 5, close: 5 })).toBe(0);
    expect(garmanKlassVariance({ open: 5, high: 6, low: 5, close: 6 })).toBeGreaterThan(0);
  });
});

describe('shrinkage', () => {
  /** Volatilities 1, 2, 3 and correlations .2, .4, .6 of the pairs 01, 02, 12: their mean is .4. */
  const given = [1, 0.4, 1.2, 0.4, 4, 3.6, 1.2, 3.6, 9];
  const shrunk = (shrinkage: number): Float64Array => {
    const matrix = Float64Array.from(given);
    shrinkCorrelations(matrix, { assets: 3, shrinkage });
    return matrix;
  };

  it('by half brings correlations half-way to their mean: .3, .4, .5', () => {
    const wanted = [1, 0.6, 1.2, 0.6, 4, 3, 1.2, 3, 9];
    shrunk(0.5).forEach((value, cell) => {
      expect(value).toBeCloseTo(wanted[cell] as number, 12);
    });
  });

  it('by all makes them equal and keeps the variances', () => {
    const wanted = [1, 0.8, 1.2, 0.8, 4, 2.4, 1.2, 2.4, 9];
    shrunk(1).forEach((value, cell) => {
      expect(value).toBeCloseTo(wanted[cell] as number, 12);
    });
  });

  it('by nothing changes nothing', () => {
    expect([...shrunk(0)]).toEqual(given);
  });

  it('leaves an asset without variance out of the mean', () => {
    const matrix = Float64Array.of(1, 0.5, 0, 0.5, 1, 0, 0, 0, 0);
    shrinkCorrelations(matrix, { assets: 3, shrinkage: 1 });
    expect([...matrix]).toEqual([1, 0.5, 0, 0.5, 1, 0, 0, 0, 0]);
  });
});

describe('a matrix', () => {
  const matrix = Float64Array.of(4, 2, 2, 3);

  it('is multiplied, and taken as a quadratic form', () => {
    const out = new Float64Array(2);
    multiply(matrix, Float64Array.of(1, -2), out);
    expect([...out]).toEqual([0, -4]);
    expect(quadraticForm(matrix, Float64Array.of(1, -2))).toBe(8);
    expect(dot(Float64Array.of(1, 2), Float64Array.of(3, 4))).toBe(11);
  });

  it('[[4, 2], [2, 3]] has the inverse [[3, −2], [−2, 4]]/8', () => {
    const out = new Float64Array(4);
    expect(invertPositiveDefinite(matrix, 2, out)).toBe(true);
    for (const [cell, value] of [3, -2, -2, 4].entries()) {
      expect(out[cell]).toBeCloseTo(value / 8, 14);
    }
  });

  it.each([
    ['is singular', [1, 1, 1, 1]],
    ['is singular but for rounding', [1, 0.3, 0.3, 0.09 + 1e-16]],
    ['is indefinite', [1, 2, 2, 1]],
    ['has a zero on its diagonal', [0, 0, 0, 1]],
    ['holds NaN', [Number.NaN, 0, 0, 1]],
  ])('that %s has none', (_, cells) => {
    expect(invertPositiveDefinite(Float64Array.from(cells), 2, new Float64Array(4))).toBe(false);
  });
});
