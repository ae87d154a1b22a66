/** Changes of targets when several act at once, or the program is killed: one outcome, whole, and the audit trail holds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { approveTargets } from '../../src/app/targets/approve-targets.ts';
import { approvedSettings } from '../../src/app/targets/approved-targets.ts';
import { expireDueTargets } from '../../src/app/targets/end-targets.ts';
import { rejectTargets } from '../../src/app/targets/reject-targets.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { start } from '../support/execution-plans.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';
import { createStoreFolder } from '../support/store-folder.ts';
import { proposeMove, toLink, twoAssets } from '../support/target-changes.ts';

const folder = createStoreFolder();
const endings = ['TargetsApproved', 'TargetsRejected', 'TargetsExpired', 'TargetsSuperseded'];

it.each([
  [['approve', 'reject', 'expire', 'propose'], 'approved'],
  [['reject', 'approve', 'propose', 'expire'], 'rejected'],
  [['propose', 'propose', 'expire', 'propose'], 'superseded'],
  [['late', 'approve', 'reject', 'expire'], 'expired'],
] as const)('of %j at once one is done: %s', async (acts, state) => {
  const clock = createFrozenClock(start);
  const settings = { portfolio: twoAssets };
  const workspace = await createTestWorkspace({ clock, settings });
  const { id, hash, expiresAt } = await proposeMove(workspace);
  // Late: its time is over for every one of them.
  const isLate = acts[0] === 'late';
  const at: Clock = { ...clock, now: () => (isLate ? expiresAt : start) };
  const there = { ...workspace, clock: at };
  const act = {
    approve: () => approveTargets(there, { id, hash, actor: 'bob' }),
    reject: () => rejectTargets(there, { id, hash, actor: 'cid', reason: 'no' }),
    expire: () => expireDueTargets(there),
    propose: () => proposeMove(there, { ...toLink, from: 'ETH' }),
    late: () => expireDueTargets(there),
  };
  await Promise.allSettled(acts.map((name) => act[name]()));
  const { events, targetChanges } = workspace.store;
  expect((await targetChanges.get(id))?.state).toBe(
    // What was approved may be withdrawn by the rejection that comes after it.
    state === 'approved' ? 'withdrawn' : state,
  );
  const done = (await events.list({ subject: id, limit: 10 })).map(({ type }) => type);
  expect(done.filter((type) => endings.includes(type))).toHaveLength(1);
  expect((await events.verify()).problem).toBeUndefined();
});

it('of many approvals at once as many count as the rule asks for', async () => {
  const settings = { portfolio: twoAssets, approvalRules: [{ when: null, approvers: 3 }] };
  const workspace = await createTestWorkspace({ settings });
  const { id, hash } = await proposeMove(workspace);
  const names = ['ann', 'bob', 'bob', 'cid', 'dan', 'eve', 'fay'];
  const results = await Promise.all(
    names.map((actor) => approveTargets(workspace, { id, hash, actor })),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(3);
  const approvals = await workspace.store.targetChanges.approvals(id);
  expect(approvals.map(({ actor }) => actor)).toEqual(['bob', 'cid', 'dan']);
  expect((await workspace.store.events.verify()).problem).toBeUndefined();
});

it('after SIGKILL every change is whole or absent, one at most is in force, and none that was reported is lost', async () => {
  const script = fileURLToPath(new URL('../support/target-change-writer.ts', import.meta.url));
  for (const reports of [1, 2, 7, 12]) {
    const file = join(folder.path, `killed-${reports}.db`);
    const writer = spawn(process.execPath, [script, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(writer, 'exit');
    const lines: string[] = [];
    for await (const line of createInterface({ input: writer.stdout })) {
      lines.push(line);
      if (lines.length === reports) writer.kill('SIGKILL');
    }
    expect(await exit).toEqual([null, 'SIGKILL']);
    const store = await createSqliteStore({ file });
    const workspace = await createTestWorkspace({ store, settings: { portfolio: twoAssets } });
    expect((await store.events.verify()).problem).toBeUndefined();
    const { account } = workspace.broker;
    const changes = await store.targetChanges.list({ account, limit: 1_000 });
    const approved = changes.filter(({ state }) => state === 'approved');
    expect(approved).toHaveLength(1);
    const last = changes.findIndex(({ change }) => change.id === lines.at(-1));
    expect(changes.indexOf(approved[0] as (typeof changes)[number])).toBeLessThanOrEqual(last);
    const { targets } = (await approvedSettings(workspace)).portfolio;
    expect(targets[0]).toBe(approved[0]?.change.to.BTC);
    await store.close();
  }
});
