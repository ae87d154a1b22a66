/** Proposing, approving, rejecting, expiring and superseding changes of targets in a store. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { runCycle } from '../../src/app/plans/cycle.ts';
import { needsWallSpeed } from '../../src/app/plans/market-pace.ts';
import { portfolioState } from '../../src/app/portfolio-state.ts';
import { approveTargets } from '../../src/app/targets/approve-targets.ts';
import { approvedSettings, approvedTargets } from '../../src/app/targets/approved-targets.ts';
import { expireDueTargets } from '../../src/app/targets/end-targets.ts';
import { proposeTargets } from '../../src/app/targets/propose-targets.ts';
import { rejectTargets } from '../../src/app/targets/reject-targets.ts';
import { targetsReview } from '../../src/app/targets/targets-review.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { Settings } from '../../src/plan/settings.ts';
import { allocationOf } from '../support/allocated.ts';
import { settings, start } from '../support/execution-plans.ts';
import {
  createTestWorkspace,
  eventTypes,
  propose as keepPlan,
  type Options,
} from '../support/execution-workspace.ts';
import { proposeMove, suggester, toLink, twoAssets } from '../support/target-changes.ts';

const hourMs = 3_600_000;

function world(options: Options = {}): Promise<Workspace> {
  const portfolio = { portfolio: twoAssets, ...options.settings };
  return createTestWorkspace({ ...options, settings: portfolio });
}

const stateOf = async ({ store }: Workspace, id: string) =>
  (await store.targetChanges.get(id))?.state;
const problemOf = async ({ store }: Workspace) => (await store.events.verify()).problem;

describe('a proposal', () => {
  it('keeps what is suggested with its cause, and changes no target', async () => {
    const workspace = await world();
    const change = await proposeMove(workspace);
    expect(change).toMatchObject({
      ...{ portfolio: 'core', account: 'paper:core', moves: [toLink], turnover: 0.05 },
      from: { BTC: 0.5, ETH: 0.3, cash: 0.2 },
      to: { BTC: 0.45, ETH: 0.3, LINK: 0.05, cash: 0.2 },
      cause: { before: { volAnnual: 0.6 }, after: { volAnnual: 0.57 } },
      ...{ createdAt: start, expiresAt: start + 4 * hourMs },
    });
    expect(change.cause.sentence).toContain('lowers volatility from 60.0 to 57.0 % a year');
    expect((await approvedSettings(workspace)).portfolio).toEqual(twoAssets);
    expect(await eventTypes(workspace)).toEqual(['AccountOpened', 'TargetsProposed']);
    expect(await problemOf(workspace)).toBeUndefined();
  });

  it('is made of a suggestion of now only', async () => {
    const workspace = await world();
    const ask = (wanted: Parameters<typeof proposeTargets>[2]['wanted']) =>
      proposeTargets(workspace, suggester(workspace), { proposer: 'ann', universe: null, wanted });
    expect(await ask([{ ...toLink, weight: 0.04 }])).toMatchObject({
      reason: { code: 'SUGGESTION_GONE', moves: '0.04 from BTC to LINK' },
    });
    expect(await ask([toLink, toLink])).toMatchObject({ reason: { code: 'SUGGESTION_GONE' } });
    expect(await ask(2)).toMatchObject({ reason: { code: 'SUGGESTION_GONE', moves: 'number 2' } });
    expect(await ask(1)).toMatchObject({ ok: true });
  });

  it('is the same when it is asked for again at the same moment', async () => {
    const workspace = await world();
    const first = await proposeMove(workspace);
    expect(await proposeMove(workspace)).toEqual(first);
    expect(await eventTypes(workspace)).toHaveLength(2);
  });

  it('takes the place of the one that waits', async () => {
    const workspace = await world();
    const first = await proposeMove(workspace);
    const second = await proposeMove(workspace, { from: 'ETH', to: 'cash', weight: 0.05 });
    expect(await stateOf(workspace, first.id)).toBe('superseded');
    expect((await targetsReview(workspace)).waiting?.record.change.id).toBe(second.id);
    const late = await approveTargets(workspace, { id: first.id, hash: first.hash, actor: 'bob' });
    expect(late).toMatchObject({ reason: { code: 'APPROVAL_STATE', state: 'superseded' } });
    expect((await eventTypes(workspace)).slice(-2)).toEqual([
      'TargetsSuperseded',
      'TargetsProposed',
    ]);
  });

  it('of targets that changed meanwhile is refused', async () => {
    const workspace = await world();
    const stale = suggester(workspace);
    const found = await stale.now(null);
    const { id, hash } = await proposeMove(workspace);
    await approveTargets(workspace, { id, hash, actor: 'ann' });
    const result = await proposeTargets(
      workspace,
      { now: async () => ({ ...found, asOf: start + 1 }) },
      { proposer: 'ann', universe: null, wanted: 1 },
    );
    expect(result).toMatchObject({ ok: false, reason: { code: 'TARGETS_CHANGED' } });
  });

  it('keeps the simulated market at the pace of a person until its time is over', async () => {
    const clock = createFrozenClock(start);
    const workspace = await world({ clock, level: 'observe' });
    expect(await needsWallSpeed(workspace)).toBe(false);
    await proposeMove(workspace);
    expect(await needsWallSpeed(workspace)).toBe(true);
    await clock.sleep(4 * hourMs);
    expect(await needsWallSpeed(workspace)).toBe(false);
  });
});

describe('an approval', () => {
  it('puts the targets in force, for those who named the hash', async () => {
    const workspace = await world();
    const { id, hash } = await proposeMove(workspace);
    const wrong = await approveTargets(workspace, { id, hash: 'f00', actor: 'bob' });
    expect(wrong).toMatchObject({ reason: { code: 'HASH_MISMATCH', given: 'f00' } });
    const unknown = await approveTargets(workspace, { id: 'chg_9', hash, actor: 'bob' });
    expect(unknown).toMatchObject({ reason: { code: 'NOT_FOUND', what: 'target change' } });
    const done = await approveTargets(workspace, { id, hash, actor: 'bob' });
    expect(done).toMatchObject({
      value: { record: { state: 'approved', approvedAt: start }, given: 1, needed: 1 },
    });
    expect((await approvedSettings(workspace)).portfolio).toEqual({
      ...twoAssets,
      ...{ symbols: ['BTC', 'ETH', 'LINK'], targets: [0.45, 0.3, 0.05], cashTarget: 0.2 },
    });
    expect(await eventTypes(workspace)).toEqual([
      ...['AccountOpened', 'TargetsProposed', 'TargetsApproved'],
    ]);
    expect(await problemOf(workspace)).toBeUndefined();
  });

  it('counts once', async () => {
    const workspace = await world();
    const { id, hash } = await proposeMove(workspace);
    await approveTargets(workspace, { id, hash, actor: 'bob' });
    const again = await approveTargets(workspace, { id, hash, actor: 'cid' });
    expect(again).toMatchObject({ reason: { code: 'APPROVAL_STATE', state: 'approved' } });
  });

  it('needs as many as the rule for its turnover, costs and notional asks for', async () => {
    const rules = [
      { when: 'turnover < 5%', approvers: 1 },
      { when: 'turnover <= 5% and planNotional <= 10% and costBps <= 1.5', approvers: 2 },
      { when: null, approvers: 3 },
    ];
    const workspace = await world({ settings: { approvalRules: rules } });
    const { id, hash } = await proposeMove(workspace);
    const by = (actor: string) => approveTargets(workspace, { id, hash, actor });
    expect(await by('ann')).toMatchObject({ reason: { code: 'APPROVAL_PROPOSER', approvers: 2 } });
    expect(await by('bob')).toMatchObject({
      value: { given: 1, needed: 2, record: { state: 'proposed' } },
    });
    expect(await by('bob')).toMatchObject({ reason: { code: 'APPROVAL_REPEATED', missing: 1 } });
    expect((await approvedTargets(workspace.store, workspace)).change).toBeNull();
    expect(await by('cid')).toMatchObject({
      value: { given: 2, needed: 2, record: { state: 'approved' } },
    });
  });

  it('is by a person also where a rule asks for nobody', async () => {
    const approvalRules = [{ when: null, approvers: 0 }];
    const workspace = await world({ level: 'autonomous', settings: { approvalRules } });
    const { id } = await proposeMove(workspace);
    expect((await targetsReview(workspace)).waiting?.needed).toBe(1);
    expect(await stateOf(workspace, id)).toBe('proposed');
  });

  it('too late ends the change', async () => {
    const clock = createFrozenClock(start);
    const workspace = await world({ clock });
    const { id, hash } = await proposeMove(workspace);
    await clock.sleep(4 * hourMs);
    expect(await approveTargets(workspace, { id, hash, actor: 'bob' })).toMatchObject({
      reason: { code: 'APPROVAL_EXPIRED', expiresAt: '2023-06-01T04:00:00.000Z' },
    });
    expect(await stateOf(workspace, id)).toBe('expired');
    expect((await eventTypes(workspace)).at(-1)).toBe('TargetsExpired');
  });

  it('ends the change before it, and plans for its targets', async () => {
    const workspace = await world();
    const first = await proposeMove(workspace);
    await approveTargets(workspace, { ...first, actor: 'bob' });
    const plan = await keepPlan(workspace);
    const second = await proposeMove(workspace, { from: 'ETH', to: 'cash', weight: 0.05 });
    expect(second.from).toEqual(first.to);
    await approveTargets(workspace, { ...second, actor: 'bob' });
    expect(await stateOf(workspace, first.id)).toBe('superseded');
    expect((await workspace.store.recommendations.get(plan.id))?.state).toBe('superseded');
    expect((await approvedSettings(workspace)).portfolio).toMatchObject({
      ...{ targets: [0.45, 0.25, 0.05], cashTarget: 0.25 },
    });
    expect(await problemOf(workspace)).toBeUndefined();
  });

  it('is refused after the targets of the file were edited', async () => {
    const workspace = await world();
    const { id, hash } = await proposeMove(workspace);
    const portfolio = { ...twoAssets, targets: [0.4, 0.4] };
    const edited = { ...workspace, settings: settings({ portfolio }) };
    const result = await approveTargets(edited, { id, hash, actor: 'bob' });
    expect(result).toMatchObject({ ok: false, reason: { code: 'TARGETS_CHANGED' } });
  });
});

describe('a rejection', () => {
  it('ends a change that waits, with its reason in the trail', async () => {
    const workspace = await world();
    const { id, hash } = await proposeMove(workspace);
    const by = { id, actor: 'bob', reason: 'not now' };
    expect(await rejectTargets(workspace, { ...by, hash: 'f00' })).toMatchObject({
      reason: { code: 'HASH_MISMATCH' },
    });
    expect(await rejectTargets(workspace, by)).toMatchObject({ value: { state: 'rejected' } });
    const [event] = await workspace.store.events.list({ types: ['TargetsRejected'], limit: 1 });
    expect(event).toMatchObject({
      actor: 'bob',
      subject: id,
      payload: { hash, reason: 'not now' },
    });
    expect(await rejectTargets(workspace, by)).toMatchObject({
      reason: { code: 'APPROVAL_STATE', state: 'rejected' },
    });
    expect(await rejectTargets(workspace, { ...by, id: 'chg_9' })).toMatchObject({
      reason: { code: 'NOT_FOUND' },
    });
  });

  it('withdraws one that was approved: the targets of the file are in force again', async () => {
    const workspace = await world();
    const { id, hash } = await proposeMove(workspace);
    await approveTargets(workspace, { id, hash, actor: 'bob' });
    const plan = await keepPlan(workspace);
    const done = await rejectTargets(workspace, { id, hash, actor: 'bob', reason: 'enough' });
    expect(done).toMatchObject({ value: { state: 'withdrawn', approvedAt: start } });
    expect((await approvedSettings(workspace)).portfolio).toEqual(twoAssets);
    expect((await workspace.store.recommendations.get(plan.id))?.state).toBe('superseded');
    expect((await eventTypes(workspace)).at(-1)).toBe('TargetsWithdrawn');
    expect(await problemOf(workspace)).toBeUndefined();
  });

  it('too late ends the change as expired', async () => {
    const clock = createFrozenClock(start);
    const workspace = await world({ clock });
    const { id } = await proposeMove(workspace);
    await clock.sleep(4 * hourMs);
    expect(await rejectTargets(workspace, { id, actor: 'bob', reason: 'no' })).toMatchObject({
      reason: { code: 'APPROVAL_EXPIRED' },
    });
    expect(await stateOf(workspace, id)).toBe('expired');
  });
});

describe('beside an allocator, and on margin', () => {
  const allocation = allocationOf(2);
  const reason = { code: 'TARGETS_BY_ALLOCATOR', method: 'erc' };

  it('no change is proposed or approved', async () => {
    const workspace = await world();
    const { id, hash } = await proposeMove(workspace);
    const allocated = { ...workspace, settings: { ...workspace.settings, allocation } };
    const wanted = { proposer: 'ann', universe: null, wanted: 1 };
    expect(await proposeTargets(allocated, suggester(allocated), wanted)).toMatchObject({ reason });
    expect(await approveTargets(allocated, { id, hash, actor: 'bob' })).toMatchObject({ reason });
  });

  it.each([
    [reason, (settings: Settings) => ({ ...settings, allocation })],
    [
      { code: 'TARGETS_ON_MARGIN' },
      (settings: Settings) => ({ ...settings, portfolio: { ...settings.portfolio, leverage: 1 } }),
    ],
  ])('none that was approved holds, and the portfolio says so: %j', async (why, change) => {
    const workspace = await world();
    const { id, hash } = await proposeMove(workspace);
    await approveTargets(workspace, { id, hash, actor: 'bob' });
    const changed = { ...workspace, settings: change(workspace.settings) };
    expect(await approvedSettings(changed)).toBe(changed.settings);
    expect((await portfolioState(changed)).issues).toEqual([why]);
    expect((await portfolioState(workspace)).issues).toEqual([]);
  });
});

describe('time', () => {
  it('ends what nobody approved, at the next look or proposal', async () => {
    const clock = createFrozenClock(start);
    const workspace = await world({ clock });
    const first = await proposeMove(workspace);
    expect(await expireDueTargets(workspace)).toBe(false);
    await clock.sleep(4 * hourMs);
    expect((await targetsReview(workspace)).waiting).toBeNull();
    const second = await proposeMove(workspace);
    expect(await stateOf(workspace, first.id)).toBe('expired');
    await clock.sleep(4 * hourMs);
    await runCycle(workspace);
    expect(await stateOf(workspace, second.id)).toBe('expired');
    expect(await expireDueTargets(workspace)).toBe(false);
  });
});
