/** No look-ahead through inputs from outside: what was not known by a close changes nothing up to it, bit for bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import type { DailyPanel } from '../../src/learning/inputs/daily-panel.ts';
import { outsideColumns } from '../../src/learning/outside/outside-columns.ts';
import type { OutsideKind, OutsideSeries } from '../../src/learning/outside/outside-series.ts';
import { championRecipe } from '../../src/learning/variance/champion.ts';
import { walkForward } from '../../src/learning/variance/walk-forward.ts';
import { panelOfVariances, wanderingVariances } from '../support/daily-panels.ts';
import { dayMs, hourMs } from '../support/panels.ts';

const days = 220;
const kinds: readonly OutsideKind[] = ['macro', 'vix', 'fear-greed', 'news', 'own'];
const panel: DailyPanel = panelOfVariances([1, 2, 3].map((seed) => wanderingVariances(seed, days)));
const start = (panel.closeTime[0] as number) - dayMs;

/** A value every 20 hours, each known some days later than it is stamped. */
function simulated(kind: OutsideKind, seed: number): OutsideSeries {
  const random = createRandom(seed);
  const time = Float64Array.from({ length: days }, (_, k) => start + k * 20 * hourMs);
  return {
    ...{ name: kind, kind, lagMs: null, freshMs: 7 * dayMs },
    time,
    knownAt: time.map((at, k) => at + (1 + (k % 3)) * 10 * hourMs + 2 * dayMs).sort(),
    values: time.map(() => 0.1 + 0.8 * random.uniform()),
  };
}

const series = kinds.map((kind, at) => simulated(kind, at + 1));

/** Columns and forecasts of the first rows. */
function knownOf(inputs: readonly OutsideSeries[], rows: number) {
  const recipes = [championRecipe({ lessons: [], outside: inputs })];
  const { models } = walkForward(panel, { recipes, from: 150, to: rows, refitEvery: 'month' });
  return {
    columns: outsideColumns(inputs, panel.closeTime).map(({ values }) => values.slice(0, rows)),
    forecasts: models[0]?.forecasts.slice(150 * 9, rows * 9),
  };
}

const changed = (each: OutsideSeries, from: number, factor: number): OutsideSeries => ({
  ...each,
  values: each.values.map((value, k) =>
    (each.knownAt[k] as number) > from ? value * factor : value,
  ),
});

const without = (each: OutsideSeries, from: number): OutsideSeries => {
  const count = each.knownAt.filter((at) => at <= from).length;
  return {
    ...each,
    time: each.time.slice(0, count),
    knownAt: each.knownAt.slice(0, count),
    values: each.values.slice(0, count),
  };
};

describe('inputs from outside', () => {
  it('are read: forecasts change with what was known', () => {
    const earlier = series.map((each) => changed(each, start, 0.5));
    const { forecasts } = knownOf(series, 200);
    expect(forecasts?.every(Number.isFinite)).toBe(true);
    expect(knownOf(earlier, 200).forecasts).not.toEqual(forecasts);
  });

  it('change nothing before they are known', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 155, max: days - 1 }),
        fc.double({ min: 0.1, max: 1.1, noNaN: true }),
        (rows, factor) => {
          const lastClose = panel.closeTime[rows - 1] as number;
          const known = knownOf(series, rows);
          const later = series.map((each) => changed(each, lastClose, factor));
          expect(knownOf(later, rows)).toEqual(known);
          const cut = series.map((each) => without(each, lastClose));
          expect(knownOf(cut, rows)).toEqual(known);
        },
      ),
      { numRuns: 8, seed: 1 },
    );
  });
});
