/** Suggestions of other targets, on a few assets by hand: which move, how far, what it costs, and when there is none. */
import { describe, expect, it } from 'vitest';
import { lockstepGroups } from '../../src/allocation/lockstep-groups.ts';
import { deRisk, diversify } from '../../src/allocation/suggest.ts';
import { weightFigures } from '../../src/allocation/suggest-figures.ts';
import { bestWeight, moveGround } from '../../src/allocation/suggest-move.ts';
import { type SuggestionInputs, suggestionProblem } from '../../src/allocation/suggest-problem.ts';
import { againstSwaps, isProven } from '../../src/allocation/suggest-swaps.ts';
import { covarianceOf } from '../support/hand-covariances.ts';

const feeAndSpread = 0.0015;

function inputsOf(
  deviations: readonly number[],
  correlations: Readonly<Record<string, number>>,
  targets: readonly number[],
): SuggestionInputs {
  return {
    covariance: covarianceOf(deviations, correlations),
    targets: Float64Array.from(targets),
    costs: new Float64Array(targets.length).fill(feeAndSpread),
    tilt: 0.05,
  };
}

function suggested(inputs: SuggestionInputs) {
  const groups = lockstepGroups(inputs.covariance, inputs.targets, 0.8);
  return diversify(suggestionProblem(inputs), groups);
}

/** Two of 2 % a day that move as one, and a candidate of as much on its own. */
const lockstep = inputsOf([0.02, 0.02, 0.02], { '01': 0.95 }, [0.5, 0.5, 0]);

describe('to diversify', () => {
  it('weight goes from the group to the candidate, as far as the limit allows', () => {
    const found = suggested(lockstep);
    expect(found).toHaveLength(1);
    const [suggestion] = found;
    expect(suggestion?.moves).toEqual([{ from: 0, to: 2, weight: 0.05 }]);
    expect([...(suggestion?.weights ?? [])]).toEqual([0.45, 0.5, 0.05, 0]);
    expect(suggestion?.turnover).toBeCloseTo(0.05, 12);
    // A sale and a purchase of 5 % of NAV at 15 bps each.
    expect(suggestion?.cost).toBeCloseTo(0.00015, 12);
    // Before: .02 over .02 √(.25 + .25 + .95/2). After: √(.45² + .5² + .05² + 2 × .95 × .45 × .5).
    const { covariance, targets } = suggestionProblem(lockstep);
    const [before, after] = [targets, suggestion?.weights ?? targets].map((weights) =>
      weightFigures(covariance, weights),
    );
    expect(before?.diversificationRatio).toBeCloseTo(1 / Math.sqrt(0.975), 12);
    expect(after?.diversificationRatio).toBeCloseTo(1 / Math.sqrt(0.8825), 12);
    expect(before?.volatility).toBeCloseTo(0.02 * Math.sqrt(0.975), 12);
    expect(after?.volatility).toBeCloseTo(0.02 * Math.sqrt(0.8825), 12);
    expect(before?.largestRisk).toEqual({ place: 0, share: 0.5 });
    // Two alike of equal weight are two bets, however they move; the third adds some of one.
    expect(before?.effectiveBets).toBeCloseTo(2, 9);
    expect(after?.effectiveBets).toBeGreaterThan(2);
    expect(after?.effectiveBets).toBeLessThan(3);
  });

  it('the cheaper of two equal candidates is taken, and the other comes second', () => {
    const costs = Float64Array.of(0.0015, 0.0015, 0.003, 0.0015);
    const two = inputsOf([0.02, 0.02, 0.02, 0.02], { '01': 0.95 }, [0.5, 0.5, 0, 0]);
    const found = suggested({ ...two, costs });
    expect(found[0]?.moves).toEqual([{ from: 0, to: 3, weight: 0.05 }]);
    // The first asset is at its limit then.
    expect(found[1]?.moves.slice(1)).toEqual([{ from: 1, to: 2, weight: 0.05 }]);
    expect(found[1]?.turnover).toBeCloseTo(0.1, 12);
    expect(found[1]?.cost).toBeCloseTo(0.05 * (4 * 0.0015 + 0.0015), 12);
  });

  it('without a group weight leaves the asset with the largest share of risk', () => {
    const found = suggested(inputsOf([0.04, 0.01, 0.02], {}, [0.5, 0.5, 0]));
    expect(found[0]?.moves[0]?.from).toBe(0);
  });

  it('it stops where the ratio is highest, in whole half points', () => {
    // Two uncorrelated ones of 1 % and 2 %: the ratio is highest at 2/3 and 1/3, 2.67 points away.
    const ground = moveGround(covarianceOf([0.01, 0.02], {}), Float64Array.of(0.64, 0.36));
    expect(bestWeight(ground, { from: 1, to: 0, room: 0.05 })).toBeCloseTo(0.025, 12);
    expect(bestWeight(ground, { from: 1, to: 0, room: 0.012 })).toBe(0.012);
    expect(bestWeight(ground, { from: 0, to: 1, room: 0.05 })).toBe(0);
  });

  it('volatility does not rise for it', () => {
    // A wild stranger: 50 % a day would lift the ratio, and the risk of all.
    const wild = inputsOf([0.02, 0.02, 0.5], { '01': 0.95 }, [0.5, 0.5, 0]);
    expect(suggested(wild)).toEqual([]);
  });

  it('an asset that may not be bought is not', () => {
    expect(suggested({ ...lockstep, unbuyable: [2] })).toEqual([]);
  });

  it('less than the limit is sold of what there is less of', () => {
    const little = inputsOf([0.02, 0.02, 0.02], { '01': 0.95 }, [0.97, 0.03, 0]);
    for (const { weights } of suggested(little)) expect(weights[1]).toBeGreaterThanOrEqual(0);
    const only = suggested(inputsOf([0.02, 0.02], {}, [0.03, 0]));
    expect(only[0]?.moves).toEqual([{ from: 0, to: 1, weight: 0.015 }]);
  });

  it.each<[string, SuggestionInputs]>([
    ['of one asset without a candidate', inputsOf([0.02], {}, [1])],
    ['to a copy of what is held', inputsOf([0.02, 0.02], { '01': 1 }, [1, 0])],
    ['of cash alone', inputsOf([0.02, 0.03], {}, [0, 0])],
    ['of assets that never move', inputsOf([0, 0], {}, [0.5, 0.5])],
    ['where risk is spread evenly', inputsOf([0.02, 0.02], {}, [0.5, 0.5])],
  ])('nothing is suggested %s', (_, inputs) => {
    expect(suggested(inputs)).toEqual([]);
  });

  it('one asset and one candidate leave nothing to compare with, and are suggested', () => {
    const [suggestion] = suggested(inputsOf([0.02, 0.02], {}, [1, 0]));
    expect(suggestion).toMatchObject({
      moves: [{ from: 0, to: 1, weight: 0.05 }],
      swaps: { made: 0, beaten: 0 },
    });
  });
});

describe('random swaps', () => {
  it('of the same turnover have more risk than what is suggested', () => {
    const [suggestion] = suggested(lockstep);
    // From one of the group to the other; to the candidate from the other is of the same risk, and does not count.
    expect(suggestion?.swaps).toEqual({ made: 200, beaten: 200 });
  });

  it('refuse what is better for the ratio but not for the risk', () => {
    // To the calm asset risk falls most; to the wild one the ratio rises more.
    const inputs = inputsOf([0.02, 0.02, 0.005, 0.035], { '01': 0.95 }, [0.5, 0.5, 0, 0]);
    const problem = suggestionProblem(inputs);
    const wild = Float64Array.of(0.45, 0.5, 0, 0.05, 0);
    const calm = Float64Array.of(0.45, 0.5, 0.05, 0, 0);
    expect(isProven(againstSwaps(problem, wild))).toBe(false);
    expect(isProven(againstSwaps(problem, calm))).toBe(true);
    const ratioOf = (weights: Float64Array) =>
      weightFigures(problem.covariance, weights).diversificationRatio as number;
    expect(ratioOf(wild)).toBeGreaterThan(ratioOf(calm));
    expect(suggested(inputs)[0]?.moves[0]?.to).toBe(2);
  });

  it('of several moves are drawn up to the limits', () => {
    // 10 % out of both held assets into two of three others: only which of them is left to chance.
    const inputs = inputsOf([0.02, 0.02, 0.01, 0.02, 0.03], { '01': 0.95 }, [0.5, 0.5, 0, 0, 0]);
    const contest = againstSwaps(
      suggestionProblem(inputs),
      Float64Array.of(0.45, 0.45, 0.05, 0.05, 0, 0),
    );
    expect(contest).toEqual({ made: 200, beaten: 200 });
    const worse = Float64Array.of(0.45, 0.45, 0, 0.05, 0.05, 0);
    expect(againstSwaps(suggestionProblem(inputs), worse)).toEqual({ made: 200, beaten: 0 });
  });

  it('are the same each time', () => {
    const problem = suggestionProblem(lockstep);
    const weights = Float64Array.of(0.5, 0.45, 0.05, 0);
    expect(againstSwaps(problem, weights)).toEqual(againstSwaps(problem, weights));
  });

  it('must be beaten 95 times of 100', () => {
    expect(isProven({ made: 200, beaten: 190 })).toBe(true);
    expect(isProven({ made: 200, beaten: 189 })).toBe(false);
  });
});

describe('to take risk off', () => {
  it('weight goes to cash from the asset that lowers volatility most', () => {
    const inputs = inputsOf([0.02, 0.03], { '01': 0.9 }, [0.5, 0.5]);
    const found = deRisk(suggestionProblem(inputs));
    expect(found?.moves).toEqual([{ from: 1, to: 2, weight: 0.05 }]);
    expect([...(found?.weights ?? [])]).toEqual([0.5, 0.45, 0.05]);
    // Only a sale: half of the turnover of a swap, 5 % of NAV at 15 bps.
    expect(found?.turnover).toBeCloseTo(0.025, 12);
    expect(found?.cost).toBeCloseTo(0.000075, 12);
    expect(isProven(found?.swaps ?? { made: 1, beaten: 0 })).toBe(true);
  });

  it('there is none without risk', () => {
    expect(deRisk(suggestionProblem(inputsOf([0, 0], {}, [0.5, 0.5])))).toBeNull();
    expect(deRisk(suggestionProblem(inputsOf([0.02], {}, [0])))).toBeNull();
  });

  it('an only asset may go to cash', () => {
    expect(deRisk(suggestionProblem(inputsOf([0.02], {}, [1])))?.weights).toEqual(
      Float64Array.of(0.95, 0.05),
    );
  });
});
