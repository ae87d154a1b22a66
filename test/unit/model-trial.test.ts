/** The trial of a model: judged on the wanted days only, beside every opponent, with its intervals; and a walk in steps. */
import { describe, expect, it } from 'vitest';
import { refitDays, walkInSteps } from '../../src/app/learning/walk-in-steps.ts';
import { trialOf } from '../../src/learning/evaluation/model-trial.ts';
import { horizons } from '../../src/learning/inputs/daily-panel.ts';
import { championRecipe } from '../../src/learning/variance/champion.ts';
import { type ForecastTrack, walkForward } from '../../src/learning/variance/walk-forward.ts';
import { panelOfVariances } from '../support/daily-panels.ts';
import { seededLesson, wanderingPanel } from '../support/models.ts';

const days = 200;
const ones = new Array<number>(days).fill(1);
const panel = panelOfVariances([ones, ones]);

function saying(name: string, value: number): ForecastTrack {
  return { name, forecasts: new Float64Array(days * 2 * horizons.length).fill(value) };
}

describe('a trial', () => {
  const rows = { from: 150, to: 190 };
  const model = saying('champion', 0);
  // Wrong before the days that count, as if it had learnt.
  const opponent = saying('har-log', Math.log(2));
  opponent.forecasts.fill(Math.log(9), 0, rows.from * 6);
  const nothing = saying('harq', Number.NaN);
  const trial = trialOf(panel, {
    ...{ rows, model, opponents: [opponent, nothing], reference: 'har-log', simplest: 'har-log' },
  });

  it('compares on the days whose outcomes are complete, at each horizon', () => {
    // The panel ends with day 199: forecasts of day 189 for 30 days are not complete, the last is that of day 169.
    expect(trial.comparisons.map(({ horizonDays }) => horizonDays)).toEqual([1, 7, 30]);
    expect(trial.comparisons.map(({ comparison }) => comparison.cells)).toEqual([80, 80, 40]);
    for (const { opponent: name, comparison } of trial.comparisons) {
      // The model is right, the opponent loses ½ − ln ½ − 1 every day.
      expect({ name, change: comparison.changeShare }).toEqual({ name: 'har-log', change: -1 });
    }
  });

  it('has parts by year, asset and history', () => {
    const [day] = trial.parts;
    expect(day?.byYear.map(({ name }) => name)).toEqual(['2022']);
    expect(day?.byAsset.map(({ name }) => name)).toEqual(['A0', 'A1']);
    expect(day?.byHistory.map(({ name }) => name)).toEqual(['60 to 179 days', '180 to 364 days']);
  });

  it('counts the days that have an interval and an outcome', () => {
    expect(trial.coverage.map(({ days: covered }) => covered)).toEqual([40, 40, 20]);
    for (const { inside } of trial.coverage) expect(inside).toBe(1);
  });
});

describe('a walk in steps', () => {
  const wandering = wanderingPanel(300);
  const span = { from: 150, to: 300, refitEvery: 'quarter' } as const;

  it('refits at the first day and at the beginning of quarters', () => {
    // From 31 May 2022: closes of 1 July and 1 October come first in their quarters.
    expect(refitDays(wandering, span)).toEqual([150, 180, 272]);
  });

  it('is the same as in one go', async () => {
    const lessons = [140, 200].map((day) => seededLesson(wandering, day));
    const recipe = championRecipe({ lessons });
    const { signal } = new AbortController();
    const whole = walkForward(wandering, { recipes: [recipe], ...span }).models[0];
    expect(await walkInSteps(wandering, recipe, { ...span, signal })).toEqual(whole);
  });
});
