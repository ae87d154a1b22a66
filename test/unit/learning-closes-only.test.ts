/** Assets whose bars tell a close and no more: what their days count as, who learns from whom, and what they are forecast by. */
import { describe, expect, it } from 'vitest';
import type { DailyPanel } from '../../src/learning/inputs/daily-panel.ts';
import { dailyPanelOf } from '../../src/learning/inputs/daily-panel-of.ts';
import { kindsOf } from '../../src/learning/inputs/kinds.ts';
import { recipeOf } from '../../src/learning/stored/stored-model.ts';
import { varianceIntervals } from '../../src/learning/uncertainty/variance-intervals.ts';
import { ewmaRealized } from '../../src/learning/variance/ewma-forecasters.ts';
import type { ForecasterRecipe } from '../../src/learning/variance/forecaster.ts';
import { targetedGarchs } from '../../src/learning/variance/garch-forecasters.ts';
import { pooledHar } from '../../src/learning/variance/pooled-har.ts';
import { pooledRidge } from '../../src/learning/variance/pooled-ridge.ts';
import { champion } from '../../src/learning/variance/variance-models.ts';
import { walkForward } from '../../src/learning/variance/walk-forward.ts';
import type { Candles } from '../../src/market/candles.ts';
import { fitGarch } from '../../src/risk/garch-fit.ts';
import { forecastAt, panelOfVariances, wanderingVariances } from '../support/daily-panels.ts';
import { garchReturns } from '../support/garch-returns.ts';
import { storedModel, wanderingPanel } from '../support/models.ts';
import { dayMs } from '../support/panels.ts';

const start = Date.UTC(2022, 0, 3);

/** Daily bars of one price each, but for days that are given a high. */
function pricesOf(
  symbol: string,
  closes: readonly number[],
  options: { openDays?: readonly number[]; highs?: Readonly<Record<number, number>> } = {},
): Candles {
  const { openDays, highs = {} } = options;
  const close = Float64Array.from(closes);
  return {
    ...{ symbol, intervalMs: dayMs, open: close, low: close, close },
    openTime: close.map((_, day) => start + (openDays?.[day] ?? day) * dayMs),
    high: close.map((value, day) => highs[day] ?? value),
    volume: close.map(() => 0),
  };
}

const panelOf = (series: readonly Candles[], sessions = false): DailyPanel =>
  dailyPanelOf(series, { sessions, asOf: Number.POSITIVE_INFINITY });

/** Six assets of 300 days; the last three are said to have closes only. */
const mixed = ((): DailyPanel => {
  const columns = [1, 2, 3, 4, 5, 6].map((seed) => wanderingVariances(seed, 300));
  const panel = panelOfVariances(columns, { sessions: true });
  const returns = panel.variance.map((variance, cell) => (cell % 7 < 3 ? -1 : 1) * variance ** 0.5);
  return { ...panel, logReturn: returns, closesOnly: [false, false, false, true, true, true] };
})();

describe('a day without a range', () => {
  it.each([false, true])(
    'counts its squared return from close to close, sessions: %s',
    (sessions) => {
      const panel = panelOf([pricesOf('NAV', [100, 110, 99])], sessions);
      expect([...panel.variance]).toEqual([
        Number.NaN,
        expect.closeTo(Math.log(1.1) ** 2, 12),
        expect.closeTo(Math.log(0.9) ** 2, 12),
      ]);
    },
  );

  it('has no variance across a gap, and the floor where the price stood still', () => {
    const panel = panelOf([pricesOf('NAV', [100, 110, 110, 121], { openDays: [0, 1, 2, 9] })]);
    expect(panel.variance[2]).toBeCloseTo(0.02 * Math.log(1.1) ** 2, 12);
    expect(panel.variance.slice(3)).toEqual(new Float64Array(7).fill(Number.NaN));
  });

  it('is told from one with a range, which counts the range', () => {
    const panel = panelOf([pricesOf('BTC', [100, 110], { highs: { 1: 121 } })]);
    // ½ (PK + GK) with the open at the close: GK has no body.
    const square = Math.log(1.1) ** 2;
    expect(panel.variance[1]).toBeCloseTo((square / (4 * Math.LN2) + square / 2) / 2, 12);
  });
});

describe('an asset of closes only', () => {
  const closes = Array.from({ length: 40 }, (_, day) => 100 + (day % 3));

  it('has no range on its first 20 days, whatever comes later', () => {
    const panel = panelOf([
      pricesOf('NEVER', closes),
      pricesOf('ONCE', closes, { highs: { 19: 200 } }),
      pricesOf('LATER', closes, { highs: { 20: 200, 21: 200 } }),
    ]);
    expect(panel.closesOnly).toEqual([true, false, true]);
  });

  it('is not one without days', () => {
    const panel = panelOf([pricesOf('NAV', closes), pricesOf('NONE', [])]);
    expect(panel.closesOnly).toEqual([true, false]);
  });

  it('is a kind of its own, with all days of the panel', () => {
    const [ranged, others] = kindsOf(mixed);
    expect(ranged?.places).toEqual([0, 1, 2]);
    expect(others?.places).toEqual([3, 4, 5]);
    expect(others?.panel.symbols).toEqual(['A3', 'A4', 'A5']);
    expect(others?.panel.days).toBe(300);
    expect(others?.panel.variance[7 * 3 + 1]).toBe(mixed.variance[7 * 6 + 4]);
    expect(kindsOf(wanderingPanel(30))).toHaveLength(1);
  });
});

describe('assets with ranges and of closes only', () => {
  it.each<[string, ForecasterRecipe]>([
    ['the champion', champion],
    ['pooled-har', pooledHar],
    ['pooled-ridge', pooledRidge],
  ])('are forecast by %s as if the others were not there', (_, recipe) => {
    const together = forecastAt(mixed, recipe, 299);
    const alone = kindsOf(mixed).flatMap(({ panel }) => forecastAt(panel, recipe, 299));
    expect(together).toEqual(alone);
    expect(together.every(Number.isFinite)).toBe(true);
  });

  it('have intervals of their own', () => {
    const forecastsOf = (panel: DailyPanel): Float64Array =>
      walkForward(panel, { recipes: [ewmaRealized(20)], from: 60, to: 300, refitEvery: 'month' })
        .models[0]?.forecasts as Float64Array;
    const { lower } = varianceIntervals(mixed, forecastsOf(mixed), 0.9);
    const rows = kindsOf(mixed).map(({ panel }) =>
      varianceIntervals(panel, forecastsOf(panel), 0.9).lower.slice(299 * 9),
    );
    expect([...lower.slice(299 * 18)]).toEqual(rows.flatMap((row) => [...row]));
    expect(lower[299 * 18]).not.toBe(lower[299 * 18 + 9]);
  });

  it('a stored model forecasts the first, and learns the second from their days', () => {
    const panel = { ...mixed, sessions: false };
    const forecasts = forecastAt(panel, recipeOf(storedModel()), 299);
    const [ranged, others] = kindsOf(panel).map((kind) => kind.panel) as [DailyPanel, DailyPanel];
    expect(forecasts.slice(0, 9)).toEqual(forecastAt(ranged, recipeOf(storedModel()), 299));
    expect(forecasts.slice(9)).toEqual(forecastAt(others, champion, 299));
  });
});

describe('member D', () => {
  /** Daily returns of 2 %, persistence .95. */
  const truth = { mean: 0, omega: 2e-5, alpha: 0.1, gamma: 0, beta: 0.85, degreesOfFreedom: null };
  const days = 900;
  const returns = [1, 2].map((seed) => garchReturns({ parameters: truth, count: days, seed }));
  const columns = returns.map((own) => Array.from(own, (value) => value ** 2));
  const panel = panelOfVariances(columns, {
    logReturn: Float64Array.from({ length: 2 * days }, (_, cell) =>
      Number(returns[cell % 2]?.[Math.floor(cell / 2)]),
    ),
    ...{ closesOnly: [true, true], sessions: true },
  });

  it('is GARCH and GJR-GARCH with Student-t innovations around the variance of the sample', () => {
    targetedGarchs.forEach((recipe, k) => {
      const { nextVariance, parameters } = fitGarch(returns[0] as Float64Array, {
        ...{ asymmetric: k === 1, innovations: 'student-t' },
        ...{ mean: 'constant', varianceTargeting: true },
      });
      const [day = 0] = forecastAt(panel, recipe, days - 1);
      expect(Math.exp(day) / nextVariance).toBeCloseTo(1, 9);
      expect(parameters.degreesOfFreedom).toBeGreaterThan(2);
    });
  });

  it('has half the say where there are sessions, and none where markets never close', () => {
    const members = [pooledHar, pooledRidge, ...targetedGarchs];
    const said = members.map((recipe) => forecastAt(panel, recipe, days - 1));
    const mean = (at: number, count: number): number =>
      said.slice(0, count).reduce((sum, values) => sum + (values[at] as number), 0) / count;
    const forecasts = forecastAt(panel, champion, days - 1);
    // One constant for each horizon makes the mean of members a mean of variances.
    const constants = [0, 1].map((asset) => (forecasts[3 * asset] as number) - mean(3 * asset, 4));
    expect(constants[0]).toBeCloseTo(constants[1] as number, 12);
    expect(Math.abs(constants[0] as number)).toBeLessThan(0.1);
    const open = { ...panel, sessions: false };
    const [har, ridge] = [pooledHar, pooledRidge].map((recipe) =>
      forecastAt(open, recipe, days - 1),
    );
    const linear = forecastAt(open, champion, days - 1);
    const rests = [0, 1].map(
      (asset) =>
        (linear[3 * asset] as number) - (Number(har?.[3 * asset]) + Number(ridge?.[3 * asset])) / 2,
    );
    expect(rests[0]).toBeCloseTo(rests[1] as number, 12);
  });
});
