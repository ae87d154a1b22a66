/** Quantiles of the normal distribution against tables. */
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/risk/normal-quantile.ts';

describe('the quantile of the standard normal distribution', () => {
  // Test values of Wichura 1988, and the ones that everybody knows.
  it.each([
    [0.25, -0.67448975],
    [0.001, -3.0902323],
    [1e-20, -9.26234008],
    [0.5, 0],
    [0.975, 1.95996398],
    [0.999999, 4.7534243],
  ])('at %f is %f', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 5);
  });
});
