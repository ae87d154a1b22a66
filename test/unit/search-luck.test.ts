/** How far ahead the best of many is by luck: tables, hand-made costs, and a draw of trials that are all alike. */
import { describe, expect, it } from 'vitest';
import { contendersOf } from '../../src/backtest/search-choice.ts';
import { effectiveTrials, expectedMaximum, luckOf } from '../../src/backtest/trial-luck.ts';
import { createRandom } from '../../src/base/random.ts';
import { hyperbola } from '../support/search-trials.ts';

const of = (...values: readonly number[]): Float64Array => Float64Array.from(values);

describe('the expected maximum of normal numbers', () => {
  // Exact values: Teichroew 1956, "Tables of Expected Values of Order Statistics".
  it.each([
    [10, 1.53875],
    [50, 2.24907],
    [100, 2.50759],
    [1000, 3.24144],
  ])('of %i is %f within 2.5 %%', (trials, exact) => {
    expect(Math.abs(expectedMaximum(trials) / exact - 1)).toBeLessThan(0.025);
  });

  it('is nothing for one trial, and never below nothing', () => {
    expect(expectedMaximum(1)).toBe(0);
    expect(expectedMaximum(1.05)).toBe(0);
    expect(expectedMaximum(2)).toBeGreaterThan(0.5);
  });
});

describe('the effective number of trials', () => {
  it('is one for trials that move as one, all for those that do not move together', () => {
    expect(effectiveTrials([of(1, 2, 4), of(2, 4, 8), of(0, 1, 3)])).toBeCloseTo(1, 9);
    expect(effectiveTrials([of(1, -1, 1, -1), of(1, 1, -1, -1)])).toBeCloseTo(2, 9);
  });

  it('is N − ρ (N − 1) between: two with a correlation of one half are 1.5', () => {
    expect(effectiveTrials([of(1, -1, 0), of(1, 0, -1)])).toBeCloseTo(1.5, 9);
  });

  it('counts those that cost nothing, and takes opposites for independent', () => {
    expect(effectiveTrials([of(0, 0), of(0, 0)])).toBe(2);
    expect(effectiveTrials([of(1, -1), of(-1, 1)])).toBe(2);
  });
});

describe('the advantage of a choice', () => {
  const dear = hyperbola('threshold', { level: 30, slope: 0.01, blocks: [3, 1] });
  const middle = hyperbola('geometry', { level: 24, slope: 0.1, blocks: [1, 1] });
  const cheap = hyperbola('risk-aware', { level: 15, slope: 0.2, blocks: [1, 3] });
  const trials = [dear, middle, cheap];
  const luck = luckOf(contendersOf(trials, 1.5), trials);

  it('is the difference of costs on the curves, its error that of the blocks', () => {
    // At 1.5 %: 16 in blocks of 16 and 16; 10 in blocks of 5 and 15: differences 11 and 1, mean 6, s = √50.
    expect(luck?.runnerUp.over).toBe('geometry');
    expect(luck?.runnerUp.bpsPerYear).toBeCloseTo(6, 9);
    expect(luck?.runnerUp.standardErrorBps).toBeCloseTo(5, 9);
    expect(luck?.median).toEqual(luck?.runnerUp);
  });

  it('counts every run, and takes luck off at the effective number of them', () => {
    expect(luck?.trials).toBe(24);
    // 8 against 8 runs with correlation −1, 8 that never vary: on average none.
    expect(luck?.effectiveTrials).toBeGreaterThan(20);
    const expected = expectedMaximum(luck?.effectiveTrials as number) * 5;
    expect(luck?.median.expectedByLuckBps).toBeCloseTo(expected, 9);
  });

  it('is none where fewer than two policies have a curve at the tracking error', () => {
    expect(luckOf(contendersOf([cheap], 1.5), [cheap])).toBeNull();
    const tight = hyperbola('geometry', { level: 90, slope: 0.1 }, [0.2, 0.3, 0.4]);
    expect(luckOf(contendersOf([cheap, tight], 1.5), [cheap, tight])).toBeNull();
    const tighter = hyperbola('geometry', { level: 1, slope: 0.1 }, [0.2, 0.3, 0.4]);
    const all = [...trials.slice(0, 1), cheap, tighter];
    expect(luckOf(contendersOf(all, 1.5), all)).toBeNull();
  });

  it('of the best of trials that are all alike is what luck explains', () => {
    const random = createRandom(5);
    const [count, blocks, draws] = [60, 12, 400];
    let ahead = 0;
    for (let draw = 0; draw < draws; draw++) {
      const means = Array.from({ length: count }, () => {
        let sum = 0;
        for (let block = 0; block < blocks; block++) sum += random.normal();
        return sum / blocks;
      });
      ahead -= Math.min(...means);
    }
    const byLuck = expectedMaximum(count) / Math.sqrt(blocks);
    expect(Math.abs(ahead / draws / byLuck - 1)).toBeLessThan(0.04);
  });
});
