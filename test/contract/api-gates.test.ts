/** The gates of the API: approve, reject and execute, and what a repeated request gets. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import {
  createApiWorld,
  type ExecutionJson,
  jsonIn,
  problemIn,
  worldWithPlan,
} from '../support/api-world.ts';
import { start } from '../support/execution-plans.ts';
import { propose } from '../support/execution-workspace.ts';

const list = '/api/v1/portfolios/core/recommendations';

function gate(id: string, step: 'approve' | 'reject' | 'execute'): string {
  return `/api/v1/recommendations/${id}/${step}`;
}

function match(hash: string): { headers: { 'if-match': string } } {
  return { headers: { 'if-match': `"${hash}"` } };
}

describe('the gates', () => {
  it('approve, then execute, then show what happened', async () => {
    const { request, id, hash } = await worldWithPlan();
    const approved = await request('approver', 'POST', gate(id, 'approve'), match(hash));
    expect(await approved.json()).toMatchObject({
      state: 'approved',
      approvals: { given: 1, needed: 1 },
    });
    const executed = await request('trader', 'POST', gate(id, 'execute'), match(hash));
    const result = await jsonIn<ExecutionJson>(executed);
    expect(executed.status).toBe(200);
    expect(result).toMatchObject({ status: 'settled', planHash: hash });
    expect(result.legs.map(({ filled }) => filled)).toEqual(['10', '0.5', '1000']);
    const place = executed.headers.get('location') ?? '';
    expect(place).toBe(`/api/v1/executions/${result.executionId}`);
    expect(await (await request('viewer', 'GET', place)).json()).toEqual(result);
    const twice = await problemIn(
      await request('trader', 'POST', gate(id, 'execute'), match(hash)),
    );
    expect(twice).toMatchObject({ status: 409, code: 'APPROVAL_STATE' });
  });

  it('start the execution with the approval where the autonomy level says so', async () => {
    const world = await createApiWorld({ level: 'approve' });
    const { id, hash } = await propose(world.workspace);
    await world.request('approver', 'POST', gate(id, 'approve'), match(hash));
    const { executions } = world.workspace.store;
    await expect.poll(async () => (await executions.ofRecommendation(id))?.status).toBe('settled');
    await world.api.close();
    expect(world.faults).toEqual([]);
  });

  it('reject with the reason in the audit trail', async () => {
    const { request, workspace, id, hash } = await worldWithPlan();
    const body = { reason: 'too expensive' };
    const answer = await request('approver', 'POST', gate(id, 'reject'), { ...match(hash), body });
    expect(await answer.json()).toMatchObject({ id, state: 'rejected' });
    const [event] = await workspace.store.events.list({ types: ['PlanRejected'], limit: 1 });
    expect(event).toMatchObject({ actor: 'approver', payload: { reason: 'too expensive' } });
  });

  it('want the hash of the plan, and the right one', async () => {
    const { request, id } = await worldWithPlan();
    const other = match('0'.repeat(64));
    for (const step of ['approve', 'reject', 'execute'] as const) {
      const body = step === 'reject' ? { body: { reason: 'no' } } : {};
      const without = await problemIn(await request('admin', 'POST', gate(id, step), body));
      expect(without).toMatchObject({ status: 428, code: 'HASH_NEEDED' });
      const wrong = await request('admin', 'POST', gate(id, step), { ...body, ...other });
      expect(await problemIn(wrong)).toMatchObject({ status: 412, code: 'HASH_MISMATCH' });
    }
  });

  it('answer 404 for an unknown plan before they look at the hash', async () => {
    const { request } = await createApiWorld();
    const answer = await request('admin', 'POST', gate('nothing', 'approve'));
    expect(await problemIn(answer)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('do not open for a plan that is over', async () => {
    const { request, id, hash } = await worldWithPlan();
    const body = { reason: 'no' };
    await request('admin', 'POST', gate(id, 'reject'), { ...match(hash), body });
    const late = await problemIn(await request('admin', 'POST', gate(id, 'approve'), match(hash)));
    expect(late).toMatchObject({ status: 409, code: 'APPROVAL_STATE' });
    expect(late.detail).toContain('it is rejected');
  });

  it('say that an expired plan is stale', async () => {
    const world = await createApiWorld({ clock: createFrozenClock(start + 5 * 3_600_000) });
    const { id, hash } = await propose(world.workspace);
    const late = await world.request('admin', 'POST', gate(id, 'approve'), match(hash));
    expect(await problemIn(late)).toMatchObject({ status: 409, code: 'APPROVAL_EXPIRED' });
  });

  it('deny everything at the level observe', async () => {
    const world = await createApiWorld({ level: 'observe' });
    const { id, hash } = await propose(world.workspace);
    const denied = await world.request('admin', 'POST', gate(id, 'approve'), match(hash));
    expect(await problemIn(denied)).toMatchObject({ status: 422, code: 'AUTONOMY_OBSERVE' });
  });

  it('count people, not requests', async () => {
    const approvalRules = [{ when: null, approvers: 2 }];
    const world = await createApiWorld({ settings: { approvalRules } });
    const { id, hash } = await propose(world.workspace);
    const first = await world.request('approver', 'POST', gate(id, 'approve'), match(hash));
    expect(await first.json()).toMatchObject({
      state: 'proposed',
      approvals: { given: 1, needed: 2 },
    });
    const again = await world.request('approver', 'POST', gate(id, 'approve'), match(hash));
    expect(await problemIn(again)).toMatchObject({ status: 409, code: 'APPROVAL_REPEATED' });
    const early = await world.request('trader', 'POST', gate(id, 'execute'), match(hash));
    expect(await problemIn(early)).toMatchObject({ status: 409, code: 'APPROVAL_MISSING' });
  });

  it('answer 202 with the execution under way when it takes long', async () => {
    const clock = createFrozenClock(start);
    const slow = { now: clock.now, sleep: () => new Promise<void>(() => {}) };
    const world = await createApiWorld({ clock: slow });
    const { id, hash } = await propose(world.workspace);
    await world.request('approver', 'POST', gate(id, 'approve'), match(hash));
    const answer = await world.request('trader', 'POST', gate(id, 'execute'), match(hash));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ status: 'executing', recommendationId: id });
    expect(answer.headers.get('location')).toMatch(/^\/api\/v1\/executions\/[\w-]+$/);
  });
});

describe('idempotency', () => {
  it('answers the same request under the same key once, word for word', async () => {
    const { request, workspace } = await createApiWorld();
    const headers = { 'idempotency-key': 'look-1' };
    const first = await request('trader', 'POST', list, { headers });
    await workspace.clock.sleep(1000);
    const second = await request('trader', 'POST', list, { headers });
    expect(second.status).toBe(201);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(await second.text()).toBe(await first.text());
    const third = await request('trader', 'POST', list, {
      headers: { 'idempotency-key': 'look-2' },
    });
    expect(third.headers.get('location')).not.toBe(first.headers.get('location'));
  });

  it('refuses another request under the same key', async () => {
    const { request, id, hash } = await worldWithPlan();
    const headers = { ...match(hash).headers, 'idempotency-key': 'k' };
    const path = gate(id, 'reject');
    expect(
      (await request('approver', 'POST', path, { headers, body: { reason: 'a' } })).status,
    ).toBe(200);
    const other = await request('approver', 'POST', path, { headers, body: { reason: 'b' } });
    expect(await problemIn(other)).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('keeps no refusal, so that a mended request passes', async () => {
    const { request, id, hash } = await worldWithPlan();
    const key = { 'idempotency-key': 'k' };
    expect((await request('approver', 'POST', gate(id, 'approve'), { headers: key })).status).toBe(
      428,
    );
    const mended = { headers: { ...key, ...match(hash).headers } };
    expect((await request('approver', 'POST', gate(id, 'approve'), mended)).status).toBe(200);
  });

  it('keeps the keys of different people apart', async () => {
    const { request } = await createApiWorld();
    const headers = { 'idempotency-key': 'same' };
    await request('trader', 'POST', list, { headers });
    const other = await request('admin', 'POST', list, { headers });
    expect(other.headers.get('idempotency-replayed')).toBeNull();
  });
});
