/** Weights within drawn limits of assets and of groups: within them, exact, and none better beside them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../src/allocation/allocate.ts';
import type { Allocation, Covariance, WeightBounds } from '../../src/allocation/allocation.ts';
import { boundsOf, infeasibility } from '../../src/allocation/bounds.ts';
import { createRandom } from '../../src/base/random.ts';
import { dot, multiply } from '../../src/risk/matrix.ts';
import { randomCovariance, reordered } from '../support/random-covariances.ts';

const solvers = ['erc', 'min-variance', 'max-diversification'] as const;
const runs = { numRuns: 50 };
const seeds = fc.integer({ min: 1, max: 100_000 });
const counts = fc.integer({ min: 2, max: 14 });

type Problem = {
  readonly covariance: Covariance;
  readonly budgets: Float64Array;
  readonly bounds: WeightBounds;
  /** Weights within the limits. */
  readonly inside: Float64Array;
};

/** Limits around weights that exist: of assets, of two groups that share out all, sometimes with sums that are given, and of one across. */
function drawn(seed: number, assets: number): Problem {
  const random = createRandom(seed);
  const draw = (): Float64Array => {
    const parts = Float64Array.from({ length: assets }, () => 0.1 - Math.log(1 - random.uniform()));
    return parts.map((part) => part / parts.reduce((sum, other) => sum + other, 0));
  };
  const inside = draw();
  const all = [...inside.keys()];
  const room = random.uniform() < 0.4 ? 0 : 0.3;
  const group = (isMember: (i: number) => boolean, width: number) => {
    const members = all.filter(isMember);
    const held = members.reduce((sum, i) => sum + (inside[i] as number), 0);
    const lower = held * (1 - width * random.uniform());
    return { members, lower, upper: held + width * random.uniform() };
  };
  const isEven = (i: number): boolean => i % 2 === 0;
  const isOdd = (i: number): boolean => !isEven(i);
  const groups = [group(isEven, room), group(isOdd, room), group((i) => i % 3 !== 0, 0.3)];
  const lower = inside.map((weight) => weight * Math.max(0, random.uniform() - 0.3));
  const upper = inside.map((weight) => weight + 0.4 * random.uniform());
  const bounds = { lower, upper, groups };
  return { covariance: randomCovariance(assets, seed), budgets: draw(), bounds, inside };
}

type Options = { readonly method: (typeof solvers)[number]; readonly start?: Float64Array };

function solved({ covariance, budgets, bounds }: Problem, { method, start }: Options): Allocation {
  return allocate(covariance, { method, budgets, bounds, linkage: 'single', start });
}

describe.each(solvers)('%s within limits', (method) => {
  it('is exact where limits are given twice, and where they meet', () => {
    fc.assert(
      fc.property(seeds, counts, fc.integer({ min: 20, max: 80 }), (seed, assets, percent) => {
        const bounds = boundsOf(assets, { least: 0, most: Math.min(1, 2 / assets) });
        const all = [...bounds.lower.keys()];
        const most = percent / 100;
        const even = { members: all.filter((i) => i % 2 === 0), lower: 0, upper: most };
        const odd = { members: all.filter((i) => i % 2 === 1), lower: 0, upper: 1 - most };
        const first = { members: [0], lower: 0, upper: Math.min(1, 2 / assets) };
        const twice = [even, even, { ...odd, lower: 1 - most, upper: 1 }, first];
        const whole = { members: all, lower: 0.5, upper: 1 };
        for (const groups of [twice, [even, odd, whole]]) {
          const limits = { ...bounds, groups };
          if (infeasibility(limits) !== null) continue;
          const problem = { ...drawn(seed, assets), bounds: limits };
          const { status, residual, weights } = solved(problem, { method });
          expect(status).toBe(method === 'erc' ? 'converged' : 'optimal');
          expect(residual).toBeLessThan(1e-9);
          const held = even.members.reduce((sum, i) => sum + (weights[i] as number), 0);
          expect(held).toBeLessThanOrEqual(most + 1e-10);
          if (groups !== twice) expect(held).toBeCloseTo(most, 10);
        }
      }),
      runs,
    );
  });

  it('is within them, and exact', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, assets) => {
        const problem = drawn(seed, assets);
        const { weights, status, residual } = solved(problem, { method });
        const { lower, upper, groups } = problem.bounds;
        expect(status).toBe(method === 'erc' ? 'converged' : 'optimal');
        expect(residual).toBeLessThan(1e-9);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
        for (const [i, weight] of weights.entries()) {
          expect(weight).toBeGreaterThanOrEqual((lower[i] as number) - 1e-12);
          expect(weight).toBeLessThanOrEqual((upper[i] as number) + 1e-12);
        }
        for (const { members, ...limits } of groups) {
          const held = members.reduce((sum, i) => sum + (weights[i] as number), 0);
          expect(held).toBeGreaterThanOrEqual(limits.lower - 1e-10);
          expect(held).toBeLessThanOrEqual(limits.upper + 1e-10);
        }
      }),
      runs,
    );
  });

  it('has nothing better beside it: every way within the limits leads up', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, assets) => {
        const problem = drawn(seed, assets);
        const { weights } = solved(problem, { method });
        const { values } = problem.covariance;
        const slopes = new Float64Array(assets);
        multiply(values, weights, slopes);
        const variance = dot(weights, slopes);
        const volatilities = weights.map((_, i) => Math.sqrt(values[i * (assets + 1)] as number));
        const sum = dot(volatilities, weights);
        // Of ½ ln wᵀ Σ w, less what the method wants beside it, along the way to other weights.
        const wanted = (i: number): number => {
          if (method === 'erc') return (problem.budgets[i] as number) / (weights[i] as number);
          return method === 'min-variance' ? 1 : (volatilities[i] as number) / sum;
        };
        const rise = problem.inside.reduce(
          (total, weight, i) => total + weight * ((slopes[i] as number) / variance - wanted(i)),
          0,
        );
        expect(rise).toBeGreaterThan(-1e-8);
      }),
      runs,
    );
  });

  it('asks neither for the order of the assets nor for the unit of the covariance', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, assets) => {
        const problem = drawn(seed, assets);
        const { weights } = solved(problem, { method });
        const { covariance, budgets, bounds } = problem;
        const turned = (values: Float64Array): Float64Array => values.slice().reverse();
        const order = [...weights.keys()].reverse();
        const groups = bounds.groups.map((group) => ({
          ...group,
          members: group.members.map((i) => assets - 1 - i),
        }));
        const other: Problem = {
          ...problem,
          covariance: reordered(covariance, order),
          budgets: turned(budgets),
          bounds: { lower: turned(bounds.lower), upper: turned(bounds.upper), groups },
        };
        const unit = { assets, values: covariance.values.map((value) => 1e6 * value) };
        const [moved, scaled] = [other, { ...problem, covariance: unit }].map(
          (asked) => solved(asked, { method }).weights,
        );
        for (const [i, weight] of weights.entries()) {
          expect(moved?.[assets - 1 - i]).toBeCloseTo(weight, 8);
          expect(scaled?.[i]).toBeCloseTo(weight, 8);
        }
      }),
      runs,
    );
  });

  it('does not depend on where the search begins', () => {
    fc.assert(
      fc.property(seeds, counts, (seed, assets) => {
        const problem = drawn(seed, assets);
        const { weights } = solved(problem, { method });
        const again = solved(problem, { method, start: problem.inside }).weights;
        for (const [i, weight] of weights.entries()) expect(again[i]).toBeCloseTo(weight, 8);
      }),
      runs,
    );
  });
});
