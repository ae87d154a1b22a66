/** Spectra of symmetric matrices, and what is made of them, by hand or from their sources. */
import { describe, expect, it } from 'vitest';
import { recomposed, symmetricEigen } from '../../src/risk/symmetric-eigen.ts';
import { randomCovariance } from '../support/random-covariances.ts';

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
