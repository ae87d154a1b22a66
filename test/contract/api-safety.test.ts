/** Halting, resuming, resolving, promoting and incidents over the API. */
import { describe, expect, it } from 'vitest';
import { demote } from '../../src/app/plans/autonomy.ts';
import { createApiWorld, jsonIn, problemIn, worldWithPlan } from '../support/api-world.ts';

const base = '/api/v1';

type Trading = { state: string; killEpoch: number; reason: string; actor: string; ended: string[] };
type Incidents = { items: { type: string; sentence: string }[]; nextCursor: string | null };

describe('halting', () => {
  it('rejects the plans that wait, and approve and execute answer 423 until it is resumed', async () => {
    const { request, id, hash } = await worldWithPlan();
    const halted = await request('approver', 'POST', `${base}/halt`, { body: { reason: 'taxes' } });
    expect(await jsonIn<Trading>(halted)).toMatchObject({
      ...{ state: 'halted', killEpoch: 1, reason: 'taxes', actor: 'approver', ended: [id] },
    });
    const gate = (name: string) =>
      request('admin', 'POST', `${base}/recommendations/${id}/${name}`, {
        headers: { 'if-match': `"${hash}"` },
      });
    for (const name of ['approve', 'execute']) {
      const refused = await problemIn(await gate(name));
      expect(refused).toMatchObject({ status: 423, code: 'TRADING_HALTED' });
      expect(refused.title).toBe('Trading is halted');
    }
    const portfolio = await jsonIn<{ trading: Trading }>(
      request('viewer', 'GET', `${base}/portfolios/core`),
    );
    expect(portfolio.trading).toMatchObject({ state: 'halted', reason: 'taxes' });
    const health = await jsonIn<{ trading: string }>(request(null, 'GET', '/health'));
    expect(health.trading).toBe('halted');
    await request('admin', 'POST', `${base}/resume`, { body: { reason: 'paid' } });
    // It was approved by nobody since, and is over.
    expect(await problemIn(await gate('approve'))).toMatchObject({ code: 'APPROVAL_STATE' });
  });

  it('needs no body and works while nothing else may be changed', async () => {
    const readiness = () => ({ state: 'reconciling', detail: 'orders are looked up' }) as const;
    const { request } = await createApiWorld({ api: { readiness } });
    const halted = await request('trader', 'POST', `${base}/halt`);
    expect(await jsonIn<Trading>(halted)).toMatchObject({ state: 'halted' });
    const resumed = await request('admin', 'POST', `${base}/resume`, { body: { reason: 'x' } });
    expect(resumed.status).toBe(503);
  });

  it('may let sells leave, but not loosen a halt', async () => {
    const { request } = await createApiWorld();
    const reduce = () => request('trader', 'POST', `${base}/halt`, { body: { reducing: true } });
    expect(await jsonIn<Trading>(reduce())).toMatchObject({ state: 'reducing', ended: [] });
    await request('trader', 'POST', `${base}/halt`);
    expect(await problemIn(await reduce())).toMatchObject({ status: 423 });
  });

  it('is lifted by an admin with a reason only', async () => {
    const { request } = await createApiWorld();
    await request('trader', 'POST', `${base}/halt`);
    const resume = (body: unknown) => request('admin', 'POST', `${base}/resume`, { body });
    expect((await resume({})).status).toBe(422);
    expect((await resume({ reason: '  ' })).status).toBe(422);
    expect(await jsonIn<Trading>(resume({ reason: 'all is well' }))).toMatchObject({
      ...{ state: 'active', killEpoch: 1, reason: 'all is well', actor: 'admin' },
    });
  });
});

describe('a demotion', () => {
  it('is shown with its reason and lifted by an admin', async () => {
    const { request, workspace } = await createApiWorld({ level: 'autonomous' });
    const promote = () =>
      request('admin', 'POST', `${base}/autonomy/promote`, { body: { reason: 'seen' } });
    expect(await problemIn(await promote())).toMatchObject({
      ...{ status: 409, code: 'AUTONOMY_NOT_DEMOTED' },
    });
    const reason = { code: 'LEDGER_MISMATCH', asset: 'BTC', expected: '2', actual: '3' } as const;
    await demote(workspace, reason);
    const now = await jsonIn<object>(request('viewer', 'GET', `${base}/autonomy`));
    expect(now).toMatchObject({
      ...{ level: 'approve', configured: 'autonomous' },
      demotion: { reason: { code: 'LEDGER_MISMATCH', asset: 'BTC' } },
    });
    expect(await jsonIn<object>(promote())).toMatchObject({ level: 'autonomous', demotion: null });
  });
});

describe('incidents', () => {
  it('are listed newest first, a page at a time', async () => {
    const { request, workspace } = await createApiWorld({ level: 'autonomous' });
    await request('admin', 'POST', `${base}/halt`, { body: { reason: 'one' } });
    await request('admin', 'POST', `${base}/resume`, { body: { reason: 'two' } });
    await demote(workspace, { code: 'MODEL_EXPIRED' });
    const page = (query: string) =>
      jsonIn<Incidents>(request('viewer', 'GET', `${base}/incidents${query}`));
    const first = await page('?limit=2');
    expect(first.items.map(({ sentence }) => sentence)).toEqual([
      'The autonomy went from autonomous to approve, by system: the model in use is too old: nothing is traded without a person.',
      'Trading was resumed by admin: two.',
    ]);
    const second = await page(`?limit=2&cursor=${first.nextCursor}`);
    expect(second.items.map(({ type, sentence }) => [type, sentence])).toEqual([
      ['TradingChanged', 'Trading was halted by admin: one.'],
    ]);
    expect(second.nextCursor).toBeNull();
  });
});

describe('resolving', () => {
  it('answers 404 for an execution that is not there', async () => {
    const { request } = await createApiWorld();
    const body = { reason: 'looked' };
    const refused = await request('admin', 'POST', `${base}/executions/e9/resolve`, { body });
    expect(await problemIn(refused)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});
