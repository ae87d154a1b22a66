/** Allocators beside published values and beside what skfolio 1.12.2, PyPortfolioOpt 1.6.0 and Clarabel 0.11.1 computed. */
import { describe, expect, it } from 'vitest';
import { type AllocateOptions, allocate } from '../../src/allocation/allocate.ts';
import type { Allocation, Covariance } from '../../src/allocation/allocation.ts';
import { boundsOf } from '../../src/allocation/bounds.ts';
import { meetBudgets } from '../../src/allocation/budget-descent.ts';
import { diversificationRatio } from '../../src/risk/diversification-ratio.ts';
import { dot, quadraticForm } from '../../src/risk/matrix.ts';
import reference from '../golden/allocation.json' with { type: 'json' };
import { goldenAssets, goldenCovariance } from '../support/golden-allocations.ts';

function solved(
  covariance: Covariance,
  options: Partial<AllocateOptions> & Pick<AllocateOptions, 'method'>,
  limits: { readonly least?: number; readonly most?: number } = {},
): Allocation {
  const bounds = boundsOf(covariance.assets, { least: 0, most: 1, ...limits });
  return allocate(covariance, { bounds, linkage: 'single', ...options });
}

function close(weights: Float64Array, wanted: readonly number[], digits = 12): void {
  expect(weights.length).toBe(wanted.length);
  for (const [i, weight] of weights.entries())
    expect(weight).toBeCloseTo(wanted[i] as number, digits);
}

/** From volatilities and the correlations of pairs; others 0. */
function covarianceOf(
  volatilities: readonly number[],
  correlation: (i: number, j: number) => number,
): Covariance {
  const assets = volatilities.length;
  const values = Float64Array.from({ length: assets ** 2 }, (_, cell) => {
    const [i, j] = [Math.floor(cell / assets), cell % assets];
    const both = (volatilities[i] as number) * (volatilities[j] as number);
    return i === j ? both : both * correlation(Math.min(i, j), Math.max(i, j));
  });
  return { assets, values };
}

describe('on simulated returns of twenty assets', () => {
  it.each([
    ['min_variance_long_only', {}],
    ['min_variance_cap_0.1', { most: 0.1 }],
    ['min_variance_floor_0.01_cap_0.15', { least: 0.01, most: 0.15 }],
  ] as const)('the least variance is that of others: %s', (name, limits) => {
    const found = solved(goldenCovariance(), { method: 'min-variance' }, limits);
    expect(found).toMatchObject({ status: 'optimal', fallbacks: [] });
    expect(found.residual).toBeLessThan(1e-12);
    close(found.weights, reference[name]);
  });

  it('the highest diversification is that of others', () => {
    const found = solved(goldenCovariance(), { method: 'max-diversification' });
    expect(found).toMatchObject({ status: 'optimal', fallbacks: [] });
    expect(found.residual).toBeLessThan(1e-12);
    close(found.weights, reference.max_diversification);
    const ratio = diversificationRatio(goldenCovariance().values, found.weights);
    expect(ratio).toBeCloseTo(reference.max_diversification_ratio, 12);
  });

  it('risk contributions are equal, or as budgeted', () => {
    const equal = solved(goldenCovariance(), { method: 'erc' });
    expect(equal).toMatchObject({ status: 'converged', fallbacks: [] });
    expect(equal.residual).toBeLessThan(1e-12);
    close(equal.weights, reference.erc);
    const budgets = Float64Array.from({ length: goldenAssets }, (_, i) => i + 1);
    const budgeted = solved(goldenCovariance(), { method: 'erc', budgets });
    close(budgeted.weights, reference.risk_budget_1_to_20);
  });

  it('risk contributions within limits are those of others', () => {
    const capped = solved(goldenCovariance(), { method: 'erc' }, { most: 0.08 });
    expect(capped).toMatchObject({ status: 'converged', fallbacks: [] });
    expect(capped.residual).toBeLessThan(1e-12);
    close(capped.weights, reference['erc_cap_0.08']);
    const budgets = Float64Array.from({ length: goldenAssets }, (_, i) => i + 1);
    const assets = [...budgets.keys()];
    const groups = [
      { members: assets.slice(0, 10), lower: 0, upper: 0.45 },
      { members: assets.slice(5, 12), lower: 0.4, upper: 1 },
    ];
    const bounds = { ...boundsOf(goldenAssets, { least: 0.02, most: 0.12 }), groups };
    const grouped = solved(goldenCovariance(), { method: 'erc', budgets, bounds });
    expect(grouped).toMatchObject({ status: 'converged', fallbacks: [] });
    expect(grouped.residual).toBeLessThan(1e-12);
    close(grouped.weights, reference.risk_budget_1_to_20_groups);
  });

  it('inverse volatility and equal weights are closed forms', () => {
    const inverse = solved(goldenCovariance(), { method: 'inverse-volatility' });
    expect(inverse).toMatchObject({ status: 'optimal', residual: 0 });
    close(inverse.weights, reference.inverse_volatility);
    const equal = solved(goldenCovariance(), { method: 'equal' });
    expect(equal).toMatchObject({ status: 'optimal', residual: 0 });
    expect([...equal.weights]).toEqual(Array(goldenAssets).fill(0.05));
  });
});

describe('published values', () => {
  const volatilities = [0.1, 0.2, 0.3, 0.4];

  it('equal risk by Maillard, Roncalli and Teiletche 2010: equal correlations', () => {
    const covariance = covarianceOf(volatilities, () => 0.3);
    close(solved(covariance, { method: 'erc' }).weights, [0.48, 0.24, 0.16, 0.12]);
  });

  it('equal risk by Maillard, Roncalli and Teiletche 2010: ρ12 = 0.8, ρ34 = −0.5', () => {
    const pairs: Readonly<Record<string, number>> = { '0,1': 0.8, '2,3': -0.5 };
    const covariance = covarianceOf(volatilities, (i, j) => pairs[`${i},${j}`] ?? 0);
    close(solved(covariance, { method: 'erc' }).weights, [0.384, 0.192, 0.243, 0.182], 3);
  });

  it.each([
    ['long only', {}, [0.65487, 0.34513, 0, 0]],
    ['floor 0.1', { least: 0.1 }, [0.56195, 0.23805, 0.1, 0.1]],
    ['cap 0.5', { most: 0.5 }, [0.5, 0.5, 0, 0]],
  ] as const)('least variance by Roncalli: %s', (_, limits, wanted) => {
    const rows = [
      [0.0225, 0.003, 0.015, 0.0225],
      [0.003, 0.04, 0.035, 0.024],
      [0.015, 0.035, 0.0625, 0.06],
      [0.0225, 0.024, 0.06, 0.09],
    ];
    const covariance = { assets: 4, values: Float64Array.from(rows.flat()) };
    close(solved(covariance, { method: 'min-variance' }, limits).weights, wanted, 5);
  });

  it('highest diversification by Choueifaty and Coignard 2008', () => {
    const values = Float64Array.of(0.04, 0.01, 0.01, 0.01);
    const { weights } = solved({ assets: 2, values }, { method: 'max-diversification' });
    close(weights, [1 / 3, 2 / 3]);
    expect(diversificationRatio(values, weights)).toBeCloseTo(1.1547, 4);
  });
});

describe('limits', () => {
  it('of highest diversification hold for weights, not for what their volatility scales', () => {
    // Without limits ⅓ and ⅔, see above; uncorrelated with the third asset, which then takes what the cap leaves.
    const values = Float64Array.of(0.04, 0.01, 0, 0.01, 0.01, 0, 0, 0, 0.09);
    const { weights, residual } = solved(
      { assets: 3, values },
      { method: 'max-diversification' },
      { most: 0.4 },
    );
    expect(weights[1]).toBe(0.4);
    expect(residual).toBeLessThan(1e-12);
    // Between the other two the slope of ln σᵀw − ½ ln wᵀΣw is the same.
    const [a, b, c] = weights as unknown as [number, number, number];
    const sum = 0.2 * a + 0.1 * b + 0.3 * c;
    const variance = 0.04 * a * a + 0.02 * a * b + 0.01 * b * b + 0.09 * c * c;
    expect(0.2 / sum - (0.04 * a + 0.01 * b) / variance).toBeCloseTo(
      0.3 / sum - (0.09 * c) / variance,
      10,
    );
  });

  it('of equal risk let the others go beyond their share by the same for each unit of weight', () => {
    const pairs: Readonly<Record<string, number>> = { '0,1': 0.8, '2,3': -0.5 };
    const covariance = covarianceOf([0.1, 0.2, 0.3, 0.4], (i, j) => pairs[`${i},${j}`] ?? 0);
    const { weights, status, residual } = solved(covariance, { method: 'erc' }, { most: 0.3 });
    expect(status).toBe('converged');
    expect(residual).toBeLessThan(1e-12);
    expect(weights[0]).toBe(0.3);
    const variance = quadraticForm(covariance.values, weights);
    const beyond = (i: number): number => {
      const row = covariance.values.slice(4 * i, 4 * i + 4);
      return dot(row, weights) / variance - 0.25 / (weights[i] as number);
    };
    expect(beyond(0)).toBeLessThan(0);
    expect(beyond(1)).toBeGreaterThan(0);
    expect(beyond(2)).toBeCloseTo(beyond(1), 9);
    expect(beyond(3)).toBeCloseTo(beyond(1), 9);
  });

  it('of a group of one are those of the asset', () => {
    const groups = [{ members: [0], lower: 0, upper: 0.3 }];
    const covariance = covarianceOf([0.1, 0.2, 0.3, 0.4], () => 0.3);
    for (const method of ['erc', 'min-variance', 'max-diversification'] as const) {
      const bounds = boundsOf(4, { least: 0, most: 1 });
      const capped = { ...bounds, upper: Float64Array.of(0.3, 1, 1, 1) };
      const byAsset = solved(covariance, { method, bounds: capped });
      const byGroup = solved(covariance, { method, bounds: { ...bounds, groups } });
      close(byGroup.weights, [...byAsset.weights]);
      expect(byGroup.status).toBe(byAsset.status);
    }
  });

  it('of equal risk may leave an asset none', () => {
    const upper = Float64Array.of(1, 0, 1, 1);
    const covariance = covarianceOf([0.1, 0.2, 0.3, 0.4], () => 0.3);
    const bounds = { ...boundsOf(4, { least: 0, most: 1 }), upper };
    const { weights, status } = solved(covariance, { method: 'erc', bounds });
    // As the other three have among themselves: in proportion to 1/σ.
    close(weights, [12 / 19, 0, 4 / 19, 3 / 19]);
    expect(status).toBe('converged');
  });

  it('of groups bind their sums', () => {
    const groups = [{ members: [0, 1], lower: 0, upper: 0.3 }];
    const bounds = { ...boundsOf(4, { least: 0, most: 1 }), groups };
    const covariance = covarianceOf([0.1, 0.1, 0.2, 0.2], () => 0);
    // Without: ⅖, ⅖, ⅒, ⅒.
    for (const method of ['min-variance', 'max-diversification'] as const) {
      close(solved(covariance, { method, bounds }).weights, [0.15, 0.15, 0.35, 0.35]);
    }
    const erc = solved(covariance, { method: 'erc', bounds });
    close(erc.weights, [0.15, 0.15, 0.35, 0.35]);
    expect(erc.status).toBe('converged');
  });
});

describe('speed', () => {
  it('of a start near the solution does not change the solution', () => {
    const covariance = goldenCovariance();
    for (const method of ['erc', 'min-variance', 'max-diversification'] as const) {
      const { weights } = solved(covariance, { method }, { most: 0.15 });
      const start = weights.map((weight, i) => weight * (1 + 0.01 * Math.sin(i)));
      close(solved(covariance, { method, start }, { most: 0.15 }).weights, [...weights], 10);
    }
  });

  it('of cycles that do not end is saved by Newton steps', () => {
    // Three assets that nearly cancel: cycles creep along the valley between them.
    const rho = -0.4999999;
    const correlations = Float64Array.of(1, rho, rho, rho, 1, rho, rho, rho, 1);
    const budgets = Float64Array.of(0.1, 0.8, 0.1);
    const point = budgets.map(Math.sqrt);
    expect(meetBudgets({ correlations, budgets }, point)).toBeLessThan(1e-9);
  });
});
