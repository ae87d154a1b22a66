/** Fills that the venue tells of after an order was cancelled: found by a later sweep, booked once, and told as incidents. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { sweepAgain } from '../../src/app/execution/sweep-again.ts';
import { approve } from '../../src/app/plans/approve.ts';
import type { Attempt } from '../../src/execution/execution.ts';
import type { Fill } from '../../src/execution/order.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { record, settings } from '../support/execution-plans.ts';
import { createTestWorkspace, eventTypes, propose } from '../support/execution-workspace.ts';

const actor = 'ann';

/** Makers to whom prices did not come: their orders were cancelled, one after the other. */
async function scene() {
  const execution = { ...settings().execution, style: 'maker-first' as const };
  const workspace = await createTestWorkspace({ settings: { execution } });
  const proposed = record();
  const plan = await propose(workspace, {
    ...proposed,
    inputs: JSON.parse(
      JSON.stringify({ ...(proposed.inputs as object), settings: settings({ execution }) }),
    ),
  });
  await approve(workspace, { ...plan, actor });
  const done = await execute(workspace, { ...plan, actor });
  if (!done.ok) throw new Error('the plan was not executed');
  const attempts = await workspace.store.executions.attempts(done.value.id);
  // The second leg sells BTC.
  const cancelled = attempts.find(
    ({ cancelRequestedAt, legIndex }) => cancelRequestedAt !== null && legIndex === 1,
  );
  if (cancelled === undefined) throw new Error('an order was cancelled');
  return { workspace, id: done.value.id, cancelled };
}

function lateFill({ clientOrderId, limitPrice: price, sentAt: at }: Attempt): Fill {
  const market = { market: 'BTC/USDT', side: 'sell' } as const;
  const money = { quantity: '0.1', price, fee: '0', feeAsset: 'USDT' };
  return { tradeId: 'late', clientOrderId, ...market, ...money, at };
}

describe('a fill after the cancel', () => {
  it('is found five minutes later, booked once, and told as an incident', async () => {
    const { workspace, id, cancelled } = await scene();
    const { clientOrderId } = cancelled;
    const fill = lateFill(cancelled);
    const late: Broker = {
      ...workspace.broker,
      query: async (order) =>
        order.clientOrderId === clientOrderId
          ? { clientOrderId, status: 'closed', filled: fill.quantity, fills: [fill] }
          : workspace.broker.query(order),
    };
    const place = { ...workspace, broker: late };
    await workspace.clock.sleep(8 * 3_600_000);
    expect(await sweepAgain(place, { isStart: false })).toEqual([clientOrderId]);
    expect(await workspace.store.executions.fills(id)).toContainEqual(fill);
    expect(await eventTypes(workspace)).toContain('IncidentNoted');
    expect(await sweepAgain(place, { isStart: true })).toEqual([]);
    expect((await workspace.store.events.verify()).problem).toBeUndefined();
  });

  it('is not made up where there was none', async () => {
    const { workspace, id } = await scene();
    const before = await workspace.store.executions.fills(id);
    expect(await sweepAgain(workspace, { isStart: true })).toEqual([]);
    expect(await workspace.store.executions.fills(id)).toEqual(before);
    expect(await eventTypes(workspace)).not.toContain('IncidentNoted');
  });
});
