/** Executing approved plans on the paper venue: once, whole or in part, and only while they still fit. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { Broker } from '../../src/ports/broker.ts';
import {
  leg,
  recommendation,
  record,
  settings,
  start,
  steadyMarket,
} from '../support/execution-plans.ts';
import { createTestWorkspace, eventTypes, propose } from '../support/execution-workspace.ts';

const actor = 'ann';

async function approved(workspace: Workspace, proposed = record()) {
  const plan = await propose(workspace, proposed);
  await approve(workspace, { ...plan, actor });
  return plan;
}

async function stateOf({ store }: Workspace, id: string) {
  return (await store.recommendations.get(id))?.state;
}

describe('an approved plan', () => {
  it('is executed to the end, sells first, and every step is on record', async () => {
    const workspace = await createTestWorkspace();
    const plan = await approved(workspace);
    const result = await execute(workspace, { ...plan, actor });
    expect(result).toMatchObject({
      ok: true,
      value: {
        status: 'settled',
        legs: [
          { symbol: 'ETH/USDT', side: 'buy', filled: '10', status: 'filled' },
          { symbol: 'BTC/USDT', side: 'sell', filled: '0.5', status: 'filled' },
          { symbol: 'LINK/USDT', side: 'buy', filled: '1000', status: 'filled' },
        ],
      },
    });
    // Costs of about 40 of 100,000 move each weight by up to 0.02 pp.
    if (result.ok) expect(result.value.residual).toBeLessThan(0.02);
    expect(await stateOf(workspace, plan.id)).toBe('settled');
    const types = await eventTypes(workspace);
    expect(types.slice(0, 8)).toEqual([
      ...['AccountOpened', 'PlanProposed', 'PlanApproved', 'ExecutionStarted'],
      ...['LegArrived', 'AttemptStarted', 'AttemptOpened', 'FillBooked'],
    ]);
    expect(types.slice(-2)).toEqual(['LegFinished', 'ExecutionFinished']);
    expect((await workspace.store.events.verify()).problem).toBeUndefined();
  });

  it('leaves the account as the fills say', async () => {
    const workspace = await createTestWorkspace();
    const plan = await approved(workspace);
    const result = await execute(workspace, { ...plan, actor });
    if (!result.ok) throw new Error(result.reason.code);
    const fills = await workspace.store.executions.fills(result.value.id);
    const cash = fills.reduce((sum, fill) => {
      const notional = Number(fill.quantity) * Number(fill.price);
      return sum + (fill.side === 'sell' ? notional : -notional) - Number(fill.fee);
    }, 40_000);
    const { total: balances } = await workspace.broker.holdings();
    expect(balances).toMatchObject({ BTC: '1.5', ETH: '30', LINK: '1000' });
    expect(Number(balances.USDT)).toBeCloseTo(cash, 6);
  });

  it('is executed once', async () => {
    const workspace = await createTestWorkspace();
    const plan = await approved(workspace);
    await execute(workspace, { ...plan, actor });
    expect(await execute(workspace, { ...plan, actor })).toMatchObject({
      ok: false,
      reason: { code: 'APPROVAL_STATE', state: 'settled' },
    });
  });

  it('is started by one of two that execute it at once', async () => {
    const workspace = await createTestWorkspace();
    const plan = await approved(workspace);
    const both = ['ann', 'bob'].map((name) => execute(workspace, { ...plan, actor: name }));
    const results = await Promise.all(both);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      reason: { code: 'APPROVAL_STATE', state: 'executing' },
    });
    const types = await eventTypes(workspace);
    expect(types.filter((type) => type === 'ExecutionStarted')).toHaveLength(1);
    expect(types.filter((type) => type === 'AttemptStarted')).toHaveLength(3);
  });

  it('fills in part on a thin book, and says so', async () => {
    // Twenty slices of half of ten levels of 40 USDT are 4,000 USDT; 10,000 USDT of BTC are wanted.
    const market = steadyMarket({ levelNotional: 40 });
    const workspace = await createTestWorkspace({ market });
    const legs = [leg('sell', 'BTC/USDT', '0.5')];
    const plan = await approved(workspace, record({ recommendation: recommendation({ legs }) }));
    const result = await execute(workspace, { ...plan, actor });
    expect(result).toMatchObject({
      ok: true,
      value: {
        status: 'partial',
        legs: [{ status: 'partial', reason: { code: 'BOOK_TOO_THIN', quantity: '0.5' } }],
      },
    });
    if (!result.ok) return;
    const [sold] = result.value.legs;
    expect(Number(sold?.filled)).toBeGreaterThan(0.19);
    expect(Number(sold?.filled)).toBeLessThan(0.21);
    // 40 % BTC instead of 30 %, 20 % ETH instead of 30 %, no LINK instead of 10 %: √3 · 10 pp, and a little sold.
    expect(result.value.residual).toBeGreaterThan(15);
    expect(result.value.residual).toBeLessThan(17.3);
    expect(await stateOf(workspace, plan.id)).toBe('partial');
  });

  it('ends a leg that the venue refuses', async () => {
    const whole = await createTestWorkspace();
    const refusing: Broker = {
      ...whole.broker,
      submit: async () => ({ kind: 'rejected', cause: 'the market is halted' }),
    };
    const workspace = { ...whole, broker: refusing };
    const legs = [leg('sell', 'BTC/USDT', '0.5')];
    const plan = await approved(workspace, record({ recommendation: recommendation({ legs }) }));
    expect(await execute(workspace, { ...plan, actor })).toMatchObject({
      value: { status: 'failed', legs: [{ status: 'failed', reason: { code: 'ORDER_REJECTED' } }] },
    });
  });
});

describe('execute', () => {
  it('refuses a wrong hash, an unknown plan and a plan without its approvals', async () => {
    const workspace = await createTestWorkspace();
    const plan = await propose(workspace);
    const request = { id: plan.id, actor };
    expect(await execute(workspace, { ...request, id: 'r9' })).toMatchObject({
      reason: { code: 'NOT_FOUND' },
    });
    expect(await execute(workspace, { ...request, hash: 'f00' })).toMatchObject({
      reason: { code: 'HASH_MISMATCH', given: 'f00', expected: plan.hash },
    });
    expect(await execute(workspace, request)).toMatchObject({
      reason: { code: 'APPROVAL_MISSING', given: 0, needed: 1 },
    });
    await approve(workspace, { ...plan, actor });
    expect(await execute(workspace, { ...request, hash: 'f00' })).toMatchObject({
      reason: { code: 'HASH_MISMATCH' },
    });
    expect(await stateOf(workspace, plan.id)).toBe('approved');
  });

  it('counts approvals by the rules of now', async () => {
    const workspace = await createTestWorkspace();
    const plan = await approved(workspace);
    const stricter = {
      ...workspace,
      settings: settings({ approvalRules: [{ when: null, approvers: 2 }] }),
    };
    expect(await execute(stricter, { ...plan, actor })).toMatchObject({
      reason: { code: 'APPROVAL_MISSING', given: 1, needed: 2 },
    });
  });

  it('is closed at the level observe', async () => {
    const workspace = await createTestWorkspace();
    const plan = await approved(workspace);
    const observing = {
      ...workspace,
      autonomy: { ...workspace.autonomy, level: 'observe' as const },
    };
    expect(await execute(observing, { ...plan, actor })).toMatchObject({
      reason: { code: 'AUTONOMY_OBSERVE' },
    });
  });

  it('ends a plan whose time is over', async () => {
    const clock = createFrozenClock(start);
    const workspace = await createTestWorkspace({ clock });
    const plan = await approved(workspace);
    await clock.sleep(4 * 3_600_000);
    expect(await execute(workspace, { ...plan, actor })).toMatchObject({
      reason: { code: 'APPROVAL_EXPIRED' },
    });
    expect(await stateOf(workspace, plan.id)).toBe('expired');
  });

  it('waits for another execution of the account', async () => {
    const workspace = await createTestWorkspace();
    const first = await approved(workspace);
    const second = await approved(
      workspace,
      record({ recommendation: recommendation({ id: 'r2' }) }),
    );
    const stop = new AbortController();
    const { broker } = workspace;
    // Stops at its first order, so that it stays live.
    const submit: typeof broker.submit = (order) => {
      stop.abort();
      return broker.submit(order);
    };
    const interrupted = { ...workspace, broker: { ...broker, submit } };
    await expect(execute(interrupted, { ...first, actor, signal: stop.signal })).rejects.toThrow(
      'aborted',
    );
    expect(await execute(workspace, { ...second, actor })).toMatchObject({
      reason: { code: 'EXECUTION_BUSY', recommendation: 'r1' },
    });
    expect(await stateOf(workspace, 'r2')).toBe('approved');
  });
});
