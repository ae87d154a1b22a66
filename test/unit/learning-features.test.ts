/** Features, centres and targets of small panels, against numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { centresOf } from '../../src/learning/inputs/centre.ts';
import type { DailyPanel } from '../../src/learning/inputs/daily-panel.ts';
import {
  type FeatureName,
  featureNames,
  featureSpec,
  featureSpecHash,
} from '../../src/learning/inputs/feature-spec.ts';
import { featureCount, featurePositions, featuresOf } from '../../src/learning/inputs/features.ts';
import { realizedOf } from '../../src/learning/inputs/realized.ts';
import { panelOfVariances, wanderingVariances } from '../support/daily-panels.ts';

/** Steady daily variances. */
const steady = (days: number, value: number): number[] => new Array<number>(days).fill(value);

function featureOf(panel: DailyPanel, name: FeatureName, at: { day: number; asset?: number }) {
  const [position = 0] = featurePositions([name]);
  const cell = at.day * panel.symbols.length + (at.asset ?? 0);
  return featuresOf(panel)[cell * featureCount + position] as number;
}

const centreOf = (panel: DailyPanel, day: number, asset = 0): number =>
  centresOf(panel).centre[day * panel.symbols.length + asset] as number;

describe('the centre', () => {
  it('of an asset alone is ln of its EWMA with a half-life of 120 days', () => {
    const panel = panelOfVariances([[1, ...steady(120, 2)]]);
    const decay = 2 ** (-1 / 120);
    const weights = Array.from({ length: 121 }, (_, k) => decay ** k);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = (2 * (total - 0.5) + 0.5) / total;
    expect(centreOf(panel, 120)).toBeCloseTo(Math.log(mean), 12);
  });

  it('of a young asset is drawn to the median of its class by n/(n + 20)', () => {
    // After 40 days three assets are settled at 1, 4 and 16 (median 4); the fourth has 10 days at e⁶.
    const young = [...steady(30, Number.NaN), ...steady(10, Math.exp(6))];
    const panel = panelOfVariances([steady(40, 1), steady(40, 4), steady(40, 16), young]);
    const own = 10 / 30;
    expect(centreOf(panel, 39, 3)).toBeCloseTo(own * 6 + (1 - own) * Math.log(4), 12);
    // Settled ones too: n = 40 weighs two thirds.
    expect(centreOf(panel, 39, 0)).toBeCloseTo((1 / 3) * Math.log(4), 12);
  });

  it('draws to all assets while none has 20 days', () => {
    const panel = panelOfVariances([steady(5, 1), steady(5, Math.exp(2))]);
    expect(centreOf(panel, 4, 0)).toBeCloseTo(0.8, 12);
    expect(centreOf(panel, 4, 1)).toBeCloseTo(0.2 * 2 + 0.8, 12);
  });

  it('is not there on a day that the asset lacks, and history does not grow', () => {
    const panel = panelOfVariances([
      [1, Number.NaN, 1],
      [1, 1, 1],
    ]);
    expect(centreOf(panel, 1)).toBeNaN();
    expect([...centresOf(panel).historyDays]).toEqual([1, 1, 1, 2, 2, 3]);
  });
});

describe('the features of an asset', () => {
  // 30 days at 1 %², then a day of nine times that variance and a return of −2 %.
  const variances = [...steady(30, 1e-4), 9e-4];
  const returns = Float64Array.from(variances, (_, day) => (day === 30 ? -0.02 : 0.001));
  const shares = Float64Array.from(variances, (_, day) => (day === 30 ? 0.2 : -0.1));
  const volumes = Float64Array.from(variances, (_, day) => Math.log(day === 30 ? 8 : 2));
  const panel = panelOfVariances([variances], {
    logReturn: returns,
    fallingShare: shares,
    jumpShare: Float64Array.from(variances, () => 0.25),
    unevenness: Float64Array.from(variances, () => -0.5),
    lateShare: Float64Array.from(variances, () => 0.375),
    logVolume: volumes,
  });
  const day = 30;
  const m = centreOf(panel, day);
  const value = (name: FeatureName): number => featureOf(panel, name, { day });
  /** (Σ_k λ^k x_{t−k}) / Σ_k λ^k where the last x differs from all before it. */
  const ewma = (halfLife: number, before: number, last: number): number => {
    const decay = 2 ** (-1 / halfLife);
    const total = (1 - decay ** 31) / (1 - decay);
    return (before * (total - 1) + last) / total;
  };
  const scale = Math.sqrt(ewma(15, 1e-4, 9e-4));

  it('are the levels of 1, 7 and 30 days against the centre', () => {
    expect(value('variance1')).toBeCloseTo(Math.log(9e-4) - m, 5);
    expect(value('variance7')).toBeCloseTo(Math.log((6e-4 + 9e-4) / 7) - m, 5);
    expect(value('variance30')).toBeCloseTo(Math.log((29e-4 + 9e-4) / 30) - m, 5);
  });

  it('are returns against √EWMA₁₅ of variance, a sum against √length more', () => {
    expect(value('return1')).toBeCloseTo(-0.02 / scale, 5);
    expect(value('return7')).toBeCloseTo((0.006 - 0.02) / (scale * Math.sqrt(7)), 5);
    expect(value('return30')).toBeCloseTo((0.029 - 0.02) / (scale * Math.sqrt(30)), 5);
    expect(value('fall1')).toBeCloseTo(-0.02 / scale, 5);
    expect(featureOf(panel, 'fall1', { day: 29 })).toBe(0);
  });

  it('are shapes of the day, the falling share of a week from its summed variances', () => {
    expect(value('fallingShare1')).toBeCloseTo(0.2, 6);
    expect(value('fallingShare7')).toBeCloseTo((6 * -0.1 + 9 * 0.2) / 15, 6);
    expect(value('jumpShare1')).toBeCloseTo(0.25, 6);
    expect(value('unevenness1')).toBeCloseTo(-0.5, 6);
    expect(value('lateShare1')).toBeCloseTo(0.375, 6);
  });

  it('are volume against its EWMA₁₅, and its EWMA₄ against its EWMA₄₅', () => {
    expect(value('volume1')).toBeCloseTo(Math.log(8 / ewma(15, 2, 8)), 5);
    expect(value('volumeTrend')).toBeCloseTo(Math.log(ewma(4, 2, 8) / ewma(45, 2, 8)), 5);
  });

  it('are the standard deviation of 30 days of ln v: 29 at one value and one ln 9 above', () => {
    // One of n away by d: variance d² (1/n)(1 − 1/n) n/(n − 1) = d²/n.
    expect(value('varianceDeviation30')).toBeCloseTo(Math.log(9) / Math.sqrt(30), 5);
  });

  it('are one weekday, that of the day which ends', () => {
    // Day 0 is Saturday, 1 January 2022; day 30 is Monday.
    const week: readonly FeatureName[] = featureNames.slice(15, 22);
    expect(week.map(value)).toEqual([0, 1, 0, 0, 0, 0, 0]);
    expect(featureOf(panel, 'saturday', { day: 0 })).toBe(1);
  });

  it('are the market: of one asset alone its own EWMAs against its centre', () => {
    expect(value('market1')).toBeCloseTo(Math.log(ewma(1, 1e-4, 9e-4)) - m, 5);
    expect(value('market7')).toBeCloseTo(Math.log(ewma(7, 1e-4, 9e-4)) - m, 5);
    expect(value('market30')).toBeCloseTo(Math.log(ewma(30, 1e-4, 9e-4)) - m, 5);
  });
});

describe('features that cannot be had', () => {
  it('are missing: windows with less than half their days, shapes without hours', () => {
    const panel = panelOfVariances([steady(15, 1e-4)]);
    const missingAt = (day: number): FeatureName[] =>
      featureNames.filter((name) => Number.isNaN(featureOf(panel, name, { day })));
    const unknown = ['fallingShare1', 'fallingShare7', 'jumpShare1', 'unevenness1'];
    const never = [...unknown, 'lateShare1', 'volume1', 'volumeTrend'];
    const month = ['variance30', 'return30', 'varianceDeviation30'];
    expect(missingAt(2).sort()).toEqual([...never, ...month, 'variance7', 'return7'].sort());
    expect(missingAt(3).sort()).toEqual([...never, ...month].sort());
    expect(missingAt(14).sort()).toEqual([...never].sort());
  });

  it('are all missing on a day that the asset lacks, and the market is the mean of the others', () => {
    const other = wanderingVariances(1, 40);
    const gap = wanderingVariances(2, 40).with(35, Number.NaN);
    const panel = panelOfVariances([gap, other]);
    for (const name of featureNames) {
      expect(featureOf(panel, name, { day: 35, asset: 0 })).toBeNaN();
    }
    const decay = 2 ** -1;
    let [sum, weight] = [0, 0];
    for (const value of other.slice(0, 36)) {
      sum = decay * sum + value;
      weight = decay * weight + 1;
    }
    const expected = Math.log(sum / weight) - centreOf(panel, 35, 1);
    expect(featureOf(panel, 'market1', { day: 35, asset: 1 })).toBeCloseTo(expected, 5);
  });

  it('leave the other assets their market of the day: the mean over those present', () => {
    const columns = [1, 2, 3].map((seed) => wanderingVariances(seed, 40));
    const panel = panelOfVariances(columns);
    const levels = columns.map((column, asset) => {
      const alone = panelOfVariances([column]);
      return (
        featureOf(alone, 'market7', { day: 39 }) + centreOf(alone, 39) - centreOf(panel, 39, asset)
      );
    });
    const mean = levels.reduce((sum, level) => sum + level, 0) / 3;
    expect(featureOf(panel, 'market7', { day: 39, asset: 1 })).toBeCloseTo(mean, 5);
  });
});

describe('the specification', () => {
  it('lists 25 features, each once', () => {
    expect(new Set(featureNames).size).toBe(25);
    expect(featureCount).toBe(25);
  });

  it('has a hash that changes with its version; who changes a feature raises it', () => {
    expect({ version: featureSpec.version, hash: featureSpecHash().slice(0, 12) }).toEqual({
      version: 1,
      hash: 'c05f2ffecc3a',
    });
  });
});

describe('what is realised', () => {
  it('is the sum of the next 1, 7 and 30 variances', () => {
    const realized = realizedOf(panelOfVariances([Array.from({ length: 40 }, (_, day) => day)]));
    // After day 2: 3; 3 + … + 9 = 42; 3 + … + 32 = 525.
    expect([...realized.slice(6, 9)]).toEqual([3, 42, 525]);
  });

  it('waits until all days are complete', () => {
    const realized = realizedOf(panelOfVariances([steady(31, 1)]));
    expect([...realized.slice(0, 3)]).toEqual([1, 7, 30]);
    expect([...realized.slice(3, 6)]).toEqual([1, 7, NaN]);
    expect([...realized.slice(-3)]).toEqual([NaN, NaN, NaN]);
  });

  it('has no figure over a missing day, and does not take another asset for it', () => {
    const realized = realizedOf(panelOfVariances([steady(9, 1).with(5, NaN), steady(9, 2)]));
    const of = (day: number, asset: number): number[] => [
      ...realized.slice((day * 2 + asset) * 3, (day * 2 + asset) * 3 + 2),
    ];
    expect(of(0, 0)).toEqual([1, NaN]);
    expect(of(4, 0)).toEqual([NaN, NaN]);
    expect(of(5, 0)).toEqual([1, NaN]);
    expect(of(1, 1)).toEqual([2, 14]);
  });
});
