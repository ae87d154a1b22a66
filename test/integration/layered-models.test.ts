/** The models that came with Ballast and those of a state folder as one: read from both, written to one. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLayeredModels } from '../../src/adapters/files/layered-models.ts';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { findChampion } from '../../src/app/learning/find-champion.ts';
import { writeLearningRecord } from '../../src/app/learning/learning-record.ts';
import { promoteModel, rollBackModel } from '../../src/app/learning/promote-model.ts';
import { describeModel } from '../../src/learning/stored/model-description.ts';
import { modelName } from '../../src/learning/stored/model-registry.ts';
import type { LiveScore } from '../../src/report/live-scores.ts';
import { simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';
import { emptyFolder } from '../support/market-files.ts';
import { cardOf, storedModel } from '../support/models.ts';
import { projectRoot } from '../support/project-files.ts';

const clock = createFrozenClock(Date.UTC(2023, 0, 2));

/** With a champion among the models that came with Ballast. */
async function openLayers() {
  const roots = { shipped: await emptyFolder(), own: await emptyFolder() };
  const shipped = createModelStore(roots.shipped);
  const own = createModelStore(roots.own);
  const model = storedModel();
  const { sha256 } = describeModel(model).description.weights;
  const champion = await shipped.save('crypto', { model, card: cardOf(sha256) });
  await promoteModel(shipped, champion, clock);
  return {
    ...{ roots, shipped, own, champion, model, sha256 },
    models: createLayeredModels({ shipped, own }),
  };
}

describe('models in two layers', () => {
  it('have the champion that came with Ballast, and a rollback leaves its folder alone', async () => {
    const { models, shipped, champion, roots } = await openLayers();
    expect(await findChampion(models, false)).toMatchObject({ name: modelName(champion) });
    await rollBackModel(models, 'crypto', clock);
    expect(await findChampion(models, false)).toMatchObject({ name: null });
    expect(await findChampion(shipped, false)).toMatchObject({ name: modelName(champion) });
    expect(readdirSync(join(roots.own, 'crypto'))).toEqual(['registry']);
  });

  it('keep new ones in the state folder, in use after those that were before', async () => {
    const { models, champion, own } = await openLayers();
    const later = storedModel({ to: Date.UTC(2023, 0, 2) });
    const card = cardOf(describeModel(later).description.weights.sha256, {
      parent: modelName(champion),
    });
    const id = await models.save('trained', { model: later, card });
    expect(await own.list()).toMatchObject([id]);
    // The clock of the machine stands still, and yet the later event counts.
    expect(await promoteModel(models, id, createFrozenClock(0))).toBeNull();
    expect(await findChampion(models, false)).toMatchObject({
      name: modelName(id),
      model: { to: later.to },
    });
    expect((await models.list()).map(modelName)).toEqual([modelName(champion), modelName(id)]);
    await own.save('a', { model: later, card });
    expect((await models.list()).map(({ name }) => name)).toEqual(['a', 'crypto', 'trained']);
    await rollBackModel(models, 'trained', clock);
    expect(await findChampion(models, false)).toMatchObject({ name: modelName(champion) });
  });

  it('list the same model once', async () => {
    const { models, champion, model, sha256 } = await openLayers();
    expect(await models.save('crypto', { model, card: cardOf(sha256) })).toEqual(champion);
    expect(await models.list()).toHaveLength(1);
  });
});

describe('models of the command line', () => {
  const desk = createDesk();
  const shipped = createModelStore(join(projectRoot, 'models'));

  it('shows the days since a model was stored beside the figures of its training', async () => {
    const found = await findChampion(shipped, false);
    const besides = (horizonDays: number, changePct: number, dmT: number) => ({
      ...{ horizonDays, opponent: 'har-log', days: 94 - horizonDays, changePct, dmT },
      ...{ lowPct: null, highPct: null, dmP: 0.01, assetsWonPct: 80 },
    });
    const score: LiveScore = {
      ...{ model: found.name as string, status: 'champion', coverage: [] },
      comparisons: [besides(1, -8.24, -3.14), besides(7, 2.5, 0.4)],
    };
    const before = await desk.run('models');
    expect(before.stdout).toMatch(/days since +1 d since +7 d since\n/);
    expect(before.stdout.split('\n')[1]).toMatch(/ – +– +–$/);
    const store = await createSqliteStore({ file: join(desk.home, 'ballast.sqlite') });
    const record = {
      day: 0,
      assets: 5,
      scores: [score],
      news: [],
      challengerDay: null,
      behind: null,
    };
    await store.transact((session) => writeLearningRecord(session, false, record));
    await store.close();
    const { stdout } = await desk.run('models');
    expect(stdout.split('\n')[1]).toMatch(/ 93 +−8\.2 % \(t −3\.1\) +\+2\.5 % \(t \+0\.4\)$/);
    const { models } = JSON.parse((await desk.run('models', '--json')).stdout);
    expect(models).toMatchObject([{ live: { model: found.name, status: 'champion' } }]);
  });

  it('judge what is trained into the state folder against the champion that came with Ballast', async () => {
    const found = await findChampion(shipped, false);
    writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH', 'PAXG'], { bars: 300 * 24 }));
    const options = ['--linear', '--trial-days', '90', '--json'];
    const out = join(desk.home, 'models', 'trained');
    const { stdout, stderr } = await desk.run(
      ...['train', '--data', 'candles', ...options, '--out', out],
    );
    expect(stderr).toContain('written to');
    const { model, card } = JSON.parse(stdout);
    expect(card.parent).toBe(found.name);
    expect((await desk.run('models')).stdout).toContain(model);
  }, 120_000);

  it('takes the one that came with Ballast back for this state only', async () => {
    const found = await findChampion(shipped, false);
    const { stdout } = await desk.run('models', 'rollback', 'crypto');
    expect(stdout).toBe(`${found.name} is retired; no model is the champion now\n`);
    expect((await desk.run('models')).stdout).toContain('retired');
    expect(await findChampion(shipped, false)).toMatchObject({ name: found.name });
  });
});
