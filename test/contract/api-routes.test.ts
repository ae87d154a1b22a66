/** The API: what each route answers, and how it refuses. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import {
  type ApiWorld,
  createApiWorld,
  type EventJson,
  type ExecutionJson,
  jsonIn,
  type PageJson,
  type PortfolioJson,
  problemIn,
  type RecommendationJson,
} from '../support/api-world.ts';
import { recommendation, record, start } from '../support/execution-plans.ts';
import { propose } from '../support/execution-workspace.ts';

const list = '/api/v1/portfolios/core/recommendations';

function gate(id: string, step: 'approve' | 'reject' | 'execute'): string {
  return `/api/v1/recommendations/${id}/${step}`;
}

function match(hash: string): { headers: { 'if-match': string } } {
  return { headers: { 'if-match': `"${hash}"` } };
}

async function worldWithPlan(): Promise<ApiWorld & { id: string; hash: string }> {
  const world = await createApiWorld();
  return { ...world, ...(await propose(world.workspace)) };
}

/** Keeps so many decisions, one hour apart, the oldest first. */
async function keepDecisions({ workspace }: ApiWorld, count: number): Promise<void> {
  for (let hour = 0; hour < count; hour++) {
    const asOf = start + hour * 3_600_000;
    const kept = recommendation({
      id: `d${hour}`,
      asOf,
      outcome: 'none',
      planHash: null,
      legs: [],
    });
    await propose(workspace, record({ recommendation: kept, state: 'none' }));
  }
}

describe('portfolios', () => {
  it('lists the one of the configuration, read-only', async () => {
    const { request } = await createApiWorld();
    const answer = await request('viewer', 'GET', '/api/v1/portfolios');
    expect(await answer.json()).toEqual({
      schemaVersion: 1,
      items: [
        {
          id: 'core',
          quote: 'USDT',
          mode: 'paper',
          readOnly: true,
          autonomy: { level: 'propose', schedule: '0 * * * *' },
        },
      ],
      nextCursor: null,
    });
  });

  it('values 2 BTC, 20 ETH and 40,000 USDT at 100,000 and says how far each is off its target', async () => {
    const { request } = await worldWithPlan();
    const answer = await request('viewer', 'GET', '/api/v1/portfolios/core');
    const state = await jsonIn<PortfolioJson>(answer);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(state).toMatchObject({
      schemaVersion: 1,
      id: 'core',
      nav: '100000',
      asOf: '2023-06-01T00:00:00.000Z',
      pricesAt: '2023-06-01T00:00:00.000Z',
      nextLookAt: '2023-06-01T01:00:00.000Z',
      forecast: { model: 'ewma60' },
      waiting: { id: 'r1', state: 'proposed' },
      lastDecision: { id: 'r1' },
      cash: { symbol: 'USDT', quantity: '40000', weight: 0.4, target: 0.3 },
    });
    expect(state.assets[0]).toMatchObject({ symbol: 'BTC', value: '40000', weight: 0.4, lower: 0 });
    expect(state.assets[0]?.driftAbs).toBeCloseTo(0.1, 12);
  });

  it('are not made, changed or deleted here', async () => {
    const { request } = await createApiWorld();
    for (const [method, path] of [
      ['POST', '/api/v1/portfolios'],
      ['PUT', '/api/v1/portfolios/core'],
      ['PATCH', '/api/v1/portfolios/core'],
      ['DELETE', '/api/v1/portfolios/core'],
    ] as const) {
      const refusal = await problemIn(await request('admin', method, path));
      expect(refusal).toMatchObject({ status: 409, code: 'PORTFOLIO_READ_ONLY' });
    }
    const unknown = await problemIn(await request('admin', 'PUT', '/api/v1/portfolios/other'));
    expect(unknown).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});

describe('recommendations', () => {
  it('are made on request, with place and tag', async () => {
    const { request } = await createApiWorld();
    const answer = await request('trader', 'POST', list);
    const made = await jsonIn<RecommendationJson>(answer);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/v1/recommendations/${made.id}`);
    expect(answer.headers.get('etag')).toBe(made.planHash === null ? null : `"${made.planHash}"`);
    expect(made).toMatchObject({ schemaVersion: 1, portfolio: 'core', proposer: 'trader' });
    const read = await request('viewer', 'GET', `/api/v1/recommendations/${made.id}`);
    expect(await read.json()).toEqual(made);
  });

  it('are listed newest first, page by page, each exactly once', async () => {
    const world = await createApiWorld();
    await keepDecisions(world, 7);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page: PageJson<RecommendationJson> = await jsonIn(
        world.request('viewer', 'GET', `${list}?limit=3${more}`),
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null && seen.length < 100);
    expect(seen).toEqual(['d6', 'd5', 'd4', 'd3', 'd2', 'd1', 'd0']);
  });

  it('carry the plan hash as their tag and their decision in words', async () => {
    const { request, id, hash } = await worldWithPlan();
    const answer = await request('viewer', 'GET', `/api/v1/recommendations/${id}`);
    expect(answer.headers.get('etag')).toBe(`"${hash}"`);
    expect(await answer.json()).toMatchObject({
      planHash: hash,
      state: 'proposed',
      expiresAt: '2023-06-01T04:00:00.000Z',
      sentence: 'Proposed: 3 trades, 15.0 % turnover, cost 4.50 bp of NAV.',
    });
  });

  it('of another account are not found', async () => {
    const { workspace, request } = await createApiWorld();
    const { id, hash } = await propose(workspace, record({ account: 'paper:other' }));
    const read = await request('viewer', 'GET', `/api/v1/recommendations/${id}`);
    const approve = await request('approver', 'POST', gate(id, 'approve'), match(hash));
    expect([read.status, approve.status]).toEqual([404, 404]);
    expect((await jsonIn<PageJson<unknown>>(request('viewer', 'GET', list))).items).toEqual([]);
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
    expect(late.detail).toContain('the recommendation is rejected');
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

describe('the audit trail', () => {
  it('is read oldest first, with filters, and its chain can be followed', async () => {
    const { request, workspace, id } = await worldWithPlan();
    const first = await jsonIn<PageJson<EventJson>>(
      request('auditor', 'GET', '/api/v1/audit?limit=2'),
    );
    const query = `limit=2&cursor=${first.nextCursor}`;
    const second = await jsonIn<PageJson<EventJson>>(
      request('auditor', 'GET', `/api/v1/audit?${query}`),
    );
    expect(second.items[0]?.previousHash).toBe(first.items[1]?.hash);
    expect(first.head?.hash).toBe((await workspace.store.events.head())?.hash);
    const one = await jsonIn<PageJson<EventJson>>(
      request('auditor', 'GET', `/api/v1/audit?subject=${id}`),
    );
    expect(one.items.map(({ type }) => type)).toEqual(['PlanProposed']);
    const keys = await jsonIn<PageJson<EventJson>>(
      request('auditor', 'GET', '/api/v1/audit?type=KeyCreated'),
    );
    expect(keys.items).toHaveLength(5);
    expect(JSON.stringify(keys)).not.toContain('blst_');
  });
});

describe('health and readiness', () => {
  it('need no key', async () => {
    const { request } = await createApiWorld();
    const health = await request(null, 'GET', '/health');
    expect(await health.json()).toEqual({ status: 'ok', version: '0.1.0' });
    expect((await request(null, 'GET', '/ready')).status).toBe(200);
  });

  it.each([
    ['reconciling', 'RECONCILING'],
    ['store-unwritable', 'STORE_UNWRITABLE'],
  ] as const)(
    'while %s nothing may be changed, and everything may be read',
    async (state, code) => {
      const readiness = () => ({ state, detail: 'wait a moment' });
      const world = await createApiWorld({ api: { readiness } });
      const ready = await problemIn(await world.request(null, 'GET', '/ready'));
      expect(ready).toMatchObject({ status: 503, code, detail: 'wait a moment' });
      expect((await world.request(null, 'GET', '/health')).status).toBe(200);
      expect((await world.request('viewer', 'GET', list)).status).toBe(200);
      const look = await world.request('trader', 'POST', list);
      expect(await problemIn(look)).toMatchObject({ status: 503, code });
      expect(look.headers.get('retry-after')).toBe('5');
    },
  );
});
