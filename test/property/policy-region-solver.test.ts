/** The solver of the no-trade region on thousands of random problems: optimal, feasible, and never at a loss for an answer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { createRegionSolver, type RegionSolution } from '../../src/policy/region-solver.ts';
import { createRegionProblem } from '../../src/policy/region-state.ts';
import { cashAfter, certify, isFeasible, objectiveOf } from '../support/region-certificate.ts';
import { type RegionCase, randomRegionCase } from '../support/region-problems.ts';

const tolerance = 1e-9;
const untilSolved = { tolerance, threshold: Number.NEGATIVE_INFINITY };

/** Sums of a dozen terms below 1 carry at most this much rounding. */
const rounding = 1e-13;

const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anyCash = fc.constantFrom('ample' as const, 'zero' as const, 'negative' as const);
const anyCase = fc
  .record({
    seed: anySeed,
    assets: fc.integer({ min: 2, max: 10 }),
    cash: anyCash,
    direct: fc.boolean(),
    equalCosts: fc.boolean(),
  })
  .map(randomRegionCase);
const onlyCash = fc
  .record({
    seed: anySeed,
    assets: fc.integer({ min: 2, max: 10 }),
    cash: anyCash,
    direct: fc.constant(false),
  })
  .map(randomRegionCase);

type Solved = RegionSolution & { readonly flows: Float64Array };

function solve(given: RegionCase, options = untilSolved): Solved {
  const flows = new Float64Array(given.problem.markets.length);
  const solver = createRegionSolver(given.targets.length);
  return { ...solver.solve(given.problem, given.start, flows, options), flows };
}

describe('a region solve', () => {
  it('is within its tolerance of a lower bound of all feasible objectives', () => {
    const check = (given: RegionCase): void => {
      const { flows, status, gap, penaltyBefore, gain, cashMultiplier } = solve(given);
      expect(status).toMatch(/^(solved|inside)$/);
      expect(gap).toBeLessThanOrEqual(tolerance);
      const proof = certify(given, flows, cashMultiplier);
      expect(proof.objective - proof.bound).toBeLessThanOrEqual(tolerance + rounding);
      expect(proof.leastWeight).toBeGreaterThanOrEqual(-1e-12);
      expect(proof.cashAfter).toBeGreaterThanOrEqual(-1e-12);
      expect(penaltyBefore - gain).toBeCloseTo(proof.objective, 13);
    };
    fc.assert(fc.property(anyCase, check), { seed: 11, numRuns: 2_000 });
  });

  it('meets the conditions of Karush, Kuhn and Tucker where all markets are against cash', () => {
    const check = (given: RegionCase): void => {
      const { problem, start, targets } = given;
      const precise = { ...untilSolved, tolerance: 1e-13 };
      const { flows, status, cashMultiplier: nu } = solve(given, precise);
      expect(status).toMatch(/^(solved|inside)$/);
      expect(nu * Math.max(0, cashAfter(given, flows))).toBeLessThanOrEqual(2e-13);
      problem.markets.forEach(({ cost }, i) => {
        const flow = flows[i] as number;
        const slope = targets.reduce((sum, _, j) => {
          const position = (start.driftAbs[j] as number) + (flows[j] as number);
          return sum + (problem.curvature[i * targets.length + j] as number) * position;
        }, nu);
        // A gap of g leaves slopes within √(2 g · curvature); curvatures here are below 4.
        const slack = 1e-6;
        const width = cost * (1 + nu);
        const isSoldOut = (start.sellable[i] as number) + flow < 1e-11;
        expect(slope).toBeGreaterThanOrEqual((flow < 0 ? width : -width) - slack);
        if (!isSoldOut) expect(slope).toBeLessThanOrEqual((flow > 0 ? -width : width) + slack);
      });
    };
    fc.assert(fc.property(onlyCash, check), { seed: 12, numRuns: 600 });
  });

  it('is not beaten by 200 random feasible flows', () => {
    let tried = 0;
    const check = (given: RegionCase, seed: number): void => {
      const random = createRandom(seed);
      const { flows } = solve(given);
      const best = objectiveOf(given, flows);
      for (let k = 0; k < 200; k++) {
        const reach = 0.3 * 10 ** (-4 * random.uniform());
        const sparse = random.uniform();
        const other = flows.map((flow) =>
          random.uniform() < sparse ? flow : flow + reach * random.normal(),
        );
        if (!isFeasible(given, other)) continue;
        tried++;
        expect(objectiveOf(given, other)).toBeGreaterThanOrEqual(best - tolerance);
      }
    };
    fc.assert(fc.property(anyCase, anySeed, check), { seed: 13, numRuns: 300 });
    expect(tried).toBeGreaterThan(10_000);
  });

  it('answers the same whichever way the assets are numbered', () => {
    const check = (given: RegionCase): void => {
      const precise = { ...untilSolved, tolerance: 1e-12 };
      const flows = solve(given, precise).flows.toReversed();
      const turned = solve(reversed(given), precise).flows;
      flows.forEach((flow, i) => {
        expect(turned[i]).toBeCloseTo(flow, 5);
      });
    };
    fc.assert(fc.property(onlyCash, check), { seed: 14, numRuns: 200 });
  });

  it('answers the same when penalty and costs are counted in another unit', () => {
    const check = (given: RegionCase): void => {
      if (solve(given).cashMultiplier > 0) return;
      const { problem } = given;
      const times = (value: number): number => 4 * value;
      const markets = problem.markets.map((market) => ({ ...market, cost: 4 * market.cost }));
      const scaled = {
        ...given,
        problem: createRegionProblem({
          markets,
          curvature: problem.curvature.map(times),
          inverse: problem.inverse.map((value) => value / 4),
        }),
      };
      const fine = { ...untilSolved, tolerance: 4 * tolerance };
      expect(solve(scaled, fine).gain).toBeCloseTo(4 * solve(given).gain, 8);
    };
    const ample = fc
      .record({
        seed: anySeed,
        assets: fc.integer({ min: 2, max: 10 }),
        cash: fc.constant('ample' as const),
        direct: fc.boolean(),
      })
      .map(randomRegionCase);
    fc.assert(fc.property(ample, check), { seed: 15, numRuns: 300 });
  });

  it('stops early only where the gain is proven not to exceed the threshold', () => {
    let stopped = 0;
    const check = (given: RegionCase, share: number): void => {
      const { gain } = solve(given);
      const threshold = Math.abs(gain) * share + 1e-7;
      const early = solve(given, { tolerance, threshold });
      if (early.status !== 'not-worth') return;
      stopped++;
      expect(gain).toBeLessThanOrEqual(threshold + tolerance);
    };
    fc.assert(fc.property(anyCase, fc.double({ min: 0.2, max: 2, noNaN: true }), check), {
      seed: 16,
      numRuns: 1_000,
    });
    expect(stopped).toBeGreaterThan(200);
  });
});

/** The same problem with its assets in the opposite order. */
function reversed(given: RegionCase): RegionCase {
  const { problem, start, targets } = given;
  const last = targets.length - 1;
  const markets = problem.markets.toReversed().map((market, base) => ({ ...market, base }));
  return {
    problem: createRegionProblem({
      markets,
      curvature: problem.curvature.toReversed(),
      inverse: problem.inverse.toReversed(),
    }),
    start: {
      driftAbs: start.driftAbs.toReversed(),
      sellable: start.sellable.toReversed(),
      spendable: start.spendable,
    },
    targets: targets.map((_, i) => targets[last - i] as number),
  };
}
