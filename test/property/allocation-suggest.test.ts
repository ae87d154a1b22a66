/** Suggestions, for any covariance and targets: inside the limits, fully invested, and never worse than what they start from. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lockstepGroups } from '../../src/allocation/lockstep-groups.ts';
import { deRisk, diversify } from '../../src/allocation/suggest.ts';
import { weightFigures } from '../../src/allocation/suggest-figures.ts';
import { suggestionProblem } from '../../src/allocation/suggest-problem.ts';
import { isProven } from '../../src/allocation/suggest-swaps.ts';
import { createRandom } from '../../src/base/random.ts';
import { randomCovariance } from '../support/random-covariances.ts';

const rounding = 1e-9;

const problems = fc
  .record({
    assets: fc.integer({ min: 1, max: 12 }),
    seed: fc.integer({ min: 1, max: 10_000 }),
    tilt: fc.constantFrom(0.01, 0.05, 0.2),
    cash: fc.constantFrom(0, 0.1, 0.97),
  })
  .map(({ assets, seed, tilt, cash }) => {
    const random = createRandom(seed);
    // A third of the assets are not held.
    const raw = Float64Array.from({ length: assets }, (_, i) =>
      i > 0 && random.uniform() < 1 / 3 ? 0 : random.uniform(),
    );
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    const inputs = {
      covariance: randomCovariance(assets, seed),
      targets: raw.map((weight) => ((1 - cash) * weight) / total),
      costs: raw.map(() => 0.003 * random.uniform()),
      tilt,
    };
    const problem = suggestionProblem(inputs);
    const groups = lockstepGroups(inputs.covariance, inputs.targets, 0.5);
    return { problem, tilt, diversified: diversify(problem, groups), calmed: deRisk(problem) };
  });

it('weights stay within the tilt and sum to 1', () => {
  fc.assert(
    fc.property(problems, ({ problem, tilt, diversified, calmed }) => {
      for (const { weights, moves } of [...diversified, ...(calmed ? [calmed] : [])]) {
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        weights.forEach((weight, i) => {
          const target = problem.targets[i] as number;
          expect(Math.abs(weight - target)).toBeLessThanOrEqual(tilt + rounding);
          expect(weight).toBeGreaterThanOrEqual(-rounding);
        });
        expect(moves.length).toBeLessThanOrEqual(3);
        expect(moves.every(({ weight }) => weight > 0)).toBe(true);
      }
    }),
  );
});

it('the ratio rises with every move, volatility never does, and random swaps are beaten', () => {
  fc.assert(
    fc.property(problems, ({ problem, diversified, calmed }) => {
      let before = weightFigures(problem.covariance, problem.targets);
      for (const { weights, swaps } of diversified) {
        const after = weightFigures(problem.covariance, weights);
        expect(after.diversificationRatio).toBeGreaterThan(before.diversificationRatio as number);
        expect(after.volatility).toBeLessThanOrEqual(before.volatility * (1 + rounding));
        expect(isProven(swaps)).toBe(true);
        before = after;
      }
      if (calmed === null) return;
      const now = weightFigures(problem.covariance, problem.targets);
      expect(weightFigures(problem.covariance, calmed.weights).volatility).toBeLessThan(
        now.volatility,
      );
    }),
  );
});

it('each suggestion contains the one before it', () => {
  fc.assert(
    fc.property(problems, ({ diversified }) => {
      diversified.forEach(({ moves }, k) => {
        expect(moves).toHaveLength(k + 1);
        expect(moves.slice(0, k)).toEqual(diversified[k - 1]?.moves ?? []);
      });
    }),
  );
});
