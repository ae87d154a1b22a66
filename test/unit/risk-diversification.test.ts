/** How many bets a portfolio comes to, and how closely assets are tied, by hand. */
import { describe, expect, it } from 'vitest';
import { absorptionRatio } from '../../src/risk/absorption-ratio.ts';
import { effectiveBets } from '../../src/risk/effective-bets.ts';
import { goldenAssets, goldenCovariance } from '../support/golden-allocations.ts';
import { equalCorrelations } from '../support/simulated-covariances.ts';

const equal = (assets: number): Float64Array => new Float64Array(assets).fill(1 / assets);

describe('effective bets', () => {
  it('of uncorrelated assets count their shares of variance', () => {
    const apart = equalCorrelations(4, 0);
    expect(effectiveBets(apart, equal(4))).toBeCloseTo(4, 12);
    expect(effectiveBets(apart, Float64Array.of(1, 0, 0, 0))).toBeCloseTo(1, 12);
    // Shares of variance .8 and .2: exp(−.8 ln .8 − .2 ln .2) = 1.6494.
    const two = Float64Array.of(4, 0, 0, 1);
    expect(effectiveBets(two, equal(2))).toBeCloseTo(1.6494, 4);
  });

  it.each([-0.2, 0.3, 0.95])(
    'of equal weights at equal correlations of %d are all',
    (correlation) => {
      expect(effectiveBets(equalCorrelations(5, correlation), equal(5))).toBeCloseTo(5, 9);
    },
  );

  it('of two assets share by the root of their correlations', () => {
    // c = C^½ has (√1.5 + √.5)/2 = .9659 and (√1.5 − √.5)/2 = .2588, and no turn is nearer. With weights .2 and .8 exposures are
    // .4003 and .8245, shares .1907 and .8093.
    const bets = effectiveBets(equalCorrelations(2, 0.5), Float64Array.of(0.2, 0.8));
    expect(bets).toBeCloseTo(0.1907 ** -0.1907 * 0.8093 ** -0.8093, 3);
  });

  it('are those of the formulas of Meucci, Santangelo and Deguest in NumPy 2.4.6', () => {
    const { values } = goldenCovariance();
    const rising = Float64Array.from({ length: goldenAssets }, (_, i) => (i + 1) / 210);
    expect(effectiveBets(values, equal(goldenAssets))).toBeCloseTo(19.180595814855, 8);
    expect(effectiveBets(values, rising)).toBeCloseTo(19.183270920637, 8);
  });

  it('know no bet without risk, and none of cash', () => {
    expect(effectiveBets(new Float64Array(4), equal(2))).toBeNaN();
    expect(effectiveBets(Float64Array.of(1, 0, 0, 0), equal(2))).toBeCloseTo(1, 12);
  });

  it('are there for assets of which one is the sum of others', () => {
    const bets = effectiveBets(Float64Array.of(1, 0, 1, 0, 1, 1, 1, 1, 2), equal(3));
    expect(bets).toBeGreaterThan(1);
    expect(bets).toBeLessThanOrEqual(3);
  });
});

describe('the absorption ratio', () => {
  it('is 1 where one factor moves all', () => {
    expect(absorptionRatio(equalCorrelations(5, 1), 5)).toBeCloseTo(1, 12);
  });

  it('is a fifth of assets that are alike and apart', () => {
    expect(absorptionRatio(equalCorrelations(10, 0), 10)).toBeCloseTo(0.2, 12);
  });

  it('is the share of the first eigenvalue of up to seven assets', () => {
    // Of ρ = ½ and five assets the first eigenvalue is 1 + 4/2 = 3 of 5.
    expect(absorptionRatio(equalCorrelations(5, 0.5), 5)).toBeCloseTo(0.6, 12);
    expect(absorptionRatio(new Float64Array(4), 2)).toBeNaN();
  });
});
