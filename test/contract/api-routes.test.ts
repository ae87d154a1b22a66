/** The API: what each route answers, and how it refuses. */
import { describe, expect, it } from 'vitest';
import { createApi } from '../../api/app.ts';
import {
  type ApiWorld,
  createApiWorld,
  type EventJson,
  jsonIn,
  type PageJson,
  type PortfolioJson,
  problemIn,
  type RecommendationJson,
  worldWithPlan,
} from '../support/api-world.ts';
import { recommendation, record, start } from '../support/execution-plans.ts';
import { propose } from '../support/execution-workspace.ts';

const list = '/api/v1/portfolios/core/recommendations';

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
          autonomy: {
            ...{ level: 'propose', configured: 'propose', schedule: '0 * * * *' },
            demotion: null,
          },
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
    // A target of 30 % and a hard band of 20 pp around it.
    expect(state.assets[0]?.hardLower).toBeCloseTo(0.1, 12);
    expect(state.assets[0]?.hardUpper).toBeCloseTo(0.5, 12);
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
    const approve = await request('approver', 'POST', `/api/v1/recommendations/${id}/approve`, {
      headers: { 'if-match': `"${hash}"` },
    });
    expect([read.status, approve.status]).toEqual([404, 404]);
    expect((await jsonIn<PageJson<unknown>>(request('viewer', 'GET', list))).items).toEqual([]);
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
    expect(await health.json()).toEqual({ status: 'ok', version: '0.1.0', trading: 'active' });
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

describe('a mistake of our own', () => {
  it('is answered with 500 without its words, and told to whoever keeps the log', async () => {
    const broken = { now: () => Number.NaN, sleep: async () => {} };
    const world = await createApiWorld();
    const workspace = { ...world.workspace, clock: broken };
    const faults: unknown[] = [];
    const api = createApi({
      ...{ workspace, version: '0', secureCookies: false, wallClock: world.wallClock },
      readiness: () => ({ state: 'ready' }),
      onFault: (fault) => faults.push(fault),
    });
    const authorization = `Bearer ${world.secrets.viewer}`;
    const answer = await api.app.request('/api/v1/portfolios/core', { headers: { authorization } });
    const refusal = await problemIn(answer);
    expect(refusal).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(refusal.detail).not.toContain('NaN');
    expect(faults).toHaveLength(1);
  });
});
