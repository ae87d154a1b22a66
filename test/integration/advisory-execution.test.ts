/** Accounts without an API: an execution writes one instruction at a time, waits for a person, and goes on from what they say. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import {
  confirmInstruction,
  openInstructions,
  setAdvisoryBalance,
} from '../../src/app/execution/instructions.ts';
import { reconcile } from '../../src/app/execution/reconcile.ts';
import { approve } from '../../src/app/plans/approve.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { OrderRequest } from '../../src/execution/order.ts';
import { start } from '../support/execution-plans.ts';
import { createTestWorkspace, eventTypes, propose } from '../support/execution-workspace.ts';

const actor = 'ann';
const dayMs = 86_400_000;

/** Sell 0.5 BTC; buy 10 ETH and 1,000 LINK, approved; in an account that a person keeps. */
async function approved() {
  const workspace = await createTestWorkspace({ isAdvisory: true });
  const plan = await propose(workspace);
  await approve(workspace, { ...plan, actor });
  return { workspace, plan };
}

async function executing() {
  const { workspace, plan } = await approved();
  const result = await execute(workspace, { ...plan, actor });
  expect(result).toMatchObject({ ok: false, reason: { code: 'INSTRUCTION_OPEN' } });
  return { workspace, plan };
}

async function onlyInstruction(workspace: Workspace) {
  const [instruction, ...others] = await openInstructions(workspace);
  if (instruction === undefined || others.length > 0) throw new Error('there must be one');
  return instruction;
}

async function executionOf({ store }: Workspace) {
  const execution = await store.executions.ofRecommendation('r1');
  if (execution === undefined) throw new Error('there must be an execution');
  return execution;
}

describe('an execution that a person carries out', () => {
  it('writes the first instruction and waits, for days if need be', async () => {
    const { workspace, plan } = await executing();
    const instruction = await onlyInstruction(workspace);
    expect(instruction).toMatchObject({
      ...{ recommendationId: 'r1', market: 'BTC/USDT', side: 'sell', quantity: '0.5' },
      ...{ limitPrice: '19800', since: start, until: start + 3 * dayMs, isWithdrawn: false },
    });
    await workspace.clock.sleep(2 * dayMs);
    expect(await reconcile(workspace)).toMatchObject([{ status: 'executing' }]);
    expect(await execute(workspace, { ...plan, actor })).toMatchObject({
      reason: { code: 'INSTRUCTION_OPEN' },
    });
    expect(await onlyInstruction(workspace)).toEqual(instruction);
    const { attempts } = workspace.store.executions;
    expect(await attempts((await executionOf(workspace)).id)).toMatchObject([{ state: 'open' }]);
  });

  it('books what was done and gives the next instruction, until all is done', async () => {
    const { workspace } = await executing();
    const dones = [
      { filled: '0.5', price: '19950', fee: '4' },
      { filled: '10', price: '1001', fee: '0' },
      { filled: '1000', price: '10.01', fee: '2.5' },
    ];
    for (const done of dones) {
      const { id } = await onlyInstruction(workspace);
      const confirmed = await confirmInstruction(workspace, { id, done, actor });
      expect(confirmed).toEqual({ ok: true, value: done });
    }
    expect(await openInstructions(workspace)).toEqual([]);
    const execution = await executionOf(workspace);
    expect(execution.status).toBe('settled');
    expect(execution.legs).toMatchObject([{ filled: '10' }, { fees: '4' }, { fees: '2.5' }]);
    // 40,000 + 9,975 − 4 − 10,010 − 10,010 − 2.5.
    const balances = { BTC: '1.5', ETH: '30', LINK: '1000', USDT: '29948.5' };
    expect(await workspace.broker.holdings()).toEqual({ free: balances, total: balances });
    const types = await eventTypes(workspace);
    expect(types.filter((type) => type === 'InstructionConfirmed')).toHaveLength(3);
    expect((await workspace.store.events.verify()).problem).toBeUndefined();
  });

  it('takes less, or nothing, for an answer, and does not ask again', async () => {
    const { workspace } = await executing();
    const answers = ['0.2', '0', '1000'];
    for (const filled of answers) {
      const { id } = await onlyInstruction(workspace);
      const done = { filled, price: '20', fee: '0' };
      expect(await confirmInstruction(workspace, { id, done, actor })).toMatchObject({ ok: true });
    }
    const execution = await executionOf(workspace);
    expect(execution.status).toBe('partial');
    expect(execution.legs).toMatchObject([
      { status: 'failed', reason: { code: 'INSTRUCTION_ENDED', filled: '0', quantity: '10' } },
      { status: 'partial', reason: { code: 'INSTRUCTION_ENDED', filled: '0.2' } },
      { status: 'filled', reason: null },
    ]);
  });

  it('gives no new instruction after three days', async () => {
    const { workspace } = await executing();
    const { id } = await onlyInstruction(workspace);
    await workspace.clock.sleep(3 * dayMs);
    expect(await onlyInstruction(workspace)).toMatchObject({ isWithdrawn: true });
    const done = { filled: '0.5', price: '19900', fee: '0' };
    await confirmInstruction(workspace, { id, done, actor });
    expect(await openInstructions(workspace)).toEqual([]);
    expect((await executionOf(workspace)).legs).toMatchObject([
      { status: 'skipped', reason: { code: 'INSTRUCTION_ENDED' } },
      { status: 'filled' },
      { status: 'skipped' },
    ]);
  });

  it('withdraws the instruction when trading is halted, and still asks what was done', async () => {
    const { workspace } = await executing();
    const halt = { state: 'halted', killEpoch: 1, reason: 'test', actor, at: start } as const;
    await workspace.store.transact(async ({ trading, events }) => {
      await trading.set(halt);
      await events.append({
        ...{ type: 'TradingChanged', at: start, actor, subject: 'all', payload: halt },
      });
    });
    await reconcile(workspace);
    const { id, isWithdrawn } = await onlyInstruction(workspace);
    expect(isWithdrawn).toBe(true);
    const done = { filled: '0.1', price: '19900', fee: '0' };
    await confirmInstruction(workspace, { id, done, actor });
    expect(await executionOf(workspace)).toMatchObject({ status: 'halted' });
    expect((await workspace.broker.holdings()).total.BTC).toBe('1.9');
  });
});

describe('a confirmation', () => {
  const done = { filled: '0.5', price: '19950', fee: '4' };

  it('counts once', async () => {
    const { workspace } = await executing();
    const { id } = await onlyInstruction(workspace);
    await confirmInstruction(workspace, { id, done, actor });
    const { total } = await workspace.broker.holdings();
    expect(await confirmInstruction(workspace, { id, done, actor })).toEqual({
      ok: false,
      reason: { code: 'APPROVAL_STATE', state: 'confirmed', needed: 'open' },
    });
    expect((await workspace.broker.holdings()).total).toEqual(total);
  });

  it('is of no more than was asked for, and of an instruction that is there', async () => {
    const { workspace } = await executing();
    const { id } = await onlyInstruction(workspace);
    const much = { ...done, filled: '0.50001' };
    expect(await confirmInstruction(workspace, { id, done: much, actor })).toMatchObject({
      reason: { code: 'INSTRUCTION_EXCEEDED', filled: '0.50001', quantity: '0.5' },
    });
    expect(await confirmInstruction(workspace, { id: 'none', done, actor })).toMatchObject({
      reason: { code: 'NOT_FOUND', what: 'instruction' },
    });
  });

  it('and a balance are not told of an account that a venue keeps', async () => {
    const workspace = await createTestWorkspace();
    expect(await openInstructions(workspace)).toEqual([]);
    const none = { ok: false, reason: { code: 'NOT_FOUND' } };
    expect(await confirmInstruction(workspace, { id: 'x', done, actor })).toMatchObject(none);
    const balance = { asset: 'USDT', quantity: '1', actor };
    expect(await setAdvisoryBalance(workspace, balance)).toMatchObject(none);
  });
});

describe('the advisory account', () => {
  function order(change: Partial<OrderRequest> = {}): OrderRequest {
    return {
      ...{ clientOrderId: 'a', market: 'ETH/USDT', base: 'ETH', quote: 'USDT', side: 'buy' },
      ...{ kind: 'take', quantity: '10', limitPrice: '1000', signedAt: start },
      ...change,
    };
  }

  it('holds back what an instruction may take, and forgets nothing', async () => {
    const { workspace } = await approved();
    const { broker } = workspace;
    expect(await broker.query(order())).toBeUndefined();
    expect(await broker.submit(order())).toMatchObject({ kind: 'accepted' });
    expect((await broker.holdings()).free.USDT).toBe('30000');
    await broker.cancel(order());
    const report = { clientOrderId: 'a', status: 'open', fills: [] };
    expect(await broker.query(order())).toEqual(report);
    expect(await broker.openOrders()).toEqual([{ clientOrderId: 'a', market: 'ETH/USDT' }]);
    const { total } = await broker.holdings();
    expect(await broker.sweep(order())).toEqual({ order: report, trades: [], total });
  });

  it('refuses an id that was used, what cannot be paid for, and what comes late', async () => {
    const { workspace } = await approved();
    const { broker, clock } = workspace;
    await broker.submit(order());
    expect(await broker.submit(order())).toMatchObject({ cause: expect.stringContaining('used') });
    expect(await broker.submit(order({ clientOrderId: 'b', quantity: '31' }))).toEqual({
      kind: 'rejected',
      cause: 'the balance of USDT must be at least 31000, was 30000',
    });
    await clock.sleep(5_001);
    expect(await broker.submit(order({ clientOrderId: 'c', quantity: '1' }))).toEqual({
      kind: 'rejected',
      cause: 'the instruction was made 5001 ms ago, which is too long',
    });
  });

  it('is corrected by the person, with an event', async () => {
    const { workspace } = await approved();
    const balance = { asset: 'USDT', quantity: '45000.5', actor };
    expect(await setAdvisoryBalance(workspace, balance)).toMatchObject({
      ok: true,
      value: { USDT: '45000.5', ETH: '20' },
    });
    expect((await workspace.broker.holdings()).total.USDT).toBe('45000.5');
    const [event] = await workspace.store.events.list({ types: ['BalanceSet'], limit: 2 });
    expect(event).toMatchObject({ actor, payload: { asset: 'USDT', before: '40000' } });
  });
});
