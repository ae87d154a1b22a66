/** What allocators say of limits that contradict each other, of covariances that are none, and of a rebalance that may not go far. */
import { describe, expect, it } from 'vitest';
import {
  type AllocateOptions,
  type AllocationMethod,
  allocate,
  allocationMethods,
} from '../../src/allocation/allocate.ts';
import type { Covariance, WeightBounds } from '../../src/allocation/allocation.ts';
import { boundsOf, infeasibility } from '../../src/allocation/bounds.ts';
import { fixedWeights } from '../../src/allocation/naive-weights.ts';

const methods = allocationMethods.map((method) => [method] as const);
const fromRisk = methods.filter(([method]) => method !== 'equal');

function matrix(...rows: readonly (readonly number[])[]): Covariance {
  return { assets: rows.length, values: Float64Array.from(rows.flat()) };
}

function solved(
  covariance: Covariance,
  method: AllocationMethod,
  more: Partial<AllocateOptions> & { readonly least?: number; readonly most?: number } = {},
) {
  const { least = 0, most = 1, ...options } = more;
  const bounds = boundsOf(covariance.assets, { least, most });
  return allocate(covariance, { method, bounds, linkage: 'single', ...options });
}

const two = matrix([0.04, 0.01], [0.01, 0.09]);

describe('infeasible limits', () => {
  const free = boundsOf(3, { least: 0, most: 1 });
  const group = (members: readonly number[], lower: number, upper: number) => ({
    ...{ members, lower, upper },
  });

  it.each(methods)('give no weights, and say why: %s', (method) => {
    expect(solved(two, method, { most: 0.4 })).toEqual({
      weights: new Float64Array(0),
      status: 'infeasible',
      residual: 0,
      fallbacks: [{ method, cause: 'the most weights sum to 0.8, less than 1' }],
    });
  });

  it.each<readonly [string, WeightBounds]>([
    ['the least weights sum to 1.5, more than 1', boundsOf(3, { least: 0.5, most: 1 })],
    [
      'asset 2 must have at least 0.3 and at most 0.2',
      { ...free, lower: Float64Array.of(0, 0.3, 0), upper: Float64Array.of(1, 0.2, 1) },
    ],
    [
      'group 2 cannot have between 0.6 and 1 within the limits of the assets',
      {
        ...free,
        upper: Float64Array.of(1, 0.2, 0.2),
        groups: [group([0], 0, 1), group([1, 2], 0.6, 1)],
      },
    ],
    [
      'the limits of the groups contradict each other',
      { ...free, groups: [group([0, 1], 0, 0.4), group([2], 0, 0.4)] },
    ],
  ])('are named: %s', (cause, bounds) => {
    expect(infeasibility(bounds)).toBe(cause);
  });

  it('are not those that leave one way only', () => {
    expect(infeasibility(boundsOf(4, { least: 0.25, most: 0.25 }))).toBeNull();
    const only = { ...free, groups: [group([0], 0.5, 1), group([1, 2], 0.5, 1)] };
    expect(infeasibility(only)).toBeNull();
    const found = solved(matrix([1, 0, 0], [0, 1, 0], [0, 0, 3]), 'min-variance', { bounds: only });
    expect(found.status).toBe('optimal');
    expect(found.weights[0]).toBeCloseTo(0.5, 10);
    expect(found.weights[1]).toBeCloseTo(0.375, 10);
  });
});

describe('odd covariances', () => {
  it.each(methods)('of one asset are all of it: %s', (method) => {
    const found = solved(matrix([0.04]), method);
    expect(found).toMatchObject({ weights: Float64Array.of(1), fallbacks: [] });
    expect(['optimal', 'converged']).toContain(found.status);
  });

  it('without variance in one asset: least variance holds it, equal risk falls back twice', () => {
    const cash = matrix([0.04, 0.01, 0], [0.01, 0.09, 0], [0, 0, 0]);
    const least = solved(cash, 'min-variance');
    expect(least.weights[2]).toBeCloseTo(1, 9);
    expect(least.status).toBe('inexact');
    const none = 'asset 3 has no variance';
    expect(solved(cash, 'erc')).toMatchObject({
      status: 'inexact',
      weights: new Float64Array(3).fill(1 / 3),
      fallbacks: [
        { method: 'erc', cause: none },
        { method: 'inverse-volatility', cause: none },
      ],
    });
    // It adds to neither side of the ratio.
    const spread = solved(cash, 'max-diversification');
    const [first, second] = spread.weights as unknown as [number, number];
    expect(first / second).toBeCloseTo(1.5, 6);
  });

  it.each(fromRisk)('without any variance end in equal weights: %s', (method) => {
    const still = { assets: 2, values: new Float64Array(4) };
    const found = solved(still, method);
    expect([...found.weights]).toEqual([0.5, 0.5]);
    if (method !== 'hrp') expect(found.fallbacks.at(-1)?.method).toBe('inverse-volatility');
  });

  it.each(fromRisk)('of two assets that are the same give both finite weights: %s', (method) => {
    const twins = matrix([0.04, 0.04, 0.01], [0.04, 0.04, 0.01], [0.01, 0.01, 0.09]);
    const found = solved(twins, method, { most: 0.6 });
    expect(found.fallbacks).toEqual([]);
    expect(found.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    if (method === 'erc') expect(found.weights[0]).toBeCloseTo(found.weights[1] as number, 10);
  });

  it('of more assets than days are solved, and called inexact where many weights are as good', () => {
    // Four assets by two factors: ½, ½, 0, 0 and 0, 0, ½, ½ and all between have no variance.
    const values = [
      [1, -1, 0, 0],
      [-1, 1, 0, 0],
      [0, 0, 1, -1],
      [0, 0, -1, 1],
    ];
    const found = solved(matrix(...values), 'min-variance');
    expect(found.status).toBe('inexact');
    expect(found.weights[0]).toBeCloseTo(found.weights[1] as number, 6);
    expect(found.weights[2]).toBeCloseTo(found.weights[3] as number, 6);
    expect(solved(matrix([1, -1], [-1, 1]), 'erc')).toMatchObject({
      weights: Float64Array.of(0.5, 0.5),
      fallbacks: [{ method: 'erc', cause: 'some mix of the assets has no variance' }],
    });
  });

  it('that are no numbers, or below zero, end in equal weights', () => {
    const cause = 'the covariance of assets 1 and 2 is not a number';
    const broken = matrix([0.04, Number.NaN], [Number.NaN, 0.09]);
    for (const [method] of fromRisk) {
      const found = solved(broken, method);
      expect([...found.weights]).toEqual([0.5, 0.5]);
      expect(found).toMatchObject({
        status: 'inexact',
        fallbacks: [{ method, cause }, ...(method === 'inverse-volatility' ? [] : [{ cause }])],
      });
    }
    const negative = solved(matrix([0.04, 0], [0, -0.01]), 'min-variance');
    expect(negative.fallbacks[0]?.cause).toBe('asset 2 has a variance below zero');
  });

  it('that are not positive semi-definite give weights all the same', () => {
    const indefinite = matrix([1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]);
    for (const [method] of fromRisk) {
      const { weights } = solved(indefinite, method);
      expect([...weights].every((weight) => weight >= 0 && weight <= 1)).toBe(true);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    }
  });
});

describe('given weights', () => {
  it('stay as they are within limits, else the nearest are taken', () => {
    const wanted = Float64Array.of(0.6, 0.3, 0.1);
    expect(fixedWeights(wanted, boundsOf(3, { least: 0, most: 1 })).weights).toEqual(wanted);
    const { weights } = fixedWeights(wanted, boundsOf(3, { least: 0, most: 0.5 }));
    for (const [i, weight] of [0.5, 0.35, 0.15].entries())
      expect(weights[i]).toBeCloseTo(weight, 12);
    expect(fixedWeights(wanted, boundsOf(3, { least: 0, most: 0.2 })).status).toBe('infeasible');
  });
});

describe('a rebalance', () => {
  const current = Float64Array.of(0.5, 0.5);
  const trading = { current, costs: Float64Array.of(0, 0), riskAversion: 1, maximumStep: 1 };
  // Least variance of the two: (0.09 − 0.01) / (0.04 + 0.09 − 0.02) = 8/11.
  const wanted = 8 / 11;

  it('without price or limit goes all the way', () => {
    expect(solved(two, 'min-variance', { trading }).weights[0]).toBeCloseTo(wanted, 12);
  });

  it('changes no weight by more than its step, whatever the method', () => {
    for (const [method] of methods) {
      const { weights } = solved(two, method, { trading: { ...trading, maximumStep: 0.02 } });
      expect(Math.abs((weights[0] as number) - 0.5)).toBeLessThanOrEqual(0.02 + 1e-12);
    }
    const { weights } = solved(two, 'min-variance', { trading: { ...trading, maximumStep: 0.02 } });
    expect(weights[0]).toBeCloseTo(0.52, 12);
  });

  it('goes the whole step towards limits that are further away', () => {
    const { weights } = solved(two, 'equal', {
      most: 0.8,
      trading: { ...trading, current: Float64Array.of(0.95, 0.05), maximumStep: 0.1 },
    });
    expect(weights[0]).toBeCloseTo(0.85, 12);
  });

  it('stops where the last unit of variance is worth its cost', () => {
    // ½ w′Σw falls by (0.055 − 0.11 δ) a unit moved; a unit moved costs 2 × 0.01 at the aversion 1.
    const costs = Float64Array.of(0.01, 0.01);
    const { weights, residual } = solved(two, 'min-variance', { trading: { ...trading, costs } });
    const slope = (w: number): number => 0.04 * w + 0.01 * (1 - w) - 0.01 * w - 0.09 * (1 - w);
    expect(-slope(weights[0] as number)).toBeCloseTo(0.02, 12);
    expect(residual).toBeLessThan(1e-12);
    const dear = { ...trading, costs: Float64Array.of(0.1, 0.1) };
    for (const [method] of methods) {
      expect([...solved(two, method, { trading: dear }).weights]).toEqual([0.5, 0.5]);
    }
  });

  it('trades more where risk counts for more', () => {
    const costs = Float64Array.of(0.01, 0.01);
    const at = (riskAversion: number): number =>
      solved(two, 'min-variance', { trading: { ...trading, costs, riskAversion } })
        .weights[0] as number;
    expect(at(0.1)).toBe(0.5);
    expect(at(4)).toBeGreaterThan(at(1));
    expect(at(4)).toBeLessThan(wanted);
  });
});
