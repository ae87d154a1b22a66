/** Intervals on simulated markets: nine of ten outcomes inside, of calm and wild assets, and soon again after a change. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import type { DailyPanel } from '../../src/learning/inputs/daily-panel.ts';
import { realizedOf } from '../../src/learning/inputs/realized.ts';
import { sumsAhead } from '../../src/learning/inputs/sums-ahead.ts';
import { createAdaptiveQuantiles } from '../../src/learning/uncertainty/adaptive-quantiles.ts';
import { type Coverage, coverageOf } from '../../src/learning/uncertainty/coverage.ts';
import { returnIntervals } from '../../src/learning/uncertainty/return-intervals.ts';
import { logMeanOf, varianceIntervals } from '../../src/learning/uncertainty/variance-intervals.ts';
import { panelOfVariances } from '../support/daily-panels.ts';

const days = 1500;
const assets = 9;
const random = createRandom(11);
/** Three calm assets, three in the middle, three wild ones. */
const levels = Array.from({ length: assets }, (_, asset) => 1e-4 * 9 ** Math.floor(asset / 3));
const panel: DailyPanel = simulated();
const forecasts = Float64Array.from({ length: days * assets * 3 }, (_, at) =>
  Math.log(levels[Math.floor(at / 3) % assets] as number),
);

/** ln v is normal around the asset's level, in part the same for all; returns are normal with the level as variance. */
function simulated(): DailyPanel {
  const columns = levels.map((): number[] => []);
  const logReturn = new Float64Array(days * assets);
  for (let day = 0; day < days; day++) {
    const shared = random.normal();
    columns.forEach((column, asset) => {
      const level = levels[asset] as number;
      column.push(level * Math.exp(0.2 * shared + 0.5 * random.normal()));
      logReturn[day * assets + asset] = Math.sqrt(level) * random.normal();
    });
  }
  return panelOfVariances(columns, { logReturn });
}

const rows = { from: 400, to: days };

function expectNineOfTen({ inside, below, above }: Coverage): void {
  expect(Math.abs(inside - 0.9)).toBeLessThan(0.02);
  expect(Math.abs(below - 0.05)).toBeLessThan(0.015);
  expect(Math.abs(above - 0.05)).toBeLessThan(0.015);
}

describe('90 % intervals', () => {
  it('hold nine of ten variances, at 1 and 7 days, and a few more at 30 until they have learnt', () => {
    const intervals = varianceIntervals(panel, forecasts, 0.9);
    const outcomes = logMeanOf(realizedOf(panel));
    const [day, week, month] = coverageOf(panel, { intervals, outcomes, forecasts, ...rows });
    expectNineOfTen(day as Coverage);
    expectNineOfTen(week as Coverage);
    expect(month?.inside).toBeGreaterThan(0.88);
    expect(month?.inside).toBeLessThan(0.96);
  });

  it('hold nine of ten returns of calm, middle and wild assets', () => {
    const intervals = returnIntervals(panel, forecasts, 0.9);
    const outcomes = sumsAhead(panel, panel.logReturn);
    const [day, week] = coverageOf(panel, { intervals, outcomes, forecasts, ...rows });
    expectNineOfTen(day as Coverage);
    expectNineOfTen(week as Coverage);
    for (const inside of day?.thirds ?? []) expect(Math.abs(inside - 0.9)).toBeLessThan(0.02);
  });
});

describe('after a change', () => {
  /** Share of the 100 days after day 800 inside, when scores are twice as wide from then on. */
  const insideAfter = (rate: number): number => {
    const shocks = createRandom(5);
    const spec = { coverage: 0.9, rate, windowDays: 720, widening: 1 };
    const quantiles = createAdaptiveQuantiles(spec);
    let inside = 0;
    for (let day = 0; day < 900; day++) {
      const wide = day < 800 ? 1 : 2;
      const scores = Float64Array.from({ length: assets }, () => wide * shocks.normal());
      const bounds = quantiles.bounds();
      if (day >= 800) {
        inside += scores.filter((score) => score >= bounds.lower && score <= bounds.upper).length;
      }
      quantiles.observe(scores, bounds);
    }
    return inside / (100 * assets);
  };

  it('intervals that follow what misses are soon wide enough, others are not', () => {
    expect(insideAfter(0)).toBeLessThan(0.68);
    expect(insideAfter(0.02)).toBeGreaterThan(0.85);
  });
});
