/** What stands in for histories that are short, unequal or contradict each other, by hand. */
import { describe, expect, it } from 'vitest';
import { createCompleteCorrelations } from '../../src/risk/complete-correlations.ts';
import { completeVariances, smallestVariance } from '../../src/risk/complete-variances.ts';
import { createEigenvalueFloor } from '../../src/risk/eigenvalue-floor.ts';
import { equalCorrelations } from '../support/simulated-covariances.ts';

describe('variances', () => {
  const completed = (values: number[], days: number[]): Float64Array => {
    const out = Float64Array.from(values);
    completeVariances(out, Float64Array.from(days));
    return out;
  };

  it('stay after 20 days', () => {
    expect([...completed([1, 4, 9], [20, 20, 500])]).toEqual([1, 4, 9]);
  });

  it('of 5 days are drawn three quarters of the way, in logs, to the median of those that are known', () => {
    const [, , third] = completed([4, 4, 64], [100, 100, 5]);
    expect(third).toBeCloseTo(8, 12);
  });

  it('of an asset without a return are the median', () => {
    expect([...completed([1, 16, 0], [30, 30, 0])].map((value) => value.toFixed(9))).toEqual([
      '1.000000000',
      '16.000000000',
      (4).toFixed(9),
    ]);
  });

  it('stand on their own while none has 20 days', () => {
    expect([...completed([1, 16], [5, 5])]).toEqual([1, 16]);
  });

  it('are never zero', () => {
    expect(completed([0, 4], [50, 50])[0]).toBe(smallestVariance);
  });

  it('are unknown while no asset has a return', () => {
    expect(completeVariances(new Float64Array(2), new Float64Array(2))).toBe(false);
  });
});

describe('correlations', () => {
  const known = 60;
  /** Three assets whose pairs have these correlations and common days: 1–0, 2–0, 2–1. */
  const completed = (values: readonly number[], days: readonly number[]): Float64Array => {
    const matrix = equalCorrelations(3, 0);
    const counts = new Float64Array(9).fill(known);
    [
      [1, 0],
      [2, 0],
      [2, 1],
    ].forEach(([i = 0, j = 0], pair) => {
      for (const cell of [3 * i + j, 3 * j + i]) {
        matrix[cell] = values[pair] as number;
        counts[cell] = days[pair] as number;
      }
    });
    createCompleteCorrelations(3)(matrix, counts);
    return matrix;
  };

  it('stay after 60 common days', () => {
    expect([...completed([0.1, 0.2, 0.3], [60, 61, 900])]).toEqual([
      1, 0.1, 0.2, 0.1, 1, 0.3, 0.2, 0.3, 1,
    ]);
  });

  it('of a new asset are those of the usual one', () => {
    // The mean is .5, every c is .5, every ℓ is √.5: ℓ_i ℓ_j = .5.
    const matrix = completed([0.5, 0, 0], [60, 0, 0]);
    expect(matrix[6]).toBeCloseTo(0.5, 12);
    expect(matrix[7]).toBeCloseTo(0.5, 12);
  });

  it('of 30 days count half, beside the correlation with the index of the class', () => {
    // ρ̄ = (.5 + ½·.8 + ½·.2)/2 = .5; completed by it the pairs are .5, .65 and .35; c = .575, .425, .5 and their mean is .5.
    // Half of .8 and half of ℓ₀ℓ₂ = .575·.5/.5; half of .2 and half of .425·.5/.5.
    const matrix = completed([0.5, 0.8, 0.2], [60, 30, 30]);
    expect(matrix[6]).toBeCloseTo(0.4 + 0.5 * 0.575, 12);
    expect(matrix[7]).toBeCloseTo(0.1 + 0.5 * 0.425, 12);
    expect(matrix[3]).toBeCloseTo(0.5, 12);
  });

  it('that cannot be true together are brought to what can', () => {
    // Eigenvalues 1.9, 1.9 and −.8, the last for (1, −1, 1): without it correlations are ±½.
    const matrix = completed([0.9, -0.9, 0.9], [60, 60, 60]);
    expect(matrix[3]).toBeCloseTo(0.5, 5);
    expect(matrix[6]).toBeCloseTo(-0.5, 5);
    expect(matrix[7]).toBeCloseTo(0.5, 5);
  });

  it('that are positive definite stay as they are, to the bit', () => {
    const matrix = equalCorrelations(4, 0.999);
    const before = [...matrix];
    createEigenvalueFloor(4)(matrix);
    expect([...matrix]).toEqual(before);
  });
});
