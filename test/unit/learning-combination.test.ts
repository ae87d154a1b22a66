/** The combination by hand: equal weights, ramp, guard, fallbacks; horizons between those that are learnt. */
import { describe, expect, it } from 'vitest';
import { forecastOver } from '../../src/learning/variance/between-horizons.ts';
import { combination } from '../../src/learning/variance/combination.ts';
import { ewmaRealized } from '../../src/learning/variance/ewma-forecasters.ts';
import { logMean } from '../../src/learning/variance/log-mean.ts';
import { pooledHarSpec } from '../../src/learning/variance/pooled-har.ts';
import { pooledLinear } from '../../src/learning/variance/pooled-linear.ts';
import { pooledRidgeSpec } from '../../src/learning/variance/pooled-ridge.ts';
import {
  forecastAt,
  panelOfVariances,
  saying,
  wanderingVariances,
} from '../support/daily-panels.ts';

const ones = (days: number): number[] => new Array<number>(days).fill(1);
const missing = (days: number): number[] => new Array<number>(days).fill(Number.NaN);

/** What the mean of these members says of an asset with so many days of history. */
function meanAfter(historyDays: number, base: number, others: readonly number[]): number {
  const recipes = others.map((value, k) => saying(`B${k}`, value));
  const panel = panelOfVariances([ones(historyDays)]);
  return forecastAt(panel, logMean(saying('A', base), recipes), historyDays - 1)[0] as number;
}

describe('the mean of logs', () => {
  it('weighs all members alike from 180 days of history on', () => {
    expect(meanAfter(180, 0.1, [0.4, 0.7])).toBeCloseTo(0.4, 12);
    expect(meanAfter(400, 0.1, [0.4, 0.7])).toBeCloseTo(0.4, 12);
  });

  it('is the first member alone up to 60 days, and half-way at 120', () => {
    expect(meanAfter(20, 0.1, [0.7])).toBe(0.1);
    expect(meanAfter(60, 0.1, [0.7])).toBe(0.1);
    expect(meanAfter(120, 0.1, [0.7])).toBeCloseTo(0.1 + 0.3 / 2, 12);
    expect(meanAfter(90, 0.1, [0.7])).toBeCloseTo(0.1 + 0.3 / 4, 12);
  });

  it('stays within ln 3 of the first member', () => {
    expect(meanAfter(180, 0, [10])).toBeCloseTo(Math.log(3), 12);
    expect(meanAfter(180, 0, [-10])).toBeCloseTo(-Math.log(3), 12);
    expect(meanAfter(180, 0, [2])).toBeCloseTo(1, 12);
  });

  it('leaves out a member without a figure, and has none without the first', () => {
    expect(meanAfter(180, 0.1, [Number.NaN, 0.7])).toBeCloseTo(0.4, 12);
    expect(meanAfter(180, 0.1, [Number.NaN])).toBe(0.1);
    expect(meanAfter(180, Number.NaN, [0.7])).toBeNaN();
  });

  it('is named after its members', () => {
    const mean = logMean(saying('A', 0), [saying('B', 0)])(panelOfVariances([ones(1)]));
    expect(mean.name).toBe('mean of A, B');
  });
});

describe('the combination', () => {
  const fallback = saying('fallback', (asset, horizonAt) => 10 * asset + horizonAt);

  it('adds one smearing constant after the mean, of the variances as they were', () => {
    // Members say ln ½ and ln ½, variances are 1: e = ln 2 throughout, so the forecast is ln 1.
    const half = saying('half', Math.log(0.5));
    const recipe = combination({ name: 'all', base: half, others: [half], fallback });
    for (const value of forecastAt(panelOfVariances([ones(300)]), recipe, 299)) {
      expect(value).toBeCloseTo(0, 12);
    }
  });

  it('gives an asset of n days, less than 20, n/(n + 2) of its fallback beside the median of its class', () => {
    // Three settled assets at 0, 1 and 5, variances e⁰, e¹ and e⁵: no error to smear.
    const levels = [0, 1, 5].map((log) => ones(300).map((value) => value * Math.exp(log)));
    const newcomers = [0, 2, 8, 19].map((count) => [...missing(300 - count), ...ones(count)]);
    const base = saying('A', (asset) => (asset < 3 ? ([0, 1, 5][asset] as number) : Number.NaN));
    const recipe = combination({ name: 'all', base, others: [], fallback: saying('spare', 4) });
    const forecasts = forecastAt(panelOfVariances([...levels, ...newcomers]), recipe, 299);
    expect(forecasts[3]).toBeCloseTo(1, 12);
    [1, 1 + 3 / 2, 1 + (8 / 10) * 3, 1 + (19 / 21) * 3].forEach((expected, k) => {
      for (const value of forecasts.slice(9 + 3 * k, 12 + 3 * k)) {
        expect(value).toBeCloseTo(expected, 12);
      }
    });
  });

  it('gives an asset of less than 20 days the median alone where the fallback has none', () => {
    const base = saying('A', (asset) => (asset === 0 ? 0 : Number.NaN));
    const spare = saying('none', Number.NaN);
    const recipe = combination({ name: 'all', base, others: [], fallback: spare });
    const panel = panelOfVariances([ones(300), [...missing(295), ...ones(5)]]);
    expect(forecastAt(panel, recipe, 299)[3]).toBeCloseTo(0, 12);
  });

  it('gives the fallback where the members fail an asset with history', () => {
    const base = saying('A', (asset) => (asset === 0 ? 0 : Number.NaN));
    const recipe = combination({ name: 'all', base, others: [], fallback });
    const forecasts = forecastAt(panelOfVariances([ones(300), ones(300)]), recipe, 299);
    expect(forecasts.slice(3)).toEqual([10, 11, 12]);
  });

  it('gives the median where even the fallback has none, and nothing where nobody has', () => {
    const recipe = combination({
      name: 'all',
      base: saying('A', (asset) => (asset === 0 ? 0 : Number.NaN)),
      others: [],
      fallback: saying('none', Number.NaN),
    });
    const forecasts = forecastAt(panelOfVariances([ones(300), ones(300)]), recipe, 299);
    for (const value of forecasts) expect(value).toBeCloseTo(0, 12);
    const none = saying('none', Number.NaN);
    const nobody = combination({ name: 'nobody', base: none, others: [], fallback: none });
    expect(forecastAt(panelOfVariances([ones(300)]), nobody, 299)[0]).toBeNaN();
  });

  it('forecasts from the first day of a class, and all of an asset with 5 days and one that is missing', () => {
    const recipe = combination({
      name: 'champion',
      base: pooledLinear(pooledHarSpec),
      others: [pooledLinear(pooledRidgeSpec)],
      fallback: ewmaRealized(20),
    });
    const known = [1, 2, 3].map((seed) => wanderingVariances(seed, 300));
    const few = [...missing(295), ...wanderingVariances(4, 5)];
    const gone = wanderingVariances(5, 300).with(299, Number.NaN);
    const never = missing(300);
    const panel = panelOfVariances([...known, few, gone, never]);
    const forecasts = forecastAt(panel, recipe, 299);
    expect(forecasts.every(Number.isFinite)).toBe(true);
    const settled = [0, 1, 2].map((asset) => forecasts[3 * asset] as number).sort((a, b) => a - b);
    const middle = settled[1] as number;
    const spares = forecastAt(panel, ewmaRealized(20), 299);
    // 5 days: five sevenths its own EWMA, two sevenths its class.
    expect(forecasts[9]).toBeCloseTo((5 * (spares[9] as number) + 2 * middle) / 7, 12);
    expect(forecasts[12]).toBe(spares[12]);
    expect(forecasts[15]).toBe(middle);
    expect(forecastAt(panelOfVariances([[2]]), recipe, 0)).toEqual(ones(3).map(() => Math.log(2)));
  });
});

describe('a horizon between', () => {
  const forecasts = Float64Array.of(9, 9, 9, 1, 2, 5);

  it('of 1, 7 and 30 days is what was learnt', () => {
    expect([1, 7, 30].map((days) => forecastOver(forecasts, 3, days))).toEqual([1, 2, 5]);
  });

  it('lies on a line in ln h', () => {
    expect(forecastOver(forecasts, 3, Math.sqrt(7))).toBeCloseTo(1.5, 12);
    expect(forecastOver(forecasts, 3, Math.sqrt(7 * 30))).toBeCloseTo(3.5, 12);
  });

  it('must be 1 to 30 days', () => {
    expect(() => forecastOver(forecasts, 3, 0.5)).toThrow(
      'a horizon must be 1 to 30 days, was 0.5',
    );
    expect(() => forecastOver(forecasts, 3, 31)).toThrow('was 31');
  });
});
