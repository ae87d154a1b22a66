/** ln Γ, its derivative, and Student's t of unit variance, at values known in closed form. */
import { describe, expect, it } from 'vitest';
import { digamma, logGamma } from '../../src/risk/gamma-function.ts';
import { studentTConstant, studentTConstantSlope } from '../../src/risk/student-t.ts';

const eulerGamma = 0.5772156649015329;

describe('ln Γ', () => {
  it.each([
    ['Γ(1) = 1', 1, 1],
    ['Γ(½) = √π', 0.5, Math.sqrt(Math.PI)],
    ['Γ(5) = 4!', 5, 24],
    ['Γ(12) = 11!', 12, 39_916_800],
  ])('%s', (_, x, gamma) => {
    expect(logGamma(x)).toBeCloseTo(Math.log(gamma), 13);
  });

  it('grows by ln x from x to x + 1, below and above where its series begins', () => {
    for (const x of [0.01, 0.7, 3.3, 9.99, 10, 250]) {
      expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 11);
    }
  });
});

describe('its derivative', () => {
  it.each([
    ['ψ(1) = −γ', 1, -eulerGamma],
    ['ψ(½) = −γ − 2 ln 2', 0.5, -eulerGamma - 2 * Math.LN2],
    ['ψ(4) = 1 + ½ + ⅓ − γ', 4, 11 / 6 - eulerGamma],
  ])('%s', (_, x, value) => {
    expect(digamma(x)).toBeCloseTo(value, 13);
  });
});

describe("Student's t of unit variance", () => {
  // With 3 degrees of freedom and unit scale the density at 0 is 2/(π√3); the variance is 3, so it is scaled by √3.
  it('has the density 2/π at 0 with 3 degrees of freedom', () => {
    expect(studentTConstant(3)).toBeCloseTo(Math.log(2 / Math.PI), 13);
  });

  it('comes to the normal density with many', () => {
    expect(studentTConstant(1e7)).toBeCloseTo(-0.5 * Math.log(2 * Math.PI), 6);
  });

  it.each([2.05, 4, 30, 500])('changes with %d degrees of freedom as its slope says', (degrees) => {
    const step = 1e-5 * (degrees - 2);
    const difference = studentTConstant(degrees + step) - studentTConstant(degrees - step);
    expect(studentTConstantSlope(degrees)).toBeCloseTo(difference / (2 * step), 5);
  });
});
