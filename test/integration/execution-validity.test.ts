/** A plan that no longer fits the account or the market is not executed: it has drifted. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import {
  leg,
  prices,
  recommendation,
  record,
  settings,
  steadyMarket,
} from '../support/execution-plans.ts';
import { createTestWorkspace, eventTypes, propose } from '../support/execution-workspace.ts';

async function executeIn(workspace: Workspace, proposed = record()) {
  const plan = await propose(workspace, proposed);
  await approve(workspace, { ...plan, actor: 'ann' });
  return execute(workspace, { ...plan, actor: 'ann' });
}

async function deposit(workspace: Workspace, asset: string, quantity: string): Promise<void> {
  await workspace.store.transact((session) =>
    session.paper.setBalance('paper:core', asset, quantity),
  );
}

describe('a plan has drifted', () => {
  it('when the settings are not those of the plan', async () => {
    const workspace = await createTestWorkspace();
    const changed = { ...workspace, settings: settings({ directMarkets: ['ETH/BTC'] }) };
    expect(await executeIn(changed)).toMatchObject({ reason: { code: 'POLICY_CHANGED' } });
    expect((await workspace.store.recommendations.get('r1'))?.state).toBe('drifted');
    const [event] = await workspace.store.events.list({ types: ['PlanDrifted'], limit: 1 });
    expect(event?.payload).toEqual({ reason: { code: 'POLICY_CHANGED' } });
    expect(await eventTypes(workspace)).not.toContain('ExecutionStarted');
  });

  it('when a balance is another by more than dust', async () => {
    const workspace = await createTestWorkspace();
    // 1 bp of a NAV of about 100,000 is 10 USDT.
    await deposit(workspace, 'USDT', '40011');
    expect(await executeIn(workspace)).toMatchObject({
      reason: { code: 'BALANCES_CHANGED', asset: 'USDT', expected: '40000', actual: '40011' },
    });
  });

  it('not when a balance is another by dust', async () => {
    const workspace = await createTestWorkspace();
    await deposit(workspace, 'USDT', '40009');
    expect(await executeIn(workspace)).toMatchObject({ ok: true });
  });

  it.each([
    [1.011, 'BTC', 1.1, 1],
    [0.989, 'BTC', 1.1, 1],
  ])('when all prices are %s of what they were', async (factor, symbol, movePct, limitPct) => {
    const workspace = await createTestWorkspace({ market: steadyMarket({ factor }) });
    expect(await executeIn(workspace)).toMatchObject({
      reason: { code: 'PRICE_DRIFTED', symbol, movePct, limitPct },
    });
  });

  it.each([
    [0.019, { ok: true }],
    [0.021, { reason: { code: 'PRICE_DRIFTED', symbol: 'LINK', movePct: 2.1, limitPct: 2 } }],
  ])(
    'when an asset other than BTC and ETH has moved by more than 2 %%: %s',
    async (move, expected) => {
      const plan = recommendation();
      const assets = plan.assets.map((asset) =>
        asset.symbol === 'LINK'
          ? { ...asset, price: String((prices.LINK as number) / (1 + move)) }
          : asset,
      );
      const workspace = await createTestWorkspace();
      const proposed = record({ recommendation: { ...plan, assets } });
      expect(await executeIn(workspace, proposed)).toMatchObject(expected);
    },
  );

  it.each([
    [20_000, { ok: true }],
    [2_500, { reason: { code: 'COST_RISEN', limitPct: 25 } }],
  ])(
    'when its trades would cost over 25 %% more than on the books of then, levels of %s',
    async (levelNotional, expected) => {
      const legs = [{ ...leg('sell', 'BTC/USDT', '0.5'), costBps: 11 }];
      const then = steadyMarket({ levelNotional: 20_000 });
      const books = [await then.book('BTC/USDT', 0)];
      const { inputs } = record();
      const { impact, ...others } = settings().costs;
      const costs = { ...others, impact: { ...impact, model: 'depth' as const } };
      const proposed = {
        ...record({ recommendation: recommendation({ legs }) }),
        inputs: JSON.parse(
          JSON.stringify({ ...(inputs as object), settings: settings({ costs }), books }),
        ),
      };
      // 10,000 of BTC at a fee of 10 bp: 11 bp on one level of half of 20,000, 14.5 bp on eight levels of half of 2,500.
      const market = steadyMarket({ levelNotional });
      const workspace = await createTestWorkspace({ market, settings: { costs } });
      expect(await executeIn(workspace, proposed)).toMatchObject(expected);
    },
  );

  it('when it would not bring the weights nearer to their targets', async () => {
    const workspace = await createTestWorkspace();
    const legs = [leg('buy', 'BTC/USDT', '0.5')];
    const proposed = record({ recommendation: recommendation({ legs }) });
    // 10, 10 and 10 pp off before; 20, 10 and 10 after.
    expect(await executeIn(workspace, proposed)).toMatchObject({
      reason: { code: 'PLAN_NO_IMPROVEMENT', beforePp: 17.32, afterPp: 24.49 },
    });
  });
});
