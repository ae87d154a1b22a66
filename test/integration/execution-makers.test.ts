/** Makers on the paper venue: orders of several legs rest beside each other, pay less, and what is left is taken. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { hourMs } from '../../src/base/time.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import {
  recommendation,
  record,
  settings,
  start,
  steadyMarket,
} from '../support/execution-plans.ts';
import { createTestWorkspace, propose } from '../support/execution-workspace.ts';

const actor = 'ann';
const swingMs = 40 * 60_000;

/** Prices that go up and down by so many bps, once in 40 minutes. */
function swingingMarket(bps: number): MarketData {
  return {
    ...steadyMarket(),
    book: (market, at) => {
      const factor = 1 + (bps / 1e4) * Math.sin((2 * Math.PI * (at - start)) / swingMs);
      return steadyMarket({ factor }).book(market, at);
    },
  };
}

async function traded(style: 'taker' | 'maker-first', swingBps: number) {
  const own = settings();
  const changed = {
    execution: { ...own.execution, style },
    costs: { ...own.costs, makerFeeBps: 4 },
  };
  const workspace = await createTestWorkspace({
    market: swingingMarket(swingBps),
    settings: changed,
  });
  const inputs = record().inputs as object;
  const plan = await propose(workspace, {
    ...record({ recommendation: recommendation() }),
    inputs: JSON.parse(JSON.stringify({ ...inputs, settings: settings(changed) })),
  });
  await approve(workspace, { ...plan, actor });
  const result = await execute(workspace, { ...plan, actor });
  if (!result.ok) throw new Error(`the execution was refused: ${result.reason.code}`);
  const { id, legs, status, startedAt, finishedAt } = result.value;
  const attempts = await workspace.store.executions.attempts(id);
  const rests = new Set(
    attempts.filter(({ kind }) => kind === 'rest').map(({ clientOrderId }) => clientOrderId),
  );
  const fills = await workspace.store.executions.fills(id);
  const fees = legs.reduce((sum, leg) => sum + Number(leg.fees), 0);
  const made = fills.filter(({ clientOrderId }) => rests.has(clientOrderId)).length;
  const tookMs = (finishedAt ?? Number.NaN) - startedAt;
  return { status, attempts, tookMs, fees, makerShare: made / fills.length, workspace };
}

describe('a maker', () => {
  it('rests until prices come to it, for several legs at a time, and pays the maker fee', async () => {
    const taker = await traded('taker', 20);
    const maker = await traded('maker-first', 20);
    expect([taker.status, maker.status]).toEqual(['settled', 'settled']);
    expect(taker.makerShare).toBe(0);
    expect(maker.makerShare).toBe(1);
    expect(maker.fees).toBeLessThan(0.45 * taker.fees);
    expect(maker.tookMs).toBeLessThan(hourMs);
    // The second leg rested before the first one was filled.
    const [first, second] = maker.attempts.map(({ sentAt }) => sentAt).sort((a, b) => a - b);
    expect((second ?? 0) - (first ?? 0)).toBeLessThan(60_000);
    const { problem } = await maker.workspace.store.events.verify();
    expect(problem).toBeUndefined();
  });

  it('is placed anew three times where prices do not come, then takes, setting: execution.style', async () => {
    const maker = await traded('maker-first', 0);
    expect(maker.status).toBe('settled');
    expect(maker.makerShare).toBe(0);
    const sells = maker.attempts.filter(({ legIndex }) => legIndex === 1);
    expect(sells.map(({ kind }) => kind)).toEqual(['rest', 'rest', 'rest', 'rest', 'take']);
    expect(maker.tookMs).toBeGreaterThan(hourMs);
    expect(maker.tookMs).toBeLessThan(2.5 * hourMs);
  });
});
