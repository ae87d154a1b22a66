/** The walk forward: when forecasters learn, what they are asked, and that the order of refits does not matter to them. */
import { describe, expect, it } from 'vitest';
import type { ForecasterRecipe } from '../../src/learning/variance/forecaster.ts';
import { harLog } from '../../src/learning/variance/har-log.ts';
import { pooledRidge } from '../../src/learning/variance/pooled-ridge.ts';
import { type RefitEvery, walkForward } from '../../src/learning/variance/walk-forward.ts';
import { forecastAt, panelOfVariances, wanderingVariances } from '../support/daily-panels.ts';

/** Says the row of its last fit. */
function lastFitOf(fits: number[]): ForecasterRecipe {
  return () => ({
    name: 'last fit',
    fit(day) {
      fits.push(day);
    },
    forecast(_, out) {
      out.fill(fits.at(-1) ?? Number.NaN);
    },
  });
}

describe('a walk forward', () => {
  // Row 0 is 1 January 2022 and closes on the 2nd; row 30 is the 31st and closes on 1 February.
  const panel = panelOfVariances([wanderingVariances(1, 120), wanderingVariances(2, 120)]);
  const fitsFrom = (from: number, refitEvery: RefitEvery): number[] => {
    const fits: number[] = [];
    walkForward(panel, { recipes: [lastFitOf(fits)], from, to: 120, refitEvery });
    return fits;
  };

  it('refits at its start and at the close that begins each month', () => {
    expect(fitsFrom(10, 'month')).toEqual([10, 30, 58, 89, 119]);
    expect(fitsFrom(30, 'month')).toEqual([30, 58, 89, 119]);
  });

  it('or each quarter', () => {
    expect(fitsFrom(10, 'quarter')).toEqual([10, 89]);
  });

  it('asks for every day from its start, refits first, and for no other', () => {
    const recipes = [lastFitOf([])];
    const { models } = walkForward(panel, { recipes, from: 29, to: 31, refitEvery: 'month' });
    const [{ name, forecasts } = { name: '', forecasts: new Float64Array() }] = models;
    expect(name).toBe('last fit');
    expect(forecasts.length).toBe(120 * 2 * 3);
    expect([...forecasts.slice(28 * 6, 32 * 6)]).toEqual([
      ...new Array<number>(6).fill(Number.NaN),
      ...new Array<number>(6).fill(29),
      ...new Array<number>(6).fill(30),
      ...new Array<number>(6).fill(Number.NaN),
    ]);
  });

  it('gives what was realised beside it, a sum over the horizon', () => {
    const { realized } = walkForward(panel, { recipes: [], from: 0, to: 0, refitEvery: 'month' });
    expect(realized[0]).toBe(panel.variance[2]);
    expect(realized[3]).toBe(panel.variance[3]);
  });

  it('gives the forecasts of a model that was fitted on the day alone', () => {
    const recipes = [harLog, pooledRidge];
    const { models } = walkForward(panel, { recipes, from: 80, to: 90, refitEvery: 'month' });
    recipes.forEach((recipe, at) => {
      const forecasts = models[at]?.forecasts ?? [];
      expect([...forecasts.slice(89 * 6, 90 * 6)]).toEqual(forecastAt(panel, recipe, 89));
    });
  });
});
