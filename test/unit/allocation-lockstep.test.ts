/** Groups of assets in lockstep, and what they cost in risk, by hand. */
import { describe, expect, it } from 'vitest';
import { lockstepGroups, riskShares } from '../../src/allocation/lockstep-groups.ts';
import { covarianceOf } from '../support/hand-covariances.ts';

describe('lockstep groups', () => {
  it('are held assets of which every pair moves together, with their shares of weight and risk', () => {
    // Two of 2 % a day at .95, one of 1 % on its own: variances of the parts .0004 × (.4² + .4² + 2 × .95 × .4²), .0001 × .2².
    const covariance = covarianceOf([0.02, 0.02, 0.01], { '01': 0.95 });
    const groups = lockstepGroups(covariance, Float64Array.of(0.4, 0.4, 0.2), 0.8);
    expect(groups).toHaveLength(1);
    const [group] = groups;
    const together = 4 * (0.16 * 2 + 2 * 0.95 * 0.16);
    expect(group?.members).toEqual([0, 1]);
    expect(group?.meanCorrelation).toBeCloseTo(0.95, 12);
    expect(group?.weightShare).toBeCloseTo(0.8, 12);
    expect(group?.riskShare).toBeCloseTo(together / (together + 0.04), 12);
    // Beside them all pairs are at 0, and so would theirs be: .01 × √(4 × .32 + .04).
    const loose = Math.sqrt(4 * 0.32 + 0.04);
    expect(group?.addedVolatility).toBeCloseTo(0.01 * (Math.sqrt(together + 0.04) - loose), 12);
  });

  it('know no other pairs to compare with where there are none', () => {
    const covariance = covarianceOf([0.02, 0.03], { '01': 0.9 });
    const [group] = lockstepGroups(covariance, Float64Array.of(0.5, 0.5), 0.8);
    expect(group).toMatchObject({ weightShare: 1, addedVolatility: null });
    expect(group?.riskShare).toBeCloseTo(1, 12);
  });

  it('leave out what is not held, and shares are of what is invested', () => {
    const covariance = covarianceOf([0.02, 0.02, 0.02], { '01': 0.95, '02': 0.95, '12': 0.95 });
    const [group] = lockstepGroups(covariance, Float64Array.of(0.3, 0, 0.3), 0.8);
    expect(group?.members).toEqual([0, 2]);
    expect(group?.weightShare).toBeCloseTo(1, 12);
    expect(lockstepGroups(covariance, Float64Array.of(1, 0, 0), 0.8)).toEqual([]);
  });

  it('never hold what does not move', () => {
    const covariance = covarianceOf([0.02, 0, 0], {});
    expect(lockstepGroups(covariance, Float64Array.of(0.4, 0.3, 0.3), 0.8)).toEqual([]);
  });
});

it('shares of risk are none without risk', () => {
  expect([...riskShares(new Float64Array(4), Float64Array.of(0.5, 0.5))]).toEqual([0, 0]);
});
