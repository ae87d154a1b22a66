/** Approving, rejecting, expiring and superseding plans in a store. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { approve, approveByRule } from '../../src/app/plans/approve.ts';
import { expireDue } from '../../src/app/plans/expire.ts';
import { reject } from '../../src/app/plans/reject.ts';
import { supersedeOlder } from '../../src/app/plans/supersede.ts';
import { recommendation, record, start } from '../support/execution-plans.ts';
import { createTestWorkspace, eventTypes, propose } from '../support/execution-workspace.ts';

const end = start + 4 * 3_600_000;
const twoApprovers = { settings: { approvalRules: [{ when: null, approvers: 2 }] } };

describe('approve', () => {
  it('moves the plan to approved and keeps who did it', async () => {
    const workspace = await createTestWorkspace();
    const { id, hash } = await propose(workspace);
    const result = await approve(workspace, { id, hash, actor: 'ann' });
    expect(result).toMatchObject({
      ok: true,
      value: { record: { state: 'approved' }, given: 1, needed: 1 },
    });
    expect((await workspace.store.recommendations.get(id))?.state).toBe('approved');
    const approvals = await workspace.store.approvals.list(id);
    expect(approvals).toEqual([{ recommendationId: id, planHash: hash, actor: 'ann', at: start }]);
    expect(await eventTypes(workspace)).toEqual(['AccountOpened', 'PlanProposed', 'PlanApproved']);
    expect((await workspace.store.events.verify()).problem).toBeUndefined();
  });

  it('waits for two distinct people where the rule wants two', async () => {
    const workspace = await createTestWorkspace(twoApprovers);
    const { id, hash } = await propose(workspace, record({ proposer: 'ann' }));
    const by = (actor: string) => approve(workspace, { id, hash, actor });
    expect(await by('ann')).toMatchObject({ reason: { code: 'APPROVAL_PROPOSER', approvers: 2 } });
    expect(await by('bob')).toMatchObject({
      value: { given: 1, needed: 2, record: { state: 'proposed' } },
    });
    expect(await by('bob')).toMatchObject({ reason: { code: 'APPROVAL_REPEATED', missing: 1 } });
    expect(await by('cid')).toMatchObject({
      value: { given: 2, needed: 2, record: { state: 'approved' } },
    });
    expect(await by('dan')).toMatchObject({
      reason: { code: 'APPROVAL_STATE', state: 'approved' },
    });
  });

  it('refuses a wrong hash and an unknown plan, and writes nothing', async () => {
    const workspace = await createTestWorkspace();
    const { id } = await propose(workspace);
    const actor = 'ann';
    expect(await approve(workspace, { id, hash: 'f00', actor })).toMatchObject({
      reason: { code: 'HASH_MISMATCH', given: 'f00' },
    });
    expect(await approve(workspace, { id: 'r9', hash: 'f00', actor })).toMatchObject({
      reason: { code: 'NOT_FOUND', id: 'r9' },
    });
    expect(await eventTypes(workspace)).toEqual(['AccountOpened', 'PlanProposed']);
  });

  it('ends a plan whose time is over', async () => {
    const workspace = await createTestWorkspace({ clock: createFrozenClock(end) });
    const { id, hash } = await propose(workspace);
    expect(await approve(workspace, { id, hash, actor: 'ann' })).toMatchObject({
      reason: { code: 'APPROVAL_EXPIRED', expiresAt: '2023-06-01T04:00:00.000Z' },
    });
    expect((await workspace.store.recommendations.get(id))?.state).toBe('expired');
    expect((await eventTypes(workspace)).at(-1)).toBe('PlanExpired');
  });

  it('is closed at the level observe', async () => {
    const workspace = await createTestWorkspace({ level: 'observe' });
    const { id, hash } = await propose(workspace);
    expect(await approve(workspace, { id, hash, actor: 'ann' })).toMatchObject({
      reason: { code: 'AUTONOMY_OBSERVE' },
    });
  });
});

describe('approval by rule', () => {
  const rules = { settings: { approvalRules: [{ when: 'turnover <= 15%', approvers: 0 }] } };

  it('needs nobody where the rule says so, in autonomous mode', async () => {
    const workspace = await createTestWorkspace({ ...rules, level: 'autonomous' });
    const plan = await propose(workspace);
    expect(await approveByRule(workspace, plan)).toMatchObject({
      value: { record: { state: 'approved' }, needed: 0 },
    });
  });

  it.each(['propose', 'approve'] as const)('is refused at the level %s', async (level) => {
    const workspace = await createTestWorkspace({ ...rules, level });
    const plan = await propose(workspace);
    expect(await approveByRule(workspace, plan)).toMatchObject({
      reason: { code: 'APPROVAL_MISSING', given: 0, needed: 1 },
    });
    expect(await workspace.store.approvals.list(plan.id)).toEqual([]);
  });
});

describe('reject', () => {
  it('ends a plan with the words of the person', async () => {
    const workspace = await createTestWorkspace();
    const { id, hash } = await propose(workspace);
    const result = await reject(workspace, { id, hash, actor: 'ann', reason: 'too soon' });
    expect(result).toMatchObject({ ok: true, value: { state: 'rejected' } });
    const [event] = await workspace.store.events.list({ types: ['PlanRejected'], limit: 1 });
    expect(event).toMatchObject({ actor: 'ann', subject: id, payload: { reason: 'too soon' } });
  });

  it('takes an approval back, and refuses what has ended', async () => {
    const workspace = await createTestWorkspace();
    const { id, hash } = await propose(workspace);
    await approve(workspace, { id, hash, actor: 'ann' });
    const request = { id, actor: 'bob', reason: 'no' };
    expect(await reject(workspace, { ...request, hash: 'f00' })).toMatchObject({
      reason: { code: 'HASH_MISMATCH' },
    });
    expect(await reject(workspace, request)).toMatchObject({ ok: true });
    expect(await reject(workspace, request)).toMatchObject({
      reason: { code: 'APPROVAL_STATE', state: 'rejected' },
    });
    expect(await reject(workspace, { ...request, id: 'r9' })).toMatchObject({
      reason: { code: 'NOT_FOUND' },
    });
  });

  it('finds a plan whose time is over expired', async () => {
    const workspace = await createTestWorkspace({ clock: createFrozenClock(end) });
    const { id } = await propose(workspace);
    expect(await reject(workspace, { id, actor: 'bob', reason: 'no' })).toMatchObject({
      reason: { code: 'APPROVAL_EXPIRED' },
    });
    expect((await workspace.store.recommendations.get(id))?.state).toBe('expired');
  });
});

describe('plans that wait', () => {
  it('expire when their time is over, proposed and approved alike', async () => {
    const clock = createFrozenClock(start);
    const workspace = await createTestWorkspace({ clock });
    const { id, hash } = await propose(workspace);
    const later = recommendation({ id: 'r2', expiresAt: end + 1 });
    await propose(workspace, record({ recommendation: later }));
    await approve(workspace, { id, hash, actor: 'ann' });
    expect(await expireDue(workspace)).toEqual([]);
    await clock.sleep(end - start);
    expect(await expireDue(workspace)).toEqual(['r1']);
    expect((await workspace.store.recommendations.get('r2'))?.state).toBe('proposed');
  });

  it('give way to a newer plan of the same account, and of that account only', async () => {
    const workspace = await createTestWorkspace();
    const { store } = workspace;
    const named = (id: string, account: string) =>
      record({ recommendation: recommendation({ id }), account });
    const first = await propose(workspace, named('r1', 'paper:core'));
    await approve(workspace, { ...first, actor: 'ann' });
    await propose(workspace, named('r2', 'paper:core'));
    await propose(workspace, named('r3', 'files:other'));
    await propose(workspace, named('r4', 'paper:core'));
    const superseded = await store.transact((session) =>
      supersedeOlder(session, { account: 'paper:core', newerId: 'r4', at: start }),
    );
    expect([...superseded].sort()).toEqual(['r1', 'r2']);
    const states = await Promise.all(
      ['r1', 'r2', 'r3', 'r4'].map(async (id) => (await store.recommendations.get(id))?.state),
    );
    expect(states).toEqual(['superseded', 'superseded', 'proposed', 'proposed']);
  });
});
