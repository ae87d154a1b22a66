/** Allocators on drawn covariances: what must hold whatever the numbers are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AllocationMethod,
  allocate,
  allocationMethods,
} from '../../src/allocation/allocate.ts';
import type { Covariance } from '../../src/allocation/allocation.ts';
import { boundsOf } from '../../src/allocation/bounds.ts';
import { createRandom } from '../../src/base/random.ts';
import { quadraticForm } from '../../src/risk/matrix.ts';

const methods = [
  'equal',
  'inverse-volatility',
  'erc',
  'min-variance',
  'max-diversification',
] as const;
const solvers = ['erc', 'min-variance', 'max-diversification'] as const;
const runs = { numRuns: 40 };

/** Of returns with a common factor, more days than assets. */
function drawn(seed: number, assets: number): Covariance {
  const random = createRandom(seed);
  const scales = Array.from({ length: assets }, () => 0.01 + 0.04 * random.uniform());
  const values = new Float64Array(assets * assets);
  const returns = new Float64Array(assets);
  const days = 4 * assets + 10;
  for (let day = 0; day < days; day++) {
    const common = random.uniform() - 0.5;
    for (let i = 0; i < assets; i++) {
      returns[i] = (scales[i] as number) * (common + 1.5 * (random.uniform() - 0.5));
    }
    for (let i = 0; i < assets; i++) {
      for (let j = 0; j < assets; j++) {
        const cell = i * assets + j;
        values[cell] =
          (values[cell] as number) + ((returns[i] as number) * (returns[j] as number)) / days;
      }
    }
  }
  return { assets, values };
}

function reordered({ assets, values }: Covariance, order: readonly number[]): Covariance {
  const moved = Float64Array.from({ length: assets ** 2 }, (_, cell) => {
    const [i, j] = [Math.floor(cell / assets), cell % assets];
    return values[(order[i] as number) * assets + (order[j] as number)] as number;
  });
  return { assets, values: moved };
}

function weightsOf(covariance: Covariance, method: AllocationMethod, most = 1): Float64Array {
  const bounds = boundsOf(covariance.assets, { least: 0, most });
  return allocate(covariance, { method, bounds, linkage: 'single' }).weights;
}

function expectSame(found: Float64Array, wanted: Float64Array): void {
  for (const [i, weight] of found.entries()) expect(weight).toBeCloseTo(wanted[i] as number, 8);
}

const seeds = fc.integer({ min: 1, max: 100_000 });
const counts = fc.integer({ min: 2, max: 15 });

describe.each(methods)('%s', (method) => {
  it('meets the budget and the limits, to a residual of rounding', () => {
    fc.assert(
      fc.property(
        seeds,
        counts,
        fc.double({ min: 1, max: 3, noNaN: true }),
        (seed, assets, room) => {
          const limits = { least: 0.2 / assets, most: Math.min(1, room / assets + 1e-9) };
          const bounds = boundsOf(assets, limits);
          const found = allocate(drawn(seed, assets), { method, bounds, linkage: 'single' });
          expect(['optimal', 'converged']).toContain(found.status);
          expect(found.residual).toBeLessThan(1e-9);
          expect(found.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
          for (const weight of found.weights) {
            expect(weight).toBeGreaterThanOrEqual(limits.least - 1e-12);
            expect(weight).toBeLessThanOrEqual(limits.most + 1e-12);
          }
        },
      ),
      runs,
    );
  });

  it('asks neither for the order of the assets nor for the unit of the covariance', () => {
    fc.assert(
      fc.property(
        seeds,
        counts,
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (seed, assets, unit) => {
          const covariance = drawn(seed, assets);
          const weights = weightsOf(covariance, method, 3 / assets);
          const order = Array.from({ length: assets }, (_, i) => assets - 1 - i);
          const moved = weightsOf(reordered(covariance, order), method, 3 / assets);
          expectSame(moved, weights.slice().reverse());
          const scaled = { assets, values: covariance.values.map((value) => value * unit) };
          expectSame(weightsOf(scaled, method, 3 / assets), weights);
        },
      ),
      runs,
    );
  });
});

describe('the optimum', () => {
  it('of least variance is below that of other weights within the limits', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, assets) => {
        const covariance = drawn(seed, assets);
        const most = Math.min(1, 2 / assets);
        const least = quadraticForm(covariance.values, weightsOf(covariance, 'min-variance', most));
        for (const method of [
          'equal',
          'inverse-volatility',
          'erc',
          'max-diversification',
        ] as const) {
          const other = quadraticForm(covariance.values, weightsOf(covariance, method, most));
          expect(least).toBeLessThanOrEqual(other * (1 + 1e-12));
        }
      }),
      runs,
    );
  });

  it.each(solvers)('of %s shares what one asset had between two that are the same', (method) => {
    fc.assert(
      fc.property(seeds, counts, (seed, assets) => {
        const one = drawn(seed, assets);
        const order = [0, ...Array.from({ length: assets }, (_, i) => i)];
        const values = Float64Array.from({ length: (assets + 1) ** 2 }, (_, cell) => {
          const [i, j] = [Math.floor(cell / (assets + 1)), cell % (assets + 1)];
          return one.values[(order[i] as number) * assets + (order[j] as number)] as number;
        });
        const doubled = weightsOf({ assets: assets + 1, values }, method);
        const both = (doubled[0] as number) + (doubled[1] as number);
        expect(doubled.every(Number.isFinite)).toBe(true);
        // Equal risk counts both: together they take more than the one did. The optimum of a whole does not.
        const alone = weightsOf(one, method)[0] as number;
        if (method === 'erc') expect(both).toBeGreaterThan(alone);
        else expect(both).toBeCloseTo(alone, 6);
      }),
      runs,
    );
  });

  it('of least variance takes an asset without variance and nothing else', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, assets) => {
        const covariance = drawn(seed, assets);
        const last = assets - 1;
        for (let i = 0; i < assets; i++) {
          covariance.values[last * assets + i] = 0;
          covariance.values[i * assets + last] = 0;
        }
        expect(weightsOf(covariance, 'min-variance')[last]).toBeCloseTo(1, 6);
        for (const method of methods) {
          expect(weightsOf(covariance, method).every(Number.isFinite)).toBe(true);
        }
      }),
      runs,
    );
  });
});

describe('turnover', () => {
  it.each(allocationMethods)('of %s falls as its price rises, to none', (method) => {
    fc.assert(
      fc.property(seeds, counts, (seed, assets) => {
        const covariance = drawn(seed, assets);
        const bounds = boundsOf(assets, { least: 0, most: 1 });
        const current = new Float64Array(assets).fill(1 / assets);
        let before = Number.POSITIVE_INFINITY;
        for (const cost of [0, 1e-6, 1e-5, 1e-4, 1e-3, 1]) {
          const costs = new Float64Array(assets).fill(cost);
          const trading = { current, costs, riskAversion: 1, maximumStep: 1 };
          const { weights } = allocate(covariance, { method, bounds, linkage: 'single', trading });
          const turnover = weights.reduce((sum, weight) => sum + Math.abs(weight - 1 / assets), 0);
          expect(turnover).toBeLessThanOrEqual(before + 1e-9);
          before = turnover;
        }
        expect(before).toBeLessThan(1e-12);
      }),
      runs,
    );
  });
});
