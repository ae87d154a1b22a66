/** What the networks of the champion know at each moment of a walk forward, with and without a promoted model. */
import { afterAll, describe, expect, it } from 'vitest';
import { championLessons } from '../../src/app/learning/champion-lessons.ts';
import { networkTrainer } from '../../src/compose.ts';
import { folderWithModel, modelFolder } from '../support/model-folder.ts';
import { storedModel, wanderingPanel } from '../support/models.ts';

const panel = wanderingPanel(420);
const { signal } = new AbortController();
const rows = { from: 300, to: 420 };
const dayOf = (row: number): string => new Date(panel.closeTime[row] as number).toISOString();

describe('lessons', () => {
  const trainer = networkTrainer();
  afterAll(() => trainer.close());

  it('are those of the promoted model, from the end of its training on', async () => {
    const { models } = await folderWithModel();
    const { to, ridge, shapes } = storedModel();
    const lessons = await championLessons(panel, { ...rows, models, trainer: null, signal });
    expect(lessons).toEqual([{ closeTime: to, ridge, shapes }]);
  });

  it('are none without a promoted model, or with one without networks', async () => {
    const empty = await modelFolder();
    const linear = await folderWithModel({ shapes: [] });
    for (const { models } of [empty, linear]) {
      expect(await championLessons(panel, { ...rows, models, trainer: null, signal })).toEqual([]);
    }
  });

  it('are learnt at the first day and at the start of each year where they are trained', {
    timeout: 60_000,
  }, async () => {
    const { models } = await folderWithModel();
    const told: string[] = [];
    const lessons = await championLessons(panel, {
      ...{ ...rows, models, trainer, signal },
      onProgress: (words) => told.push(words),
    });
    const year = [...Array(120).keys()]
      .map((k) => rows.from + k)
      .find((row) => dayOf(row).slice(5, 10) === '01-01') as number;
    expect(lessons.map(({ closeTime }) => closeTime)).toEqual([
      panel.closeTime[rows.from],
      panel.closeTime[year],
    ]);
    expect(lessons.map(({ shapes }) => shapes.map((shape) => shape.length))).toEqual([
      [5, 5],
      [5, 5],
    ]);
    expect(told).toEqual(['networks of 1 of 2 years', 'networks of 2 of 2 years']);
  });
});
