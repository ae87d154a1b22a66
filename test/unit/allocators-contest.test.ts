/** Allocators against a benchmark: measures by hand, blocks and intervals against theory, and p-values that hold tests together. */
import { describe, expect, it } from 'vitest';
import { blockLength } from '../../src/backtest/allocators/block-length.ts';
import {
  type Contests,
  contestsOf,
  type Difference,
} from '../../src/backtest/allocators/contest.ts';
import { measure } from '../../src/backtest/allocators/measures.ts';
import { stepdownP } from '../../src/backtest/allocators/stepdown.ts';
import type { AllocatorRun } from '../../src/backtest/allocators/walk.ts';
import { createRandom } from '../../src/base/random.ts';
import { verdicts } from '../../src/report/allocator-words.ts';

function normals(seed: number, length: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => random.normal());
}

/** x_t = ρ x_(t−1) + ε_t. */
function autoregression(rho: number, length: number): Float64Array {
  let value = 0;
  return normals(3, length).map((shock) => {
    value = rho * value + shock;
    return value;
  });
}

function runOf(name: string, returns: Float64Array): AllocatorRun {
  return {
    ...{ name, returns, cagrPct: 0, maxDrawdownPct: 0, turnoverPerYear: 0, costBpsPerYear: 0 },
    ...{ invested: 1, diversificationRatio: 1, fallbacks: 0, worstResidual: 0 },
    lastWeights: new Float64Array(0),
  };
}

function contest(runs: readonly AllocatorRun[], benchmarks = ['equal']): Contests {
  return contestsOf(runs, { periodsPerYear: 100, benchmarks, resamples: 2_000, seed: 7 });
}

function differences({ contests }: Contests, rival = 0): readonly Difference[] {
  return contests[0]?.rivals[rival]?.differences ?? [];
}

describe('measures', () => {
  it('are those of a year', () => {
    // Mean 1 %, deviation √(2 · 0.01² / 1) with n − 1.
    const sample = { returns: [Float64Array.of(0.02, 0)], periodsPerYear: 100 };
    const [sharpe, volatility, growth] = measure(sample);
    expect(volatility).toBeCloseTo(0.02 * Math.SQRT1_2 * 10, 14);
    expect(sharpe).toBeCloseTo(1 / (0.02 * Math.SQRT1_2 * 10), 12);
    expect(growth).toBeCloseTo(50 * Math.log(1.02), 14);
  });

  it('are numbers also for what never varies and for what lost all', () => {
    const sample = { returns: [Float64Array.of(0, 0), Float64Array.of(-1, 0)], periodsPerYear: 1 };
    expect([...measure(sample)].every(Number.isFinite)).toBe(true);
  });
});

describe('the length of blocks', () => {
  it('is that of theory for an autoregression: (2ρ/(1 − ρ²))^⅔ T^⅓', () => {
    const length = 27_000;
    const wanted = ((2 * 0.5) / 0.75) ** (2 / 3) * 30;
    expect(blockLength(autoregression(0.5, length)) / wanted).toBeCloseTo(1, 0);
    expect(Math.abs(blockLength(autoregression(0.5, length)) / wanted - 1)).toBeLessThan(0.2);
  });

  it('is short for what has no memory, and grows with it', () => {
    expect(blockLength(normals(1, 2_000))).toBeLessThan(8);
    expect(blockLength(autoregression(0.9, 2_000))).toBeGreaterThan(25);
  });

  it('stays between 1 and three roots of the length', () => {
    expect(blockLength(new Float64Array(100).fill(0.01))).toBe(1);
    const trend = (length: number) => blockLength(Float64Array.from({ length }, (_, k) => k));
    expect(trend(900)).toBeLessThanOrEqual(90);
    expect(trend(12)).toBeLessThanOrEqual(4);
  });
});

describe('p-values that hold tests together', () => {
  it('hold the largest against the largest of all, and the rest against what is left', () => {
    const resampled = [
      [3, 0],
      [0, 1],
      [1, 1],
      [0, 3],
    ].map((row) => Float64Array.from(row));
    // At 2.5: the largest of a row is as large in two of four. At 0.5: the first row's second is not.
    const p = stepdownP({ statistics: Float64Array.of(2.5, 0.5), resampled });
    expect([...p]).toEqual([3 / 5, 4 / 5]);
  });

  it('never fall as statistics do', () => {
    const resampled = [Float64Array.of(9, 0), Float64Array.of(9, 0)];
    expect([...stepdownP({ statistics: Float64Array.of(5, 4), resampled })]).toEqual([1, 1]);
  });
});

describe('a contest', () => {
  const days = 2_500;
  const steady = normals(11, days).map((value) => 0.01 * value);
  const equal = runOf('equal', steady);

  it('has the interval of theory for returns without memory', () => {
    const other = runOf(
      'other',
      normals(12, days).map((value) => 0.01 * value),
    );
    const growth = differences(contest([equal, other]))[2] as Difference;
    // Means of T independent days of 1 %: their difference has the deviation 1 % √(2/T), 100 days a year.
    const error = 100 * 0.01 * Math.sqrt(2 / days);
    expect((growth.high - growth.low) / (2 * 1.645 * error)).toBeCloseTo(1, 1);
    expect(growth.low).toBeLessThan(growth.value);
    expect(growth.verdict).toBeNull();
  });

  it('finds half the volatility better, and more growth', () => {
    const half = runOf(
      'half',
      steady.map((value) => 0.5 * value + 0.001),
    );
    const found = contest([equal, half]);
    const [sharpe, volatility, growth] = differences(found);
    expect(volatility?.value).toBeCloseTo(-0.5 * (found.measured[0]?.volatility ?? 0), 12);
    expect([sharpe, volatility, growth].map((one) => one?.verdict)).toEqual(
      new Array(3).fill('better'),
    );
    expect(verdicts(found)).toEqual([
      'Equal weights were beaten at 90 % after 1 trial (3 tests held together). Better in Sharpe ratio: half. Better in volatility: half. Better in growth: half.',
    ]);
  });

  it('says plainly when nothing is better, and who is worse', () => {
    const same = runOf('same', steady);
    const dear = runOf(
      'dear',
      steady.map((value) => value - 0.001),
    );
    expect(differences(contest([equal, same]))[0]).toMatchObject({
      value: 0,
      low: 0,
      high: 0,
      p: 1,
    });
    expect(verdicts(contest([equal, same, dear]))).toEqual([
      'Nothing beat equal weights at 90 % after 2 trials (6 tests held together). Worse in Sharpe ratio: dear. Worse in growth: dear.',
    ]);
  });

  it('has one for each benchmark that is there, and says in what nothing is better', () => {
    const wild = runOf(
      'fixed',
      normals(12, days).map((value) => 0.02 * value),
    );
    const found = contest([equal, wild], ['equal', 'fixed']);
    expect(found.contests.map(({ benchmark }) => benchmark)).toEqual(['equal', 'fixed']);
    expect(verdicts(found)[1]).toBe(
      'Nothing beat the fixed weights in Sharpe ratio or growth at 90 % after 1 trial (3 tests held together). Better in volatility: equal.',
    );
  });

  it('is the same for the same seed', () => {
    const half = runOf(
      'half',
      steady.map((value) => 0.5 * value),
    );
    expect(contest([equal, half])).toEqual(contest([equal, half]));
  });

  it('keeps what is chance from counting as more is tried', () => {
    const rivals = Array.from({ length: 20 }, (_, k) =>
      runOf(
        `rival-${k}`,
        normals(100 + k, days).map((value) => 0.01 * value),
      ),
    );
    const verdictsOf = (found: Contests): readonly (string | null)[] =>
      found.contests[0]?.rivals.flatMap(({ differences: all }) =>
        all.map(({ verdict }) => verdict),
      ) ?? [];
    // One by one some of the sixty are outside of their interval; together none counts.
    const found = contest([equal, ...rivals]);
    const outside = found.contests[0]?.rivals.flatMap(({ differences: all }) =>
      all.filter(({ low, high }) => low > 0 || high < 0),
    );
    expect(outside?.length).toBeGreaterThan(0);
    expect(verdictsOf(found).every((verdict) => verdict === null)).toBe(true);
  });
});
