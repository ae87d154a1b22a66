/**
 * Models that are watched in a market whose variances change their kind on day 300: alarm, rollback, challenger and promotion, each
 * with and without a person; and in the same market without a change. The champion learnt up to day 250, the challenger up to 420.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { readLearningRecord } from '../../src/app/learning/learning-record.ts';
import { runLearning } from '../../src/app/learning/learning-scheduler.ts';
import { promoteModel } from '../../src/app/learning/promote-model.ts';
import { listTrainings } from '../../src/app/learning/trainings.ts';
import type { Reason } from '../../src/base/reasons.ts';
import { championOf, modelName } from '../../src/learning/stored/model-registry.ts';
import { reasonSentence } from '../../src/report/decision-sentence.ts';
import { eventTypes } from '../support/execution-workspace.ts';
import { dayTime, type LearningWorld, learningWorld } from '../support/learning-world.ts';
import { hourMs } from '../support/panels.ts';

type Options = Parameters<typeof learningWorld>[0];

/** With the champion in use since day 250. */
async function worldWith(options: Options = {}) {
  const world = await learningWorld(options);
  const champion = await world.store(250);
  await world.promote(champion, 250);
  return { ...world, champion, name: modelName(champion) };
}

/** What is said beside the daily score. */
async function said(world: LearningWorld, day: number): Promise<readonly string[]> {
  return codesOf(await world.newsOf(day));
}

function codesOf(news: readonly Reason[]): readonly string[] {
  return news.map(({ code }) => code).filter((code) => code !== 'MODEL_SCORED');
}

async function inUse({ models }: LearningWorld): Promise<string | undefined> {
  const id = championOf(await models.history(), false);
  return id && modelName(id);
}

describe('a champion whose market has changed', () => {
  it('setting: learning.rollback automatic retires it after 60 days that were too bad', async () => {
    const world = await worldWith({ learning: { rollback: 'automatic' } });
    const news = await world.newsOf(432);
    expect(codesOf(news).slice(-3)).toEqual([
      ...['MODEL_FELL_BEHIND', 'MODEL_ROLLED_BACK', 'CHALLENGER_TRAINED'],
    ]);
    expect(news.map(reasonSentence)).toEqual([
      `${world.name}: 181 days since it was stored, its loss one day ahead is 11.1 % off that of har-log (t = 1.9)`,
      `1 d: ${world.name} has got worse beside pooled-har, by Page–Hinkley at the close of 2021-01-19`,
      `7 d: ${world.name} has got worse beside pooled-har, by Page–Hinkley at the close of 2021-01-22`,
      `over 60 days in use the loss of ${world.name} was 52.3 % above that of pooled-har, by 3.7 standard errors; more than 2 are too many`,
      `${world.name} is retired; pooled-har stands in`,
      'a challenger is in training: training-1',
    ]);
    expect(await inUse(world)).toBeUndefined();
    expect(await eventTypes(world.workspace)).toEqual(
      expect.arrayContaining(['ModelRolledBack', 'TrainingRequested', 'ModelAlarmed']),
    );
    expect(await world.newsOf(433)).toEqual([]);
  });

  it('setting: learning.rollback manual says so once, and leaves it to a person', async () => {
    const world = await worldWith({ learning: { rollback: 'manual' } });
    expect(await said(world, 432)).toContain('MODEL_FELL_BEHIND');
    expect(await said(world, 433)).toEqual([]);
    expect(await inUse(world)).toBe(world.name);
  });

  it('raises alarms, the first of which trains a challenger', async () => {
    const world = await worldWith({ learning: { rollback: 'manual' } });
    await world.newsOf(372);
    const news = await world.newsOf(390);
    expect(news).toContainEqual({
      ...{ code: 'MODEL_DRIFTED', model: world.name, opponent: 'pooled-har' },
      ...{ horizonDays: 7, detector: 'Page–Hinkley', day: '2021-01-22' },
    });
    expect(codesOf(news).at(-1)).toBe('CHALLENGER_TRAINED');
    expect(await said(world, 391)).toEqual([]);
    const [training, ...others] = await listTrainings(world.workspace, { limit: 5 });
    expect(others).toEqual([]);
    expect(training).toMatchObject({ actor: 'system', state: 'queued' });
    expect(training?.request).toEqual({
      ...{ directory: null, to: null, networks: true, promote: false },
    });
  });

  it('setting: learning.challengers off trains none, and without a folder none can be', async () => {
    const off = await worldWith({ learning: { rollback: 'manual', challengers: 'off' } });
    expect(await said(off, 390)).not.toContain('CHALLENGER_TRAINED');
    expect(await listTrainings(off.workspace, { limit: 5 })).toEqual([]);
    const none = await worldWith({ learning: { rollback: 'manual' }, data: false });
    expect(await none.newsOf(390)).toContainEqual({
      code: 'CHALLENGER_REFUSED',
      cause: 'no folder of candles is configured to train models on',
    });
  });
});

describe('a challenger that is better', () => {
  it('setting: learning.promotion automatic puts it into use as soon as its days suffice', async () => {
    const world = await worldWith({ learning: { promotion: 'automatic', rollback: 'manual' } });
    const challenger = modelName(await world.store(420));
    expect(await said(world, 606)).not.toContain('MODEL_PROVED');
    const news = await world.newsOf(607);
    expect(news.slice(-2)).toEqual([
      { code: 'MODEL_PROVED', model: challenger, days: 186, champion: world.name },
      { code: 'MODEL_PROMOTED', model: challenger, before: world.name },
    ]);
    expect(await inUse(world)).toBe(challenger);
    const types = await eventTypes(world.workspace);
    expect(types.slice(-3)).toEqual(['ModelPromoted', 'ModelScored', 'ModelTested']);
  });

  it('setting: learning.promotion manual says so, and a person may put it into use', async () => {
    const world = await worldWith({ learning: { promotion: 'manual', rollback: 'manual' } });
    const challenger = await world.store(420);
    const { models, workspace } = world;
    expect(await promoteModel(models, challenger, workspace.clock)).toMatchObject({
      code: 'MODEL_GATE_CLOSED',
    });
    expect(await said(world, 607)).toContain('MODEL_PROVED');
    expect(await inUse(world)).toBe(world.name);
    expect(await said(world, 608)).toEqual([]);
    expect(await promoteModel(models, challenger, workspace.clock)).toBeNull();
    expect(await inUse(world)).toBe(modelName(challenger));
  });
});

describe('a market without a change', () => {
  it('raises no alarm and promotes nothing; a challenger is tested once in a quarter', async () => {
    const world = await worldWith({ changes: false, learning: { promotion: 'automatic' } });
    const challenger = modelName(await world.store(420));
    expect(await said(world, 432)).toEqual([]);
    const [unproved, ...others] = (await world.newsOf(607)).slice(1);
    expect(others).toEqual([]);
    expect(unproved).toMatchObject({ code: 'MODEL_UNPROVED', model: challenger, days: 186 });
    expect(unproved?.cause).toMatch(/^1 d: the loss is .*; and 7 reasons more$/);
    // The last quarter of 2021 begins with day 639.
    expect(await said(world, 639)).toEqual([]);
    expect(await said(world, 640)).toEqual(['MODEL_UNPROVED']);
    expect(await inUse(world)).toBe(world.name);
  });

  it('keeps the scores of the day for commands and pages', async () => {
    const world = await worldWith({ changes: false });
    const challenger = modelName(await world.store(420));
    await world.newsOf(500);
    const record = await readLearningRecord(world.workspace.store, false);
    expect(record).toMatchObject({ assets: 8, challengerDay: null, behind: null });
    expect(record?.scores.map(({ model, status }) => [model, status])).toEqual([
      [world.name, 'champion'],
      [challenger, 'shadow'],
    ]);
    const ofChallenger = record?.scores[1]?.comparisons ?? [];
    expect(ofChallenger).toContainEqual(
      expect.objectContaining({ opponent: world.name, horizonDays: 1, days: 79 }),
    );
    expect(await world.newsOf(500)).toEqual([]);
  });
});

describe('a day that cannot be judged', () => {
  it('says why: too few days, or no candles', async () => {
    const world = await worldWith({ changes: false, data: false });
    expect(await world.newsOf(100)).toEqual([
      { code: 'MODELS_UNWATCHED', cause: '100 days of history, more than 120 are needed' },
    ]);
    const missing = await worldWith({ symbols: ['NONE'], data: false });
    expect(await missing.newsOf(300)).toEqual([
      { code: 'MODELS_UNWATCHED', cause: expect.stringContaining('NONE') },
    ]);
  });

  it('leaves out a damaged model and says so', async () => {
    const world = await worldWith({ changes: false });
    const { name, version } = await world.store(260);
    writeFileSync(join(world.modelsFolder, name, version, 'weights.bin'), 'gone');
    const news = await world.newsOf(330);
    expect(news.map(({ code }) => code)).toEqual(['MODELS_UNWATCHED', 'MODEL_SCORED']);
    expect(news[0]?.cause).toContain('the SHA-256 of the weights must be');
  });

  it('has nothing to say where there is no model', async () => {
    const world = await learningWorld({ changes: false });
    expect(await world.newsOf(300)).toEqual([]);
    expect(await eventTypes(world.workspace)).not.toContain('ModelScored');
  });
});

describe('the candles of learning.data', () => {
  it('are those that models are watched on, while they are kept up to date', async () => {
    const world = await worldWith({ changes: false, symbols: ['A0', 'A1'] });
    const assetsOn = async (day: number): Promise<number | undefined> => {
      await world.newsOf(day);
      return (await readLearningRecord(world.workspace.store, false))?.assets;
    };
    expect(await assetsOn(300)).toBe(8);
    for (const file of readdirSync(world.folder)) {
      const path = join(world.folder, file);
      const lines = readFileSync(path, 'utf8').split('\n');
      writeFileSync(path, `${lines.slice(0, 301).join('\n')}\n`);
    }
    expect(await assetsOn(302)).toBe(8);
    expect(await assetsOn(303)).toBe(2);
  });
});

describe('the scheduler', () => {
  it('judges each day once, whichever process comes first', async () => {
    const store = await createSqliteStore({ file: ':memory:' });
    const world = await worldWith({ changes: false, store });
    await world.clockAt(300);
    const judged = async (): Promise<unknown> => {
      const stop = new AbortController();
      const events = {
        onNews: (news: readonly Reason[]) => {
          days.push(news[0]?.days);
          stop.abort();
        },
        onFault: (fault: unknown) => {
          throw fault;
        },
      };
      const keeper = { wallClock: world.workspace.clock, signal: stop.signal };
      return runLearning(world.workspace, keeper, events);
    };
    const days: unknown[] = [];
    await judged();
    expect(world.workspace.clock.now()).toBe(dayTime(300) + hourMs / 2);
    // The day is claimed: another process waits for the next.
    await judged();
    expect(days).toEqual([49, 50]);
  });
});
