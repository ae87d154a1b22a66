/** Sweeps and the curve through them. */
import { describe, expect, it } from 'vitest';
import { valueAtTracking } from '../../src/backtest/cost-at-tracking.ts';
import {
  comparedBracket,
  extension,
  firstGrid,
  gridPoints,
  inOrder,
  sweepOf,
  sweptPolicies,
} from '../../src/backtest/sweep.ts';
import type { BacktestStatistics } from '../../src/backtest/tally.ts';
import { ConfigError } from '../../src/base/errors.ts';
import { regionRule } from '../support/backtest-worlds.ts';

/** Points on ln y = a + b ln TE + c ln² TE. */
function curve(tes: readonly number[], [a, b, c]: readonly [number, number, number]) {
  return tes.map((trackingErrorPct) => {
    const x = Math.log(trackingErrorPct);
    return { trackingErrorPct, value: Math.exp(a + b * x + c * x * x) };
  });
}

describe('the value at a tracking error', () => {
  const tes = [0.8, 1, 1.2, 1.4, 1.7, 2, 2.5, 2.9];

  it('is exact where the points lie on a quadratic of the logarithms', () => {
    const points = curve(tes, [3, -1.2, 0.3]);
    const x = Math.log(1.5);
    expect(valueAtTracking(points, 1.5)).toBeCloseTo(Math.exp(3 - 1.2 * x + 0.3 * x * x), 9);
  });

  it('looks at points between half and twice of it only', () => {
    const points = curve(tes, [3, -1.2, 0.3]);
    const far = [
      { trackingErrorPct: 0.7, value: 1e6 },
      { trackingErrorPct: 3.1, value: 1e-6 },
    ];
    expect(valueAtTracking([...points, ...far], 1.5)).toBe(valueAtTracking(points, 1.5));
  });

  it('is nothing with fewer than five points, or on one side of them only', () => {
    expect(valueAtTracking(curve([1, 1.3, 1.6, 2], [3, -1, 0]), 1.5)).toBeNull();
    expect(valueAtTracking(curve([1.6, 1.8, 2, 2.2, 2.5, 2.8], [3, -1, 0]), 1.5)).toBeNull();
    expect(valueAtTracking(curve([0.9, 1, 1.1, 1.2, 1.3, 1.4], [3, -1, 0]), 1.5)).toBeNull();
  });

  it('is nothing where all points have one tracking error', () => {
    expect(valueAtTracking(curve([1.5, 1.5, 1.5, 1.5, 1.5], [3, -1, 0]), 1.5)).toBeNull();
  });
});

describe('the grid of a sweep', () => {
  const point = (parameter: number, trackingErrorPct: number, eventsPerYear = 10) => ({
    parameter,
    statistics: { trackingErrorPct, eventsPerYear } as BacktestStatistics,
  });

  it.each(sweptPolicies)('of %s has 24 distinct values that make valid rules', (policy) => {
    const sweep = sweepOf(policy);
    const rules = firstGrid(sweep).map((parameter) =>
      JSON.stringify(sweep.ruleAt(parameter, regionRule)),
    );
    expect(new Set(rules).size).toBe(gridPoints);
  });

  it('is logarithmic, from little to much tracking error', () => {
    const grid = firstGrid(sweepOf('risk-aware'));
    expect(grid[0]).toBe(1);
    expect(grid.at(-1)).toBe(0.03);
    expect((grid[1] as number) / (grid[0] as number)).toBeCloseTo(
      (grid[2] as number) / (grid[1] as number),
      4,
    );
  });

  it('is extended on the side where the range is not reached', () => {
    const sweep = sweepOf('threshold');
    const low = extension(sweep, [point(0.005, 1), point(0.1, 5)], comparedBracket);
    expect(low).toHaveLength(4);
    expect(low.every((parameter) => parameter < 0.005)).toBe(true);
    const high = extension(sweep, [point(0.005, 0.5), point(0.1, 2)], comparedBracket);
    expect(high.every((parameter) => parameter > 0.1)).toBe(true);
    expect(extension(sweep, [point(0.005, 0.5), point(0.1, 5)], comparedBracket)).toEqual([]);
  });

  it('is not extended where nothing is traded any more', () => {
    expect(
      extension(sweepOf('threshold'), [point(0.005, 0.5), point(0.1, 2, 0)], comparedBracket),
    ).toEqual([]);
  });

  it('is not extended where tighter bands do not track better any more', () => {
    const grid = [0.005, 0.006, 0.007, 0.008, 0.009, 0.1];
    const flat = grid.map((band) => point(band, band < 0.1 ? 20 + band : 30));
    expect(extension(sweepOf('threshold'), flat, comparedBracket)).toEqual([]);
    const falling = grid.map((band) => point(band, 20 + 100 * band));
    expect(extension(sweepOf('threshold'), falling, comparedBracket)).toHaveLength(4);
  });

  it('keeps κ and λ in the order of tracking error too', () => {
    const points = [point(0.1, 2), point(1, 0.5), point(0.3, 1)];
    expect(inOrder(sweepOf('risk-aware'), points).map(({ parameter }) => parameter)).toEqual([
      1, 0.3, 0.1,
    ]);
  });

  it('takes the settings of the region from the configuration', () => {
    const base = { ...regionRule, eventCostBps: 0.5, rho: 2 };
    expect(sweepOf('geometry').ruleAt(0.2, base)).toEqual({
      ...base,
      kind: 'geometry',
      tightness: 0.2,
    });
  });

  it('refuses a policy that has no parameter, by name', () => {
    expect(() => sweepOf('five-twenty-five')).toThrow(ConfigError);
  });
});
