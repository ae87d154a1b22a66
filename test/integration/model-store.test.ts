/** Models in a folder: saved and loaded, damaged in every file, promoted and rolled back, and killed while they are written. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { findChampion } from '../../src/app/learning/find-champion.ts';
import { listModels } from '../../src/app/learning/list-models.ts';
import { promoteModel, rollBackModel } from '../../src/app/learning/promote-model.ts';
import { ModelError } from '../../src/base/errors.ts';
import { describeModel } from '../../src/learning/stored/model-description.ts';
import { championOf, type ModelId, modelName } from '../../src/learning/stored/model-registry.ts';
import { recipeOf, type StoredModel } from '../../src/learning/stored/stored-model.ts';
import type { ModelCard } from '../../src/report/model-card.ts';
import { forecastAt } from '../support/daily-panels.ts';
import { cardOf, storedModel, wanderingPanel } from '../support/models.ts';
import { projectRoot } from '../support/project-files.ts';

const top = mkdtempSync(join(tmpdir(), 'ballast-models-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const clock = createFrozenClock(Date.UTC(2023, 0, 2));
const child = fileURLToPath(new URL('../support/model-child.ts', import.meta.url));
const kills = 5;
let folders = 0;

/** An empty folder with a store, and what is done with it. */
function openFolder() {
  const root = join(top, String(folders++));
  const models = createModelStore(root);
  const save = (name: string, change: Partial<StoredModel> = {}, card: Partial<ModelCard> = {}) => {
    const model = storedModel(change);
    const { sha256 } = describeModel(model).description.weights;
    const { sessions } = model;
    return models.save(name, { model, card: cardOf(sha256, { sessions, ...card }) });
  };
  const file = (id: ModelId, name: string): string => join(root, id.name, id.version, name);
  const rewrite = (id: ModelId, name: string, change: (text: string) => string): void =>
    writeFileSync(file(id, name), change(readFileSync(file(id, name), 'utf8')));
  return { root, models, save, file, rewrite };
}

/** To the second day of the year, so that versions differ. */
const later = { to: Date.UTC(2023, 0, 2) };

describe('a model in a folder', () => {
  it('comes back as it was saved, under its last day and a hash', async () => {
    const { models, save, root } = openFolder();
    const id = await save('crypto', { to: Date.UTC(2023, 0, 1) });
    expect(id.version).toMatch(/^2022-12-31-[0-9a-f]{8}$/);
    expect(await models.load(id)).toEqual(storedModel({ to: Date.UTC(2023, 0, 1) }));
    const files = readdirSync(join(root, 'crypto', id.version)).sort();
    expect(files).toEqual(['card.json', 'model.json', 'weights.bin']);
  });

  it('saved again is the same version with the new card', async () => {
    const { models, save } = openFolder();
    const id = await save('crypto');
    expect(await save('crypto', {}, { weaknesses: ['storms'] })).toEqual(id);
    expect(await models.list()).toMatchObject([{ ...id, card: { weaknesses: ['storms'] } }]);
  });

  it('saved again after its promotion keeps the card it was promoted by', async () => {
    const { models, save } = openFolder();
    const id = await save('crypto');
    await promoteModel(models, id, clock);
    await save('crypto', {}, { gate: { passed: false, reasons: [] } });
    await rollBackModel(models, 'crypto', clock);
    await save('crypto', {}, { gate: { passed: false, reasons: [] } });
    expect(await models.list()).toMatchObject([{ ...id, card: { gate: { passed: true } } }]);
  });

  it('saved again replaces a damaged one', async () => {
    const { models, save, file } = openFolder();
    const id = await save('crypto');
    writeFileSync(file(id, 'weights.bin'), 'gone');
    await save('crypto');
    expect(await models.load(id)).toEqual(storedModel());
  });

  it('that is not there is refused, and an empty folder has none', async () => {
    const { models } = openFolder();
    expect(await models.list()).toEqual([]);
    expect(await models.history()).toEqual([]);
    await expect(models.load({ name: 'crypto', version: '1' })).rejects.toThrow(ModelError);
  });
});

describe('a damaged model', () => {
  it.each([
    ['weights.bin', (text: string) => `${text}x`, 'the SHA-256 of the weights must be'],
    ['model.json', (text: string) => text.slice(0, 50), 'must be JSON'],
    ['model.json', (text: string) => text.replace('"sessions"', '"session"'), 'sessions: Invalid'],
    ['card.json', (text: string) => text.replace('"version": 1', '"version": 2'), 'train it again'],
    [
      'card.json',
      (text: string) =>
        text.replace(/"weightsSha256": "\w+"/, `"weightsSha256": "${'0'.repeat(64)}"`),
      'the card of crypto/',
    ],
  ])('with a changed %s is refused and does not stop anything', async (name, change, message) => {
    const { models, save, rewrite } = openFolder();
    const id = await save('crypto');
    await models.record({ ...id, sessions: false, action: 'promoted', at: 1 });
    rewrite(id, name, change);
    await expect(models.load(id)).rejects.toThrow(ModelError);
    await expect(models.load(id)).rejects.toThrow(message);
    const found = await findChampion(models, false);
    expect(found).toEqual({ name: modelName(id), cause: expect.stringContaining(message) });
    expect(await listModels(models)).toHaveLength(1);
  });

  it('that is recorded for the other class is no champion of it', async () => {
    const { models, save } = openFolder();
    const id = await save('crypto');
    await models.record({ ...id, sessions: true, action: 'promoted', at: 1 });
    expect(await findChampion(models, true)).toEqual({
      name: modelName(id),
      cause: `${modelName(id)} learnt on markets that never close`,
    });
  });

  it('without one of its files is refused', async () => {
    const { models, save, file } = openFolder();
    const id = await save('crypto');
    rmSync(file(id, 'card.json'));
    await expect(models.load(id)).rejects.toThrow('could not be read (ENOENT)');
    expect(await listModels(models)).toMatchObject([{ status: 'damaged' }]);
  });

  it('cannot be promoted', async () => {
    const { models, save, file } = openFolder();
    const id = await save('crypto');
    writeFileSync(file(id, 'weights.bin'), '');
    await expect(promoteModel(models, id, clock)).rejects.toThrow(ModelError);
  });

  it('with a damaged record leaves a class without a champion, and says why', async () => {
    const { models, save, root } = openFolder();
    const id = await save('crypto');
    await models.record({ ...id, sessions: false, action: 'promoted', at: 1 });
    writeFileSync(join(root, 'crypto', 'registry', '1.json'), '{}');
    expect(await findChampion(models, false)).toEqual({
      name: null,
      cause: expect.stringContaining('1.json is damaged'),
    });
  });
});

describe('promotion', () => {
  it('makes a model the champion of its class, and is done once', async () => {
    const { models, save } = openFolder();
    expect(await findChampion(models, false)).toEqual({
      name: null,
      cause: 'no model is promoted for markets that never close',
    });
    const id = await save('crypto');
    expect(await promoteModel(models, id, clock)).toBeNull();
    expect(await promoteModel(models, id, clock)).toBeNull();
    expect(await models.history()).toEqual([
      { ...id, sessions: false, action: 'promoted', at: clock.now() },
    ]);
    expect(await findChampion(models, false)).toMatchObject({ name: modelName(id), model: {} });
    expect(await findChampion(models, true)).toMatchObject({ name: null });
  });

  it('is refused to a model that did not pass the gate', async () => {
    const { models, save } = openFolder();
    const id = await save('crypto', {}, { gate: { passed: false, reasons: [] } });
    expect(await promoteModel(models, id, clock)).toEqual({
      code: 'MODEL_GATE_CLOSED',
      model: modelName(id),
    });
    expect(await listModels(models)).toMatchObject([{ status: 'shadow' }]);
  });

  it('is refused to a model that was judged against another champion', async () => {
    const { models, save } = openFolder();
    const old = await save('crypto');
    const next = await save('crypto', later);
    await promoteModel(models, old, clock);
    expect(await promoteModel(models, next, clock)).toMatchObject({
      code: 'MODEL_JUDGED_AGAINST',
      champion: modelName(old),
    });
    const judged = await save('crypto', later, { parent: modelName(old) });
    expect(await promoteModel(models, judged, clock)).toBeNull();
    const listed = await listModels(models);
    expect(Object.fromEntries(listed.map(({ name, status }) => [name, status]))).toEqual({
      [modelName(old)]: 'retired',
      [modelName(judged)]: 'champion',
    });
  });

  it('is refused to a model that is not there', async () => {
    const { models } = openFolder();
    const id = { name: 'crypto', version: '1' };
    expect(await promoteModel(models, id, clock)).toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});

describe('a rollback', () => {
  it('brings the champion before back, across names, and then none', async () => {
    const { models, save } = openFolder();
    const crypto = await save('crypto');
    await promoteModel(models, crypto, clock);
    const mine = await save('mine', later, { parent: modelName(crypto) });
    await promoteModel(models, mine, clock);
    expect(await rollBackModel(models, 'mine', clock)).toEqual({
      retired: modelName(mine),
      champion: modelName(crypto),
    });
    expect(await rollBackModel(models, 'mine', clock)).toEqual({
      code: 'MODEL_NOT_FOUND',
      ...{ what: 'champion', name: 'mine' },
    });
    expect(await rollBackModel(models, 'crypto', clock)).toMatchObject({ champion: null });
    expect(await findChampion(models, false)).toMatchObject({ name: null });
  });

  it('leaves the other class alone', async () => {
    const { models, save } = openFolder();
    const open = await save('all');
    const sessions = await save('all', { sessions: true });
    for (const id of [open, sessions]) await promoteModel(models, id, clock);
    await rollBackModel(models, 'all', clock);
    expect(await findChampion(models, false)).toMatchObject({ name: null });
    expect(await findChampion(models, true)).toMatchObject({ name: modelName(sessions) });
  });
});

describe('the models that come with Ballast', () => {
  const models = createModelStore(join(projectRoot, 'models'));

  it('are sound, and one is in use for markets that never close', async () => {
    for (const entry of await models.list()) await models.load(entry);
    const found = await findChampion(models, false);
    if ('cause' in found) throw new Error(found.cause);
    const forecasts = forecastAt(wanderingPanel(200), recipeOf(found.model), 199);
    expect(forecasts.every(Number.isFinite)).toBe(true);
  });
});

describe('a process that is killed while it saves', () => {
  it('leaves whole models and a whole record, and the next one tidies up', async () => {
    const { models, root, save } = openFolder();
    mkdirSync(root);
    for (let kill = 0; kill < kills; kill++) await killedAfter(root, 1 + kill);
    const listed = await models.list();
    expect(listed.length).toBeGreaterThanOrEqual(kills);
    for (const entry of listed) expect((await models.load(entry)).symbols).toHaveLength(3);
    const champion = championOf(await models.history(), false) as ModelId;
    expect(existsSync(join(root, champion.name, champion.version))).toBe(true);
    await save('crypto', later);
    const names = readdirSync(join(root, 'crypto'));
    expect(names.filter((name) => /^\.2.*\.part$/.test(name))).toEqual([]);
  });
});

/** Runs the child until it has said so many versions, and kills it a moment later. */
function killedAfter(root: string, versions: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = 0;
    running.stdout.on('data', (part) => {
      said += String(part).split('\n').length - 1;
      if (said >= versions) setTimeout(() => running.kill('SIGKILL'), 3 * versions);
    });
    running.on('error', reject);
    running.on('close', () => resolve());
  });
}
