/** The kill switch in the midst of an execution: nothing more leaves, what rests is cancelled, nothing is liquidated. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { reconcile } from '../../src/app/execution/reconcile.ts';
import { halt, reduce, resume } from '../../src/app/execution/trading.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { runCycle } from '../../src/app/plans/cycle.ts';
import { needsWallSpeed } from '../../src/app/plans/market-pace.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { recommendation, record, settings, start } from '../support/execution-plans.ts';
import { createTestWorkspace, eventTypes, propose } from '../support/execution-workspace.ts';

const actor = 'ann';
const order = { actor, reason: 'a test' };

const maker = settings({ execution: { ...settings().execution, style: 'maker-first' } });

/** An approved plan: sell 0.5 BTC, buy 10 ETH and 1,000 LINK. */
async function scene(style: 'taker' | 'maker-first' = 'taker') {
  const clock = createFrozenClock(start);
  const workspace = await createTestWorkspace({
    clock,
    settings: style === 'taker' ? {} : { execution: maker.execution },
  });
  const inputs = { ...(record().inputs as object), settings: workspace.settings };
  const proposed = { ...record(), inputs: JSON.parse(JSON.stringify(inputs)) };
  const plan = await propose(workspace, proposed);
  await approve(workspace, { ...plan, actor });
  return { workspace, clock, plan };
}

/** Does something once, right after the first order was taken. */
function afterFirstOrder(workspace: Workspace, act: () => Promise<unknown>): Workspace {
  let isFirst = true;
  const submit: Broker['submit'] = async (request) => {
    const outcome = await workspace.broker.submit(request);
    if (isFirst) await act();
    isFirst = false;
    return outcome;
  };
  return { ...workspace, broker: { ...workspace.broker, submit } };
}

async function count(workspace: Workspace, type: string): Promise<number> {
  return (await eventTypes(workspace)).filter((each) => each === type).length;
}

async function timeOf({ store }: Workspace, type: 'TradingChanged' | 'AttemptCancelRequested') {
  return (await store.events.list({ types: [type], limit: 1 }))[0]?.at ?? Number.NaN;
}

describe('halting while orders are taken', () => {
  it('lets the order that is at the venue end and sends no other', async () => {
    const { workspace, plan } = await scene();
    const halting = afterFirstOrder(workspace, () => halt(workspace, order));
    const result = await execute(halting, { ...plan, actor });
    expect(result).toMatchObject({
      ok: true,
      value: {
        status: 'halted',
        legs: [
          { symbol: 'ETH/USDT', filled: '0', status: 'skipped' },
          { symbol: 'BTC/USDT', filled: '0.5', status: 'filled' },
          { symbol: 'LINK/USDT', filled: '0', status: 'skipped' },
        ],
      },
    });
    if (!result.ok) return;
    expect(result.value.legs[0]?.reason).toMatchObject({
      ...{ code: 'TRADING_HALTED', state: 'halted', cause: 'a test' },
    });
    expect(await count(workspace, 'AttemptStarted')).toBe(1);
    // Nothing was sold beside what the plan sold before.
    expect((await workspace.broker.holdings()).total).toMatchObject({ BTC: '1.5', ETH: '20' });
    expect((await workspace.store.events.verify()).problem).toBeUndefined();
  });

  it('stops an execution for good: resuming at once does not revive it', async () => {
    const { workspace, plan } = await scene();
    const halting = afterFirstOrder(workspace, async () => {
      await halt(workspace, order);
      await resume(workspace, order);
    });
    expect(await execute(halting, { ...plan, actor })).toMatchObject({
      value: { status: 'halted' },
    });
    expect(await count(workspace, 'AttemptStarted')).toBe(1);
  });

  it('lets sells go on and leaves buys out when it is only reduced', async () => {
    const { workspace, plan } = await scene();
    await reduce(workspace, order);
    const result = await execute(workspace, { ...plan, actor });
    expect(result).toMatchObject({
      value: {
        status: 'halted',
        legs: [
          { side: 'buy', status: 'skipped', reason: { code: 'TRADING_HALTED', state: 'reducing' } },
          { side: 'sell', status: 'filled' },
          { side: 'buy', status: 'skipped' },
        ],
      },
    });
  });
});

describe('halting while orders rest', () => {
  it('cancels them within a second of their clock', async () => {
    const { workspace, plan } = await scene('maker-first');
    const halting = afterFirstOrder(workspace, () => halt(workspace, order));
    const result = await execute(halting, { ...plan, actor });
    expect(result).toMatchObject({ value: { status: 'halted' } });
    expect(await workspace.broker.openOrders()).toEqual([]);
    const halted = await timeOf(workspace, 'TradingChanged');
    const asked = await timeOf(workspace, 'AttemptCancelRequested');
    expect(asked - halted).toBeGreaterThanOrEqual(0);
    expect(asked - halted).toBeLessThanOrEqual(1_000);
    expect(await count(workspace, 'AttemptStarted')).toBe(1);
  });

  it('cancels them at the next start when the process had died', async () => {
    const { workspace, plan } = await scene('maker-first');
    const stop = new AbortController();
    const dying = afterFirstOrder(workspace, async () => stop.abort());
    await expect(execute(dying, { ...plan, actor, signal: stop.signal })).rejects.toThrow();
    expect(await workspace.broker.openOrders()).toHaveLength(1);
    await halt(workspace, order);
    expect(await reconcile(workspace)).toMatchObject([{ status: 'halted' }]);
    expect(await workspace.broker.openOrders()).toEqual([]);
    expect(await count(workspace, 'AttemptStarted')).toBe(1);
  });
});

describe('a halt', () => {
  it('ends every plan that waits, so that no approval of before counts after', async () => {
    const { workspace, plan } = await scene();
    expect(await halt(workspace, order)).toMatchObject({
      trading: { state: 'halted', killEpoch: 1 },
      ended: [plan.id],
    });
    expect(await approve(workspace, { ...plan, actor: 'bob' })).toMatchObject({
      reason: { code: 'TRADING_HALTED' },
    });
    expect(await execute(workspace, { ...plan, actor })).toMatchObject({
      reason: { code: 'TRADING_HALTED' },
    });
    await resume(workspace, order);
    expect(await execute(workspace, { ...plan, actor })).toMatchObject({
      reason: { code: 'APPROVAL_STATE', state: 'rejected' },
    });
    const [rejected] = await workspace.store.events.newest({ type: 'PlanRejected', limit: 1 });
    expect(rejected).toMatchObject({
      actor,
      payload: { reason: 'trading was halted: a test', from: 'approved' },
    });
  });

  it('stands as it was ordered first, and asks for no reason', async () => {
    const { workspace } = await scene();
    await halt(workspace, { actor, reason: ' ' });
    const again = await halt(workspace, { actor: 'bob', reason: 'again' });
    expect(again).toMatchObject({
      trading: { killEpoch: 1, actor, reason: 'no reason was given' },
      ended: [],
    });
    expect(await reduce(workspace, order)).toMatchObject({ reason: { code: 'TRADING_HALTED' } });
    expect(await resume(workspace, order)).toMatchObject({
      trading: { state: 'active', killEpoch: 1 },
    });
    expect(await count(workspace, 'TradingChanged')).toBe(2);
  });

  it('lets the simulated market run on, since nobody is waited for', async () => {
    const { workspace } = await scene();
    expect(await needsWallSpeed(workspace)).toBe(true);
    await halt(workspace, order);
    const waiting = recommendation({ id: 'r2' });
    await propose(workspace, record({ recommendation: waiting }));
    expect(await needsWallSpeed(workspace)).toBe(false);
    await resume(workspace, order);
    expect(await needsWallSpeed(workspace)).toBe(true);
  });

  it('binds its epoch in each approval', async () => {
    const { workspace } = await scene();
    const [given] = await workspace.store.events.newest({ type: 'PlanApproved', limit: 1 });
    expect(given?.payload).toMatchObject({ killEpoch: 0 });
  });

  it('lets the schedule look and decide, and trade nothing', async () => {
    const workspace = await createTestWorkspace({
      level: 'autonomous',
      settings: { approvalRules: [{ when: null, approvers: 0 }] },
      rails: { order: 1, plan: 1, day: 1 },
    });
    await halt(workspace, order);
    const result = await runCycle(workspace);
    expect(result).toMatchObject({
      record: { state: 'proposed' },
      execution: null,
      held: [{ code: 'TRADING_HALTED' }],
    });
    expect(await count(workspace, 'AutonomyHeld')).toBe(1);
    expect(await count(workspace, 'ExecutionStarted')).toBe(0);
    await resume(workspace, order);
    expect(await runCycle(workspace)).toMatchObject({ execution: { status: 'settled' }, held: [] });
  });
});
