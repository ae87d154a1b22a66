/** Stored models: the same forecasts as the champion that has just learnt, on any panel of their class, and none on another. */
import { describe, expect, it } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { horizons } from '../../src/learning/inputs/daily-panel.ts';
import { featureNames } from '../../src/learning/inputs/feature-spec.ts';
import { featuresOf } from '../../src/learning/inputs/features.ts';
import { createNetworkForecast } from '../../src/learning/network/predict.ts';
import {
  residualForecastsOf,
  scaledFeaturesOf,
} from '../../src/learning/network/residual-networks.ts';
import { learnModel } from '../../src/learning/stored/learn-model.ts';
import { memberNames, recipeOf, type StoredModel } from '../../src/learning/stored/stored-model.ts';
import { championRecipe } from '../../src/learning/variance/champion.ts';
import { ewmaRealized } from '../../src/learning/variance/ewma-forecasters.ts';
import { linearForecastsOf } from '../../src/learning/variance/linear-model.ts';
import { forecastAt, panelOfVariances, wanderingVariances } from '../support/daily-panels.ts';
import { seededLesson, seededNetwork, storedModel, wanderingPanel } from '../support/models.ts';

const days = 400;
const panel = wanderingPanel(days);
const day = 350;

describe('a stored model', () => {
  it.each([
    ['linear members', []],
    ['networks', [seededLesson(panel, day)]],
  ])('forecasts as the champion does that learnt by the same day, with %s', (_, lessons) => {
    const model = learnModel(panel, { day, lesson: lessons[0] ?? null, intervals: null });
    const champion = championRecipe({ lessons })(panel);
    const stored = recipeOf(model as StoredModel)(panel);
    const [expected, found] = [new Float64Array(9), new Float64Array(9)];
    champion.fit(day);
    for (const later of [day, day + 20, days - 1]) {
      champion.forecast(later, expected);
      stored.forecast(later, found);
      expect([...found]).toEqual([...expected]);
      expect(found.every(Number.isFinite)).toBe(true);
    }
  });

  it('does not learn from a fit', () => {
    const stored = recipeOf(storedModel())(panel);
    const [before, after] = [new Float64Array(9), new Float64Array(9)];
    stored.forecast(days - 1, before);
    stored.fit(days - 1);
    stored.forecast(days - 1, after);
    expect(after).toEqual(before);
  });

  it('forecasts assets that it never saw, one that lacks the day, and one of five days', () => {
    const missing = (count: number): number[] => new Array<number>(count).fill(Number.NaN);
    const others = panelOfVariances([
      wanderingVariances(7, 200, 1e-2),
      [...wanderingVariances(8, 199), Number.NaN],
      [...missing(195), ...wanderingVariances(9, 5)],
      missing(200),
    ]);
    const forecasts = forecastAt(others, recipeOf(storedModel()), 199);
    expect(forecasts.every(Number.isFinite)).toBe(true);
    const spares = forecastAt(others, ewmaRealized(20), 199);
    // The one that lacks the day has the fallback, that of no day the median of the class, five days both.
    expect(forecasts.slice(3, 6)).toEqual(spares.slice(3, 6));
    horizons.forEach((_, at) => {
      const [middle, own] = [forecasts[at] as number, spares[6 + at] as number];
      expect(forecasts[6 + at]).toBeCloseTo((5 * own + 2 * middle) / 7, 12);
    });
    expect(forecasts.slice(9)).toEqual(forecasts.slice(0, 3));
  });

  it('forecasts by the EWMA while a whole panel has five days', () => {
    const young = panelOfVariances([wanderingVariances(7, 5)]);
    const found = forecastAt(young, recipeOf(storedModel()), 4);
    expect(found).toEqual(forecastAt(young, ewmaRealized(20), 4));
  });

  it('refuses a panel of the other class', () => {
    const sessions = wanderingPanel(100, { sessions: true });
    expect(() => recipeOf(storedModel())(sessions)).toThrow(ModelError);
    expect(() => recipeOf(storedModel())(sessions)).toThrow(
      'the model learnt on markets that never close and forecasts those only, these are markets with sessions',
    );
  });

  it('names its members, networks by their widths', () => {
    const names = ['pooled-har', 'pooled-ridge', 'networks-4', 'networks-3-2'];
    expect(memberNames(storedModel())).toEqual(names);
  });

  it('is not made from five days', () => {
    const young = wanderingPanel(5);
    expect(learnModel(young, { day: 4, lesson: null, intervals: null })).toBeUndefined();
  });
});

describe('networks on a ridge', () => {
  const lesson = seededLesson(panel, day);
  const { ridge } = lesson;
  const networks = [seededNetwork([4], 1), seededNetwork([4], 2)];

  it('add the mean of what they say to its forecast', () => {
    const [linear, found] = [new Float64Array(9), new Float64Array(9)];
    linearForecastsOf(panel, featureNames)(ridge)(day, linear);
    residualForecastsOf(panel, { ridge, networks })(day, found);
    const row = new Float64Array(featureNames.length);
    const corrections = new Float64Array(3);
    scaledFeaturesOf(panel, ridge)(day * 3 + 1, row);
    createNetworkForecast(networks)(row, corrections);
    horizons.forEach((_, at) => {
      expect(found[3 + at]).toBe((linear[3 + at] as number) + (corrections[at] as number));
    });
  });

  it('see features on the scale of its first horizon, 0 where one is missing', () => {
    const row = new Float64Array(featureNames.length);
    scaledFeaturesOf(panel, ridge)(day * 3, row);
    const { mean, deviation } = (ridge[0] as (typeof ridge)[number]).standardizer;
    const raw = featuresOf(panel)[day * 3 * featureNames.length] as number;
    expect(row[0]).toBeCloseTo((raw - (mean[0] as number)) / (deviation[0] as number), 12);
    expect(row[featureNames.indexOf('jumpShare1')]).toBe(0);
    expect(row.every(Number.isFinite)).toBe(true);
  });

  it('have no part in the champion before their first lesson', () => {
    const [linear, before] = [[], [lesson]].map((lessons) => {
      const champion = championRecipe({ lessons })(panel);
      const forecasts = new Float64Array(9);
      champion.fit(day - 1);
      champion.forecast(day - 1, forecasts);
      return [...forecasts];
    });
    expect(before).toEqual(linear);
  });
});
