/** Networks trained for refits: the same weights again, in a stored model as in the champion, and interruption. */
import { afterAll, describe, expect, it } from 'vitest';
import { createNetworkTrainer } from '../../src/adapters/workers/network-trainer.ts';
import { learnNetworks } from '../../src/app/learning/learn-networks.ts';
import { weightsHash } from '../../src/learning/network/weights.ts';
import { learnModel } from '../../src/learning/stored/learn-model.ts';
import { describeModel } from '../../src/learning/stored/model-description.ts';
import { memberNames, recipeOf, type StoredModel } from '../../src/learning/stored/stored-model.ts';
import { championRecipe } from '../../src/learning/variance/champion.ts';
import { forecastAt } from '../support/daily-panels.ts';
import { wanderingPanel } from '../support/models.ts';

const panel = wanderingPanel(200);
const day = 199;
const jobs = [[4], [4, 3]].map((hidden) => ({ hidden, seed: 1 }));
const trainer = createNetworkTrainer(['wasm']);
afterAll(() => trainer.close());

const lessonsOf = (days: readonly number[], signal = new AbortController().signal) =>
  learnNetworks(panel, trainer, { days, jobs, signal, onLesson: () => undefined });

describe('networks for a refit', () => {
  it('are the same again, and make a model with the same weights', async () => {
    const told: string[] = [];
    const [first, second] = [await lessonsOf([day]), await lessonsOf([day])];
    expect(first).toEqual(second);
    const [lesson] = first;
    expect(lesson?.shapes.map(({ length }) => length)).toEqual([1, 1]);
    told.push(...(lesson?.shapes.flat().map(weightsHash) ?? []));
    expect(new Set(told).size).toBe(2);

    const models = [first, second].map(
      ([known]) =>
        learnModel(panel, { day, lesson: known ?? null, intervals: null }) as StoredModel,
    );
    const [hash, again] = models.map((model) => describeModel(model).description.weights.sha256);
    expect(again).toBe(hash);
    const model = models[0] as StoredModel;
    expect(memberNames(model)).toEqual([
      ...['pooled-har', 'pooled-ridge', 'networks-4', 'networks-4-3'],
    ]);
    const champion = forecastAt(panel, championRecipe({ lessons: first }), day);
    expect(forecastAt(panel, recipeOf(model), day)).toEqual(champion);
    expect(champion).not.toEqual(forecastAt(panel, championRecipe({ lessons: [] }), day));
  });

  it('are not trained where the days are too few', async () => {
    expect(await lessonsOf([30])).toEqual([]);
  });

  it('stop when they are told to', async () => {
    const abort = new AbortController();
    const training = lessonsOf([150, day], abort.signal);
    setTimeout(() => abort.abort(), 50);
    await expect(training).rejects.toMatchObject({ name: 'AbortError' });
  });
});
