/** Orders whose outcome the venue did not tell: a person settles them; orders that turn up late are found and block their account. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { resolve } from '../../src/app/execution/resolve.ts';
import { sweepAgain } from '../../src/app/execution/sweep-again.ts';
import { alerts } from '../../src/app/plans/alerts.ts';
import { approve } from '../../src/app/plans/approve.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { VenueError } from '../../src/base/errors.ts';
import type { Fill, OrderReference, OrderReport, OrderRequest } from '../../src/execution/order.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { alertSentence } from '../../src/report/alert-sentence.ts';
import { leg, recommendation, record, start } from '../support/execution-plans.ts';
import { createTestWorkspace, propose } from '../support/execution-workspace.ts';

const actor = 'ann';
const minuteMs = 60_000;

/** A venue that lost the answer to the first order, and then says what it is told to say. */
async function scene() {
  const clock = createFrozenClock(start);
  const whole = await createTestWorkspace({ clock });
  const paper = whole.broker;
  const told: { order?: OrderRequest; report?: OrderReport; trades: Fill[]; isAway: boolean } = {
    ...{ trades: [], isAway: false },
  };
  const asked: string[] = [];
  const guard = (what: string) => {
    asked.push(what);
    if (told.isAway) throw new VenueError('unavailable', 'maintenance');
  };
  const broker: Broker = {
    ...paper,
    submit: async (order) => {
      if (told.order !== undefined) return paper.submit(order);
      told.order = order;
      throw new VenueError('unknown', 'the connection was reset');
    },
    query: async (order) => {
      if (!isFirst(order)) return paper.query(order);
      guard('query');
      return told.report;
    },
    cancel: async (order) => {
      if (!isFirst(order)) return paper.cancel(order);
      guard('cancel');
    },
    sweep: async (order) => {
      if (!isFirst(order)) return paper.sweep(order);
      guard('sweep');
      const { total } = await paper.holdings();
      return { order: undefined, trades: told.trades, total };
    },
  };
  const isFirst = ({ clientOrderId }: OrderReference) =>
    clientOrderId === told.order?.clientOrderId;
  const workspace: Workspace = { ...whole, broker };
  const legs = [leg('sell', 'BTC/USDT', '0.5')];
  const plan = await propose(workspace, record({ recommendation: recommendation({ legs }) }));
  await approve(workspace, { ...plan, actor });
  return { workspace, paper, clock, plan, told, asked };
}

function fillOf({ clientOrderId, market }: OrderRequest, quantity: string): Fill {
  const trade = { tradeId: 't1', clientOrderId, market, side: 'sell', at: start } as const;
  return { ...trade, quantity, price: '20000', fee: '10', feeAsset: 'USDT' };
}

/** One order waits for a person: a trade on the account is not accounted for. */
async function unresolved() {
  const made = await scene();
  const { workspace, plan, told } = made;
  const stranger = { tradeId: 'x', clientOrderId: 'not ours', at: start, side: 'sell' } as const;
  told.trades = [
    { ...stranger, market: 'BTC/USDT', quantity: '1', price: '1', fee: '0', feeAsset: 'USDT' },
  ];
  expect(await execute(workspace, { ...plan, actor })).toMatchObject({
    reason: { code: 'ORDER_UNRESOLVED' },
  });
  const execution = await workspace.store.executions.ofRecommendation('r1');
  const executionId = execution?.id ?? '';
  const attempt = async () => (await workspace.store.executions.attempts(executionId))[0];
  expect(await attempt()).toMatchObject({ state: 'manual' });
  const request = { executionId, actor: 'eve', reason: 'I looked', isAbsent: false };
  return { ...made, request, attempt };
}

describe('resolving an order', () => {
  it('books what filled when the venue says that it is closed, and the execution goes on', async () => {
    const { workspace, plan, told, request, attempt } = await unresolved();
    const order = told.order as OrderRequest;
    const { clientOrderId } = order;
    told.report = { clientOrderId, status: 'closed', fills: [fillOf(order, '0.2')] };
    expect(await resolve(workspace, request)).toMatchObject({
      ok: true,
      value: { status: 'executing', legs: [{ filled: '0.2' }] },
    });
    expect(await attempt()).toMatchObject({ state: 'closed' });
    const [closed] = await workspace.store.events.newest({ type: 'AttemptClosed', limit: 1 });
    expect(closed).toMatchObject({ actor: 'eve', payload: { cause: 'I looked' } });
    // Half an hour later there is no time left for another order.
    expect(await execute(workspace, { ...plan, actor })).toMatchObject({
      value: { status: 'partial', legs: [{ filled: '0.2', status: 'partial' }] },
    });
    expect(await resolve(workspace, request)).toMatchObject({
      reason: { code: 'EXECUTION_CLEAR' },
    });
    expect((await workspace.store.events.verify()).problem).toBeUndefined();
  });

  it('cancels one that is open, and says so', async () => {
    const { workspace, told, asked, request, attempt } = await unresolved();
    const { clientOrderId } = told.order as OrderRequest;
    told.report = { clientOrderId, status: 'open', fills: [] };
    asked.length = 0;
    expect(await resolve(workspace, request)).toMatchObject({
      reason: { code: 'ORDER_STILL_OPEN', order: clientOrderId },
    });
    expect(asked).toEqual(['query', 'cancel', 'query']);
    expect(await attempt()).toMatchObject({ state: 'manual' });
  });

  it('takes one that is not found for never taken only when the person says so', async () => {
    const { workspace, told, request, attempt } = await unresolved();
    told.trades = [];
    expect(await resolve(workspace, request)).toMatchObject({
      reason: { code: 'ORDER_NOT_FOUND' },
    });
    expect(await resolve(workspace, { ...request, isAbsent: true })).toMatchObject({ ok: true });
    expect(await attempt()).toMatchObject({ state: 'not_accepted' });
  });

  it('says what contradicts, whatever the person says', async () => {
    const { workspace, told, request, attempt } = await unresolved();
    expect(await resolve(workspace, { ...request, isAbsent: true })).toMatchObject({
      reason: { code: 'ORDER_CONTRADICTED', cause: expect.stringContaining('the trade x') },
    });
    told.trades = [fillOf(told.order as OrderRequest, '0.1')];
    expect(await resolve(workspace, { ...request, isAbsent: true })).toMatchObject({
      reason: { code: 'ORDER_CONTRADICTED', cause: expect.stringContaining('the trade t1') },
    });
    expect(await attempt()).toMatchObject({ state: 'manual' });
    expect((await workspace.store.executions.fills(request.executionId)).length).toBe(1);
  });

  it('changes nothing while the venue is away, and knows no execution of others', async () => {
    const { workspace, told, request, attempt } = await unresolved();
    told.isAway = true;
    await expect(resolve(workspace, request)).rejects.toThrow('maintenance');
    expect(await attempt()).toMatchObject({ state: 'manual' });
    expect(await resolve(workspace, { ...request, executionId: 'x9' })).toMatchObject({
      reason: { code: 'NOT_FOUND' },
    });
  });
});

/** The venue never knew the order, another took its place, and the execution is over. */
async function neverTaken() {
  const made = await scene();
  const { workspace, plan } = made;
  expect(await execute(workspace, { ...plan, actor })).toMatchObject({ ok: true });
  const { account } = workspace.broker;
  const [attempt] = await workspace.store.executions.uncertain(account, 'not_accepted');
  expect(attempt?.clientOrderId).toBe(made.told.order?.clientOrderId);
  const settledAt = attempt?.evidence.lastNotFoundAt ?? Number.NaN;
  const wait = (ms: number) => made.clock.sleep(settledAt + ms - made.clock.now());
  return { ...made, wait };
}

describe('an order that counts as never taken', () => {
  it('is looked for again after five minutes, after an hour, and at each start', async () => {
    const { workspace, asked, wait, told } = await neverTaken();
    const sweeps = async (isStart: boolean) => {
      asked.length = 0;
      await sweepAgain(workspace, { isStart });
      return asked.filter((what) => what === 'sweep').length;
    };
    await wait(5 * minuteMs - 1);
    expect(await sweeps(false)).toBe(0);
    await wait(5 * minuteMs);
    told.isAway = true;
    expect(await sweeps(false)).toBe(0);
    told.isAway = false;
    expect([await sweeps(false), await sweeps(false)]).toEqual([1, 0]);
    await wait(60 * minuteMs);
    expect([await sweeps(false), await sweeps(false)]).toEqual([1, 0]);
    await wait(600 * minuteMs);
    expect(await sweeps(false)).toBe(0);
    expect(await sweeps(true)).toBe(1);
    await wait(8 * 24 * 60 * minuteMs);
    expect(await sweeps(true)).toBe(0);
  });

  it.each([
    ['an order that is open', true],
    ['trades alone', false],
  ])(
    'is booked, left to a person and blocks its account when it turns up: %s',
    async (_, isOpen) => {
      const { workspace, asked, wait, told } = await neverTaken();
      const order = told.order as OrderRequest;
      const { clientOrderId } = order;
      const fills = [fillOf(order, '0.3')];
      if (isOpen) told.report = { clientOrderId, status: 'open', fills };
      else told.trades = fills;
      asked.length = 0;
      await wait(5 * minuteMs);
      expect(await sweepAgain(workspace, { isStart: false })).toEqual([clientOrderId]);
      expect(asked.includes('cancel')).toBe(isOpen);
      const { account } = workspace.broker;
      const manual = await workspace.store.executions.uncertain(account, 'manual');
      expect(manual.map((attempt) => attempt.clientOrderId)).toEqual([clientOrderId]);
      const second = await propose(
        workspace,
        record({ recommendation: recommendation({ id: 'r2' }) }),
      );
      await approve(workspace, { ...second, actor });
      expect(await execute(workspace, { ...second, actor })).toMatchObject({
        reason: { code: 'ORDER_UNRESOLVED' },
      });
      const known = (await alerts(workspace, { limit: 5 })).map(alertSentence);
      expect(known).toEqual([
        expect.stringMatching(
          /^The order .* waits for a person: the venue knows the order after all/,
        ),
        expect.stringContaining('the fill t1 came after its order was taken to be not_accepted'),
      ]);
      expect((await workspace.store.events.verify()).problem).toBeUndefined();
    },
  );
});
