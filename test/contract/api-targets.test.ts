/** The API of target changes: a suggestion is proposed, looked at, approved by its hash, and is in force. */
import type { z } from '@hono/zod-openapi';
import { beforeAll, describe, expect, it } from 'vitest';
import type { suggestionsSchema } from '../../api/suggestion-schemas.ts';
import type { approvedTargetsSchema } from '../../api/target-schemas.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import {
  type ApiWorld,
  createApiWorld,
  jsonIn,
  type PageJson,
  type PortfolioJson,
  problemIn,
} from '../support/api-world.ts';
import { start } from '../support/execution-plans.ts';
import type { Options } from '../support/execution-workspace.ts';
import { learnableMarket } from '../support/forecast-market.ts';
import { proposeMove, twoAssets } from '../support/target-changes.ts';

type Change = z.infer<typeof approvedTargetsSchema>;
type Suggestions = z.infer<typeof suggestionsSchema>;

const list = '/api/v1/portfolios/core/target-changes';
const portfolio = { portfolio: twoAssets };

function world(options: Options = {}): Promise<ApiWorld> {
  return createApiWorld({ ...options, settings: { ...portfolio, ...options.settings } });
}

async function withChange(options: Options = {}) {
  const made = await world(options);
  const { id, hash } = await proposeMove(made.workspace);
  const path = `/api/v1/target-changes/${id}`;
  return { ...made, id, hash, path, match: { 'if-match': `"${hash}"` } };
}

describe('a suggestion', () => {
  let made: ApiWorld;
  let moves: Suggestions['suggestions'][number]['moves'];

  beforeAll(async () => {
    made = await world({ market: learnableMarket });
    const found = await jsonIn<Suggestions>(
      made.request('trader', 'POST', '/api/v1/allocations/suggest'),
    );
    moves = found.suggestions[0]?.moves ?? [];
    expect(moves).toMatchObject([{ to: 'LINK', weight: 0.05 }]);
  });

  it('is proposed by its moves, approved by its hash, and then the targets of the portfolio', async () => {
    const answer = await made.request('trader', 'POST', list, { body: { moves } });
    expect(answer.status).toBe(201);
    const change = await jsonIn<Change>(answer);
    expect(answer.headers.get('location')).toBe(`/api/v1/target-changes/${change.id}`);
    expect(answer.headers.get('etag')).toBe(`"${change.hash}"`);
    expect(change).toMatchObject({
      ...{ schemaVersion: 1, portfolio: 'core', state: 'proposed', proposer: 'trader', moves },
      from: { BTC: 0.5, ETH: 0.3, cash: 0.2 },
      ...{ turnover: 0.05, createdAt: '2023-06-01T00:00:00.000Z', approvedAt: null },
      expiresAt: '2023-06-01T04:00:00.000Z',
    });
    expect(change.to).toMatchObject({ LINK: 0.05, cash: 0.2 });
    expect(change.figures.after.volAnnual).toBeLessThan(change.figures.before.volAnnual);
    const path = `/api/v1/target-changes/${change.id}`;
    const headers = { 'if-match': `"${change.hash}"` };
    const approved = await jsonIn<Change>(
      made.request('approver', 'POST', `${path}/approve`, { headers }),
    );
    expect(approved).toMatchObject({ state: 'approved', approvals: { given: 1, needed: 1 } });
    const state = await jsonIn<PortfolioJson>(
      made.request('viewer', 'GET', '/api/v1/portfolios/core'),
    );
    expect(state.assets.map(({ symbol }) => symbol)).toEqual(['BTC', 'ETH', 'LINK']);
    expect(state.targetChange).toEqual({
      ...{ id: change.id, approvedAt: '2023-06-01T00:00:00.000Z', approvedBy: ['approver'] },
    });
  });

  it('that is none of now is refused', async () => {
    const other = [{ from: 'BTC', to: 'cash', weight: 0.01 }];
    const answer = await made.request('trader', 'POST', list, { body: { moves: other } });
    expect(await problemIn(answer)).toMatchObject({ status: 409, code: 'SUGGESTION_GONE' });
  });

  it('is proposed once under one Idempotency-Key', async () => {
    const { request, workspace } = await world({ market: learnableMarket });
    const more = { headers: { 'idempotency-key': 'one' }, body: { moves } };
    const first = await jsonIn<Change>(request('trader', 'POST', list, more));
    const again = await request('trader', 'POST', list, more);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await jsonIn<Change>(again)).toEqual(first);
    const changes = await workspace.store.targetChanges.list({ account: 'paper:core', limit: 9 });
    expect(changes).toHaveLength(1);
  });
});

describe('a proposal', () => {
  it.each([
    {},
    { moves: [] },
    { moves: [{ from: 'cash', to: 'BTC', weight: 0.05 }] },
    { moves: [{ from: 'BTC', to: 'link', weight: 0.05 }] },
    { moves: [{ from: 'BTC', to: 'cash', weight: '5%' }] },
    { moves: [{ from: 'BTC', to: 'cash', weight: 0.05 }], universe: 'LINK' },
  ])('of %j is refused', async (body) => {
    const { request } = await world();
    const refusal = await problemIn(await request('trader', 'POST', list, { body }));
    expect(refusal).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
  });

  it('of an unknown portfolio is not found', async () => {
    const { request } = await world();
    const body = { moves: [{ from: 'BTC', to: 'cash', weight: 0.05 }] };
    const path = '/api/v1/portfolios/other/target-changes';
    expect(await problemIn(await request('trader', 'POST', path, { body }))).toMatchObject({
      ...{ status: 404, code: 'NOT_FOUND' },
    });
  });
});

describe('changes', () => {
  it('are listed newest first, page by page, and read one by one with their hash as tag', async () => {
    const clock = createFrozenClock(start);
    const { request, workspace, id, path, hash } = await withChange({ clock });
    await clock.sleep(1_000);
    const { id: newer } = await proposeMove(workspace);
    const first = await jsonIn<PageJson<Change>>(request('viewer', 'GET', `${list}?limit=1`));
    expect(first.items.map((change) => [change.id, change.state])).toEqual([[newer, 'proposed']]);
    const rest = `${list}?limit=5&cursor=${first.nextCursor}`;
    const second = await jsonIn<PageJson<Change>>(request('viewer', 'GET', rest));
    expect(second.items.map((change) => [change.id, change.state])).toEqual([[id, 'superseded']]);
    expect(second.nextCursor).toBeNull();
    const one = await request('viewer', 'GET', path);
    expect(one.headers.get('etag')).toBe(`"${hash}"`);
    expect(await jsonIn<Change>(one)).toEqual(second.items[0]);
  });

  it('that are not there, or of another account, are not found', async () => {
    const { request } = await withChange();
    for (const path of ['/api/v1/target-changes/c1', `${list}?cursor=YzE`]) {
      expect((await problemIn(await request('viewer', 'GET', path))).status).toBe(404);
    }
  });
});

describe('the gates', () => {
  it.each(['approve', 'reject'])('%s wants the hash of what was looked at', async (gate) => {
    const { request, path, match } = await withChange();
    const body = gate === 'reject' ? { body: { reason: 'no' } } : {};
    const ask = async (headers: Record<string, string>) =>
      problemIn(await request('approver', 'POST', `${path}/${gate}`, { headers, ...body }));
    expect(await ask({})).toMatchObject({ status: 428, code: 'HASH_NEEDED' });
    expect(await ask({ 'if-match': 'bare' })).toMatchObject({ status: 400 });
    expect(await ask({ 'if-match': '"f00"' })).toMatchObject({
      ...{ status: 412, code: 'HASH_MISMATCH', title: 'The hash does not match' },
    });
    const more = { headers: match, ...body };
    expect((await request('approver', 'POST', `${path}/${gate}`, more)).status).toBe(200);
  });

  it('let nothing through that is over', async () => {
    const { request, path, match } = await withChange();
    const reject = { headers: match, body: { reason: 'not now' } };
    const done = await jsonIn<Change>(request('approver', 'POST', `${path}/reject`, reject));
    expect(done.state).toBe('rejected');
    const late = await request('approver', 'POST', `${path}/approve`, { headers: match });
    expect(await problemIn(late)).toMatchObject({ status: 409, code: 'APPROVAL_STATE' });
  });

  it('let nothing through whose time is over', async () => {
    const clock = createFrozenClock(start);
    const { request, path, match } = await withChange({ clock });
    await clock.sleep(4 * 3_600_000);
    const late = await request('approver', 'POST', `${path}/approve`, { headers: match });
    expect(await problemIn(late)).toMatchObject({ status: 409, code: 'APPROVAL_EXPIRED' });
    expect((await jsonIn<Change>(request('viewer', 'GET', path))).state).toBe('expired');
  });

  it('want a reason for a rejection', async () => {
    const { request, path, match } = await withChange();
    const answer = await request('approver', 'POST', `${path}/reject`, {
      ...{ headers: match, body: { reason: ' ' } },
    });
    expect(await problemIn(answer)).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
  });

  it('count people where a rule asks for two', async () => {
    const approvalRules = [{ when: null, approvers: 2 }];
    const { request, path, match } = await withChange({ settings: { approvalRules } });
    const first = await jsonIn<Change>(
      request('approver', 'POST', `${path}/approve`, { headers: match }),
    );
    expect(first).toMatchObject({ state: 'proposed', approvals: { given: 1, needed: 2 } });
    const second = await jsonIn<Change>(
      request('admin', 'POST', `${path}/approve`, { headers: match }),
    );
    expect(second).toMatchObject({ state: 'approved', approvals: { given: 2, needed: 2 } });
  });
});
