/** Hierarchical risk parity beside PyPortfolioOpt 1.6.0, and by hand. */
import { describe, expect, it } from 'vitest';
import { hrp } from '../../src/allocation/hrp.ts';
import reference from '../golden/allocation.json' with { type: 'json' };
import { goldenCovariance } from '../support/golden-allocations.ts';

function close(weights: Float64Array, wanted: readonly number[], digits = 12): void {
  expect(weights.length).toBe(wanted.length);
  for (const [i, weight] of weights.entries())
    expect(weight).toBeCloseTo(wanted[i] as number, digits);
}

describe('hierarchical risk parity', () => {
  it.each(['single', 'ward'] as const)('has the weights of PyPortfolioOpt by %s', (linkage) => {
    const found = hrp(goldenCovariance(), { linkage });
    expect(found).toMatchObject({ status: 'optimal', residual: 0, fallbacks: [] });
    close(found.weights, reference[`hrp_${linkage}`]);
  });

  it('shares between two halves inversely to their variances', () => {
    // 0 and 2 move as one of variance 1, 1 and 3 as one of variance 4, the pairs apart: ⅘ and ⅕, each halved.
    const values = Float64Array.of(1, 0, 1, 0, 0, 4, 0, 4, 1, 0, 1, 0, 0, 4, 0, 4);
    const { weights } = hrp({ assets: 4, values }, { linkage: 'single' });
    close(weights, [0.4, 0.1, 0.4, 0.1]);
  });

  it('of one asset is all of it', () => {
    const found = hrp({ assets: 1, values: Float64Array.of(0.04) }, { linkage: 'ward' });
    expect(found).toMatchObject({ status: 'optimal', weights: Float64Array.of(1) });
  });

  it('gives nearly all to an asset without risk, and says that the problem was repaired', () => {
    const values = Float64Array.of(0.04, 0, 0, 0);
    const { weights, status } = hrp({ assets: 2, values }, { linkage: 'single' });
    close(weights, [1e-9, 1 - 1e-9], 12);
    expect(status).toBe('inexact');
    close(hrp({ assets: 2, values: new Float64Array(4) }, { linkage: 'ward' }).weights, [0.5, 0.5]);
  });

  it('moves weights to the nearest within bounds', () => {
    // Unbound ⅘ and ⅕ of variances 1 and 4.
    const bounds = { lower: Float64Array.of(0, 0), upper: Float64Array.of(0.7, 1), groups: [] };
    const covariance = { assets: 2, values: Float64Array.of(1, 0, 0, 4) };
    close(hrp(covariance, { linkage: 'single', bounds }).weights, [0.7, 0.3]);
    const upper = Float64Array.of(0.7, 0.2);
    const found = hrp(covariance, { linkage: 'single', bounds: { ...bounds, upper } });
    expect(found).toMatchObject({ status: 'infeasible', weights: new Float64Array(0) });
  });
});
