/** Exponentially weighted variance and covariance with a half-life of one bar: weights 1, ½, ¼ … over their sum. */
import { describe, expect, it } from 'vitest';
import { createEwmaCovariance } from '../../src/risk/ewma-covariance.ts';
import { createEwmaVariance } from '../../src/risk/ewma-variance.ts';

function varianceOf(halfLifeBars: number, squares: readonly (readonly number[])[]): number[] {
  const estimate = createEwmaVariance({ assets: squares[0]?.length ?? 0, halfLifeBars });
  for (const row of squares) estimate.observe(Float64Array.from(row));
  const out = new Float64Array(squares[0]?.length ?? 0);
  estimate.variance(out);
  return [...out];
}

function covarianceOf(halfLifeBars: number, returns: readonly (readonly number[])[]): number[] {
  const assets = returns[0]?.length ?? 0;
  const estimate = createEwmaCovariance({ assets, halfLifeBars });
  for (const row of returns) estimate.observe(Float64Array.from(row));
  const out = new Float64Array(assets * assets);
  estimate.covariance(out);
  return [...out];
}

describe('the variance', () => {
  it('of squares 1, 2 and 4 is (4 + 2/2 + 1/4)/(1 + ½ + ¼) = 3', () => {
    expect(varianceOf(1, [[1], [2], [4]])[0]).toBeCloseTo(3, 12);
  });

  it('is not biased to zero at the start: one square is itself', () => {
    expect(varianceOf(1_440, [[0.0004]])[0]).toBeCloseTo(0.0004, 15);
  });

  it('of equal squares is that square, whatever the half-life', () => {
    const rows = Array.from({ length: 100 }, () => [0.5, 2]);
    for (const halfLife of [0.5, 7, 1_000]) {
      const [first, second] = varianceOf(halfLife, rows);
      expect(first).toBeCloseTo(0.5, 12);
      expect(second).toBeCloseTo(2, 12);
    }
  });

  it('gives a square half its weight after one half-life', () => {
    // 10 bars of 0 after a 1: its weight is 2^(−10/10) = ½ of that of a new one, over Σ 2^(−k/10), k = 0 … 10.
    const rows = [[1], ...Array.from({ length: 10 }, () => [0])];
    const total = Array.from({ length: 11 }, (_, k) => 2 ** (-k / 10)).reduce((a, b) => a + b);
    expect(varianceOf(10, rows)[0]).toBeCloseTo(0.5 / total, 12);
  });

  it('is zero before anything was seen', () => {
    const out = Float64Array.of(9);
    createEwmaVariance({ assets: 1, halfLifeBars: 1 }).variance(out);
    expect(out[0]).toBe(0);
  });
});

describe('the covariance', () => {
  it('of two bars weighs the last double: [[3, 5/3], [5/3, 3]]', () => {
    // (1, 3)(1, 3)ᵀ/2 + (2, 1)(2, 1)ᵀ = [[4.5, 3.5], [3.5, 5.5]], over 1.5.
    const matrix = covarianceOf(1, [
      [1, 3],
      [2, 1],
    ]);
    for (const [cell, value] of [4.5, 3.5, 3.5, 5.5].entries()) {
      expect(matrix[cell]).toBeCloseTo(value / 1.5, 12);
    }
  });

  it('takes the mean as zero: a steady return has a variance', () => {
    expect(covarianceOf(5, [[0.1], [0.1], [0.1]])[0]).toBeCloseTo(0.01, 12);
  });

  it('has the variances of the variance estimate on its diagonal, and is symmetric', () => {
    const returns = [
      [0.01, -0.02, 0.005],
      [-0.03, 0.01, 0.002],
      [0.02, 0.02, -0.01],
    ];
    const matrix = covarianceOf(3, returns);
    const variances = varianceOf(
      3,
      returns.map((row) => row.map((value) => value * value)),
    );
    for (let i = 0; i < 3; i++) {
      expect(matrix[4 * i]).toBeCloseTo(variances[i] as number, 15);
      for (let j = 0; j < 3; j++) expect(matrix[3 * i + j]).toBe(matrix[3 * j + i]);
    }
  });

  it('reads a row of a larger matrix, and counts', () => {
    const estimate = createEwmaCovariance({ assets: 2, halfLifeBars: 1 });
    estimate.observe(Float64Array.of(9, 9, 2, 1), 2);
    const out = new Float64Array(4);
    estimate.covariance(out);
    expect([...out]).toEqual([4, 2, 2, 1]);
    expect(estimate.count()).toBe(1);
  });
});
