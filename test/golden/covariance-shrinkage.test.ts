/** Linear shrinkage beside scikit-learn 1.9.1, on 1,000 simulated returns of 20 assets. */
import { expect, it } from 'vitest';
import { linearShrinkage, shrinkLinearly } from '../../src/risk/linear-shrinkage.ts';
import { goldenAssets as assets, goldenReturns } from '../support/golden-allocations.ts';
import { secondMoments } from '../support/known-spectrum.ts';
import reference from './allocation.json' with { type: 'json' };

it('is as strong and gives the same covariance', () => {
  const values = goldenReturns();
  const days = values.length / assets;
  const sums = new Float64Array(assets);
  for (const [cell, value] of values.entries())
    sums[cell % assets] = (sums[cell % assets] as number) + value;
  const centred = values.map((value, cell) => value - (sums[cell % assets] as number) / days);
  const sample = secondMoments({ assets, values: centred });
  const shrinkage = linearShrinkage({ assets, values: centred }, sample);
  expect(shrinkage).toBeCloseTo(reference.ledoit_wolf.shrinkage, 12);
  const shrunk = shrinkLinearly(sample, { assets, shrinkage });
  for (const [i, value] of reference.ledoit_wolf.diag.entries()) {
    expect(shrunk[i * (assets + 1)]).toBeCloseTo(value, 14);
  }
  for (const [j, value] of reference.ledoit_wolf.row0.entries()) {
    expect(shrunk[j]).toBeCloseTo(value, 14);
  }
});
