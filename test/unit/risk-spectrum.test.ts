/** Spectra of symmetric matrices, and what is made of them, by hand or from their sources. */
import { describe, expect, it } from 'vitest';
import { denoisedCorrelations } from '../../src/risk/denoised-correlations.ts';
import { type MendedCovariance, mendedCovariance } from '../../src/risk/mended-covariance.ts';
import { nearestCorrelation } from '../../src/risk/nearest-correlation.ts';
import { recomposed, symmetricEigen } from '../../src/risk/symmetric-eigen.ts';
import { randomCovariance } from '../support/random-covariances.ts';
import { equalCorrelations } from '../support/simulated-covariances.ts';

describe('the spectrum of a symmetric matrix', () => {
  it('is ascending, with the vector of each value in a row', () => {
    // [[2, 1], [1, 2]]: 1 along (1, −1)/√2 and 3 along (1, 1)/√2.
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(values[0]).toBeCloseTo(1, 12);
    expect(values[1]).toBeCloseTo(3, 12);
    const [a, b, c, d] = [...vectors] as [number, number, number, number];
    expect(a * b).toBeCloseTo(-0.5, 12);
    expect(c * d).toBeCloseTo(0.5, 12);
  });

  it('makes the matrix again, symmetric to the last bit', () => {
    const { assets, values } = randomCovariance(12, 5);
    const again = recomposed(symmetricEigen(values, assets));
    for (const [cell, value] of again.entries()) {
      expect(value).toBeCloseTo(values[cell] as number, 14);
      expect(value).toBe(again[(cell % assets) * assets + Math.floor(cell / assets)]);
    }
  });
});

describe('the nearest correlation matrix', () => {
  it('is that of Higham 2002, section 4', () => {
    const nearest = nearestCorrelation(Float64Array.of(1, 1, 0, 1, 1, 1, 0, 1, 1), 3);
    const [a, b] = [0.7607, 0.1573];
    for (const [cell, wanted] of [1, a, b, a, 1, a, b, a, 1].entries()) {
      expect(nearest[cell]).toBeCloseTo(wanted, 4);
    }
  });

  it('of one that is fit is itself', () => {
    const correlations = equalCorrelations(4, 0.3);
    expect(nearestCorrelation(correlations, 4)).toEqual(correlations);
  });

  it('has no negative eigenvalues', () => {
    // Three that all move against each other: no more than ρ = −½ is possible.
    const nearest = nearestCorrelation(equalCorrelations(3, -0.9), 3);
    for (const cell of [1, 2, 5]) expect(nearest[cell]).toBeCloseTo(-0.5, 9);
    expect(symmetricEigen(nearest, 3).values[0]).toBeGreaterThan(-1e-12);
  });
});

describe('a covariance with a negative eigenvalue', () => {
  it('keeps its variances and gets the nearest correlations', () => {
    // The example of Higham 2002 with deviations 1, 2 and 3.
    const covariance = Float64Array.of(1, 2, 0, 2, 4, 6, 0, 6, 9);
    const { values: mended, ...spectrum } = mendedCovariance(covariance, 3) as MendedCovariance;
    for (const [cell, wanted] of [1, 2 * 0.7607, 3 * 0.1573, 2 * 0.7607, 4, 6 * 0.7607].entries()) {
      expect(mended[cell]).toBeCloseTo(wanted, 3);
    }
    expect(mendedCovariance(mended, 3)).toBeNull();
    // The roots of λ³ − 14 λ² + 9 λ + 36.
    expect(spectrum.smallestEigenvalue).toBeCloseTo(-1.2688, 4);
    expect(spectrum.largestEigenvalue).toBeCloseTo(13.1035, 4);
  });

  it('is not one that is singular, nor one with an asset without risk', () => {
    expect(mendedCovariance(equalCorrelations(3, 1), 3)).toBeNull();
    expect(mendedCovariance(Float64Array.of(1, 0, 0, 0), 2)).toBeNull();
    const still = Float64Array.of(1, 2, 0, 2, 1, 0, 0, 0, 0);
    const wanted = Float64Array.of(1, 1, 0, 1, 1, 0, 0, 0, 0);
    const { values } = mendedCovariance(still, 3) as MendedCovariance;
    for (const [cell, value] of values.entries()) {
      expect(value).toBeCloseTo(wanted[cell] as number, 9);
    }
  });
});

describe('correlations freed of noise', () => {
  it('keep a common factor and forget what lies below the edge', () => {
    // ρ = ½ of four: eigenvalues 2½ and ½ thrice; with 100 days the edge of the three is ½ (1 + √.03)² = .69.
    const correlations = equalCorrelations(4, 0.5);
    const kept = denoisedCorrelations(correlations, { assets: 4, days: 100 });
    for (const [cell, value] of kept.entries()) {
      expect(value).toBeCloseTo(correlations[cell] as number, 12);
    }
  });

  it('are none where all could be chance', () => {
    // ρ = ¼ of two: eigenvalues ¾ and 1¼; in 16 days chance alone reaches (1 + √(2/16))² = 1.83.
    const none = denoisedCorrelations(equalCorrelations(2, 0.25), { assets: 2, days: 16 });
    for (const [cell, value] of [1, 0, 0, 1].entries()) expect(none[cell]).toBeCloseTo(value, 12);
  });

  it('make the small eigenvalues alike', () => {
    // Pairs of ρ = .9 and ρ = .1, apart: 1.9, 1.1, .9 and .1. In 1,000 days the edge of all four is 1.13, of three of mean .7 it is
    // .78, of two of mean .5 it is .55; the last alone is its own mean.
    const pairs = Float64Array.of(1, 0.9, 0, 0, 0.9, 1, 0, 0, 0, 0, 1, 0.1, 0, 0, 0.1, 1);
    const long = denoisedCorrelations(pairs, { assets: 4, days: 1_000 });
    for (const [cell, value] of pairs.entries()) expect(long[cell]).toBeCloseTo(value, 12);
    // In 40 days the edges of four and of three are 1.73 and 1.14, above 1.1: .7 thrice beside 1.9, the second pair is noise.
    const short = denoisedCorrelations(pairs, { assets: 4, days: 40 });
    expect(short[11]).toBeCloseTo(0, 12);
    expect(short[1]).toBeCloseTo(0.6 / 1.3, 12);
  });
});
