/** The API of models and trainings: what is listed, put into use, taken back, asked for and cancelled. */
import { describe, expect, it } from 'vitest';
import { describeModel } from '../../src/learning/stored/model-description.ts';
import { type ModelId, modelName } from '../../src/learning/stored/model-registry.ts';
import type { ModelCard } from '../../src/report/model-card.ts';
import { createApiWorld, jsonIn, type PageJson, problemIn } from '../support/api-world.ts';
import { simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { emptyFolder } from '../support/market-files.ts';
import { type ModelFolder, modelFolder } from '../support/model-folder.ts';
import { cardOf, storedModel } from '../support/models.ts';

const models = '/api/v1/models';
const trainings = '/api/v1/trainings';

/** Stores a model that ends with this day. */
async function save(
  folder: ModelFolder,
  day: number,
  card: Partial<ModelCard> = {},
): Promise<ModelId> {
  const model = storedModel({ to: Date.UTC(2022, 0, day) });
  const { sha256 } = describeModel(model).description.weights;
  return folder.models.save('crypto', { model, card: cardOf(sha256, card) });
}

const closed = {
  gate: { passed: false, reasons: [{ code: 'MODEL_NOT_BETTER', sentence: 'too little' }] },
};
const comparison = {
  ...{ horizonDays: 1, opponent: 'har-log', days: 90, changePct: -4, lowPct: -6, highPct: -2 },
  ...{ dmT: -3, dmP: 0.01, assetsWonPct: 80 },
};

describe('models', () => {
  it('are listed by name and version with their status and scores, page by page', async () => {
    const folder = await modelFolder();
    const trial = { ...cardOf('').walkForward, comparisons: [comparison] };
    const ids = [await save(folder, 2), await save(folder, 3, { walkForward: trial })];
    const { request } = await createApiWorld({ models: folder.models });
    const first = await jsonIn<PageJson<ModelId>>(request('viewer', 'GET', `${models}?limit=1`));
    const second = await jsonIn<PageJson<ModelId>>(
      request('viewer', 'GET', `${models}?limit=1&cursor=${first.nextCursor}`),
    );
    expect([...first.items, ...second.items].map(modelName)).toEqual(ids.map(modelName));
    expect(second.nextCursor).toBeNull();
    const { horizonDays, opponent, changePct, lowPct, highPct } = comparison;
    expect(second.items[0]).toEqual({
      ...{ ...ids[1], status: 'shadow', fault: null, sessions: false, parent: null },
      ...{ trainedFrom: '2023-01-01T00:00:00.000Z', trainedTo: '2023-01-01T00:00:00.000Z' },
      ...{ gatePassed: true, scores: [{ horizonDays, opponent, changePct, lowPct, highPct }] },
    });
  });

  it('show their cards, and what is damaged in place of them', async () => {
    const folder = await modelFolder();
    await folder.promote();
    const { request } = await createApiWorld({ models: folder.models });
    const path = `${models}/${folder.name()}`;
    const shown = await jsonIn(request('viewer', 'GET', path));
    expect(shown).toMatchObject({
      ...{ schemaVersion: 1, name: 'crypto', status: 'champion' },
      card: { schemaVersion: 1, weaknesses: [] },
    });
    folder.rewrite('card.json', () => '{}');
    const damaged = await jsonIn(request('viewer', 'GET', path));
    expect(damaged).toMatchObject({ status: 'damaged', card: null, scores: [] });
    expect((damaged as { fault: string }).fault).toContain('card.json is damaged');
  });

  it('are promoted and rolled back, each with an event, once', async () => {
    const folder = await modelFolder();
    const { name, version } = await save(folder, 2);
    const { request, workspace } = await createApiWorld({ models: folder.models });
    const promote = () => request('admin', 'POST', `${models}/${name}/${version}/promote`);
    expect(await jsonIn(promote())).toMatchObject({ name, version, status: 'champion' });
    expect((await promote()).status).toBe(200);
    const rollback = () => request('admin', 'POST', `${models}/${name}/rollback`);
    const subject = `${name}/${version}`;
    const rolledBack = { schemaVersion: 1, retired: subject, champion: null };
    expect(await jsonIn(rollback())).toEqual(rolledBack);
    const again = await problemIn(await rollback());
    expect(again).toMatchObject({ status: 404, code: 'MODEL_NOT_FOUND' });
    const types = ['ModelPromoted', 'ModelRolledBack'] as const;
    const events = await workspace.store.events.list({ types, limit: 9 });
    expect(events).toMatchObject([
      { type: 'ModelPromoted', actor: 'admin', subject, payload: {} },
      { type: 'ModelRolledBack', actor: 'admin', subject, payload: { champion: null } },
    ]);
  });

  it('that did not pass the gate are refused with all reasons of their card', async () => {
    const folder = await modelFolder();
    const { name, version } = await save(folder, 2, closed);
    const { request, auditHead } = await createApiWorld({ models: folder.models });
    const head = await auditHead();
    const refusal = await problemIn(
      await request('admin', 'POST', `${models}/${name}/${version}/promote`),
    );
    expect(refusal).toMatchObject({
      ...{ status: 422, code: 'MODEL_GATE_CLOSED' },
      reasons: [{ code: 'MODEL_NOT_BETTER', sentence: 'too little' }],
    });
    expect(await auditHead()).toBe(head);
  });

  it('whose files are damaged are unfit', async () => {
    const folder = await modelFolder();
    await folder.promote();
    folder.rewrite('weights.bin', () => 'x');
    const { request } = await createApiWorld({ models: folder.models });
    const path = `${models}/${folder.name()}/promote`;
    const refusal = await problemIn(await request('admin', 'POST', path));
    expect(refusal).toMatchObject({ status: 422, code: 'MODEL_UNFIT' });
  });

  it.each([
    ['GET', '/crypto/none', 404, 'MODEL_NOT_FOUND'],
    ['POST', '/crypto/none/promote', 404, 'MODEL_NOT_FOUND'],
    ['POST', '/nobody/rollback', 404, 'MODEL_NOT_FOUND'],
    ['GET', '/..%2F..%2Fetc/passwd', 422, 'REQUEST_INVALID'],
    ['POST', '/crypto/.hidden/promote', 422, 'REQUEST_INVALID'],
    ['POST', '/a b/rollback', 422, 'REQUEST_INVALID'],
    ['GET', '?cursor=abc', 422, 'REQUEST_INVALID'],
    ['GET', '?limit=0', 422, 'REQUEST_INVALID'],
  ])('%s %s is refused with %d', async (method, path, status, code) => {
    const { request } = await createApiWorld();
    const refusal = await problemIn(await request('admin', method, models + path));
    expect(refusal).toMatchObject({ status, code });
  });
});

describe('trainings', () => {
  /** With a folder `candles` in `learning.data`. */
  async function world() {
    const learningData = await emptyFolder();
    writeCandles(learningData, simulatedCandles(['BTC'], { bars: 24 }));
    return createApiWorld({ learningData });
  }

  it('wait in a queue, are read and listed, and can be cancelled', async () => {
    const { request } = await world();
    const body = { directory: 'candles', to: '2022-01-02', networks: false };
    const answer = await request('trader', 'POST', trainings, { body });
    const made = (await answer.json()) as { id: string };
    expect([answer.status, answer.headers.get('location')]).toEqual([
      202,
      `${trainings}/${made.id}`,
    ]);
    expect(made).toEqual({
      ...{ schemaVersion: 1, id: 'training-1', state: 'queued', actor: 'trader' },
      request: {
        ...{ directory: 'candles', to: '2022-01-02T00:00:00.000Z', networks: false },
        promote: false,
      },
      ...{ progress: [], result: null, fault: null },
      ...{ createdAt: '2023-06-01T00:00:00.000Z', startedAt: null, finishedAt: null },
    });
    const path = `${trainings}/${made.id}`;
    expect(await jsonIn(request('viewer', 'GET', path))).toEqual(made);
    const cancelled = await jsonIn(request('trader', 'POST', `${path}/cancel`));
    expect(cancelled).toMatchObject({ state: 'cancelled' });
    const again = await problemIn(await request('trader', 'POST', `${path}/cancel`));
    expect(again).toMatchObject({ status: 409, code: 'JOB_ENDED' });
  });

  it('are listed newest first, page by page', async () => {
    const { request } = await world();
    for (let count = 0; count < 3; count++)
      await request('trader', 'POST', trainings, { body: {} });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page: PageJson<{ id: string }> = await jsonIn(
        request('viewer', 'GET', `${trainings}?limit=2${more}`),
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null && seen.length < 10);
    expect(seen).toEqual(['training-3', 'training-2', 'training-1']);
  });

  it('are asked for once under the same idempotency key', async () => {
    const { request } = await world();
    const options = { body: {}, headers: { 'idempotency-key': 'k' } };
    const first = await jsonIn(request('trader', 'POST', trainings, options));
    const second = await request('trader', 'POST', trainings, options);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await second.json()).toEqual(first);
  });

  it('that shall be promoted need the scope admin too', async () => {
    const { request } = await world();
    const options = { body: { promote: true } };
    const refusal = await problemIn(await request('trader', 'POST', trainings, options));
    expect(refusal).toMatchObject({ status: 403, code: 'SCOPE_MISSING' });
    expect((await request('admin', 'POST', trainings, options)).status).toBe(202);
  });

  it('are refused without a configured folder', async () => {
    const { request } = await createApiWorld();
    const refusal = await problemIn(await request('trader', 'POST', trainings, { body: {} }));
    expect(refusal).toMatchObject({ status: 422, code: 'LEARNING_DATA_UNSET' });
    expect(refusal.detail).toContain('learning.data');
  });

  it.each([
    [{ directory: '../..' }, 422, 'LEARNING_FOLDER_UNKNOWN'],
    [{ directory: '/etc' }, 422, 'LEARNING_FOLDER_UNKNOWN'],
    [{ directory: '' }, 422, 'REQUEST_INVALID'],
    [{ directory: 7 }, 422, 'REQUEST_INVALID'],
    [{ to: 'yesterday' }, 422, 'REQUEST_INVALID'],
    [{ to: 1_640_995_200_000 }, 422, 'REQUEST_INVALID'],
    [{ networks: 'yes' }, 422, 'REQUEST_INVALID'],
    [{ data: '/etc' }, 422, 'REQUEST_INVALID'],
    [[], 422, 'REQUEST_INVALID'],
    ['{', 400, 'JSON_INVALID'],
  ])('with the body %j are refused', async (body, status, code) => {
    const { request, auditHead } = await world();
    const head = await auditHead();
    const refusal = await problemIn(await request('trader', 'POST', trainings, { body }));
    expect(refusal).toMatchObject({ status, code });
    expect(await auditHead()).toBe(head);
  });

  it.each([
    ['GET', '/training-1', 404, 'NOT_FOUND'],
    ['GET', '/rec_1', 404, 'NOT_FOUND'],
    ['POST', '/training-9/cancel', 404, 'NOT_FOUND'],
    ['GET', '?cursor=dHJhaW5pbmctMHg', 422, 'REQUEST_INVALID'],
  ])('%s %s is refused with %d', async (method, path, status, code) => {
    const { request } = await world();
    const refusal = await problemIn(await request('trader', method, trainings + path));
    expect(refusal).toMatchObject({ status, code });
  });
});
