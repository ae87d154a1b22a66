/** The overlay that holds volatility at a target, by hand. */
import { describe, expect, it } from 'vitest';
import { targetVolatility } from '../../src/allocation/volatility-target.ts';

/** Daily variances 4e-4 and 1e-4, correlation ½. */
const covariance = { assets: 2, values: Float64Array.of(4e-4, 1e-4, 1e-4, 1e-4) };
const half = Float64Array.of(0.5, 0.5);
// 1e-4 + 0.5e-4 + 0.25e-4 = 1.75e-4 a day.
const volAnnual = Math.sqrt(1.75e-4 * 365);

function target(wanted: number, refuge: number | null = null, weights = half, of = covariance) {
  return targetVolatility(weights, of, { volAnnual: wanted, periodsPerYear: 365, refuge });
}

describe('a volatility target', () => {
  it('leaves weights alone that are below it, and never borrows', () => {
    const found = target(2 * volAnnual);
    expect(found).toMatchObject({ weights: half, scale: 1, isReached: true });
    expect(found.volAnnual).toBeCloseTo(volAnnual, 12);
  });

  it('scales weights down in favour of cash', () => {
    const found = target(volAnnual / 2);
    expect(found.scale).toBeCloseTo(0.5, 12);
    expect([...found.weights]).toEqual([found.scale / 2, found.scale / 2]);
    expect(found.volAnnual).toBeCloseTo(volAnnual / 2, 12);
    expect(found.isReached).toBe(true);
  });

  it('of nothing is all cash', () => {
    expect(target(0)).toMatchObject({ weights: Float64Array.of(0, 0), scale: 0, isReached: true });
  });

  it('is met with a stablecoin and the little risk that it has', () => {
    // Alone 2 % a day beside one of .1 %, independent: k² 4e-4 + (1 − k)² 1e-6 = 1e-4.
    const stable = { assets: 2, values: Float64Array.of(4e-4, 0, 0, 1e-6) };
    const found = target(Math.sqrt(1e-4 * 365), 1, Float64Array.of(1, 0), stable);
    const [held, kept] = [...found.weights] as [number, number];
    expect(held + kept).toBeCloseTo(1, 12);
    expect(held * held * 4e-4 + kept * kept * 1e-6).toBeCloseTo(1e-4, 14);
    expect(found).toMatchObject({ isReached: true });
  });

  it('says when the refuge is none, and then has the least volatility', () => {
    // Two alike and independent: never below 1e-4 a day, at half and half.
    const alike = { assets: 2, values: Float64Array.of(2e-4, 0, 0, 2e-4) };
    const found = target(0.01, 1, Float64Array.of(1, 0), alike);
    expect(found).toMatchObject({ weights: half, scale: 0.5, isReached: false });
    expect(found.volAnnual).toBeCloseTo(Math.sqrt(1e-4 * 365), 12);
    // A refuge that is the portfolio itself changes nothing.
    expect(target(0.01, 0, Float64Array.of(1, 0), alike)).toMatchObject({
      scale: 1,
      isReached: false,
    });
  });
});
