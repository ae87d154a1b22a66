/** Trading without a person: inside the caps only, cut to them by the worst drift, and held back or taken down when in doubt. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { approveByRule } from '../../src/app/plans/approve.ts';
import { autonomyNow, promote } from '../../src/app/plans/autonomy.ts';
import { planReview } from '../../src/app/plans/plan-review.ts';
import { replay } from '../../src/app/plans/replay.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { hourMs } from '../../src/base/time.ts';
import { alone, autonomous, type Looked, looked, proposeOwn } from '../support/automatic.ts';
import { settings, steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace, eventTypes, propose } from '../support/execution-workspace.ts';
import { folderWithModel } from '../support/model-folder.ts';

const quantitiesOf = ({ record }: Looked) =>
  record.recommendation.legs.map(({ side, symbol, quantity }) => `${side} ${symbol} ${quantity}`);

describe('a plan without a person', () => {
  it('is traded whole inside the caps', async () => {
    const result = await looked(await autonomous());
    expect(quantitiesOf(result)).toEqual([
      ...['sell BTC/USDT 0.5', 'buy ETH/USDT 10', 'buy LINK/USDT 1000'],
    ]);
    expect(result).toMatchObject({ execution: { status: 'settled' }, held: [] });
  });

  it('is cut to the caps, traded, and recomputed the same', async () => {
    const workspace = await autonomous({ rails: { order: 0.08, plan: 0.12 } });
    const result = await looked(workspace);
    // All are 10 pp off: the first eight of each, then what is left of twelve.
    expect(quantitiesOf(result)).toEqual([
      ...['sell BTC/USDT 0.4', 'buy ETH/USDT 8', 'buy LINK/USDT 400'],
    ]);
    expect(result.record.recommendation.reasons).toContainEqual(
      expect.objectContaining({ code: 'PLAN_CUT' }),
    );
    expect(result).toMatchObject({ execution: { status: 'settled' }, held: [] });
    const again = await replay(workspace.store, result.record.recommendation.id);
    expect(again?.same).toBe(true);
  });

  it('uses up the day and then waits for a person', async () => {
    const workspace = await autonomous({ rails: { day: 0.15, plan: 0.15 } });
    const first = await looked(workspace);
    expect(quantitiesOf(first)).toEqual([
      ...['sell BTC/USDT 0.5', 'buy ETH/USDT 10', 'buy LINK/USDT 500'],
    ]);
    expect(first.execution?.status).toBe('settled');
    await workspace.clock.sleep(hourMs);
    // LINK is 5 pp short still, and 15 pp were bought today.
    const narrow = { rule: { kind: 'threshold', band: 0.03, destination: 'target' } } as const;
    const policy = { ...settings().policy, ...narrow };
    const later = { ...workspace, settings: { ...workspace.settings, policy } };
    const second = await looked(later);
    expect(quantitiesOf(second)).toContainEqual(expect.stringContaining('buy LINK/USDT'));
    expect(second).toMatchObject({ execution: null, held: [{ code: 'DAY_OVER_CAP' }] });
    const review = await planReview(later, second.record);
    expect(review.overCaps.map(({ code }) => code)).toContain('DAY_OVER_CAP');
    await workspace.clock.sleep(24 * hourMs);
    expect(await looked(later)).toMatchObject({ execution: { status: 'settled' } });
  });

  it.each([
    ['ORDER_OVER_CAP', { order: 0.099 }],
    ['PLAN_OVER_CAP', { plan: 0.19 }],
    ['DAY_OVER_CAP', { day: 0.19 }],
    ['ORDERS_OVER_CAP', { ordersPerDay: 2 }],
  ])('is approved by no rule when it is over a cap: %s', async (code, rails) => {
    const workspace = await autonomous({ rails });
    const plan = await propose(workspace);
    expect(await approveByRule(workspace, plan)).toMatchObject({ ok: false, reason: { code } });
    expect(await eventTypes(workspace)).not.toContain('PlanApproved');
  });

  it('stops in its midst when something else used up the caps', async () => {
    const workspace = await autonomous();
    const plan = await proposeOwn(workspace);
    await approveByRule(workspace, plan);
    const narrow = { ...workspace, rails: { ...workspace.rails, ordersPerDay: 1 } };
    expect(await execute(narrow, { ...plan, actor: 'rule' })).toMatchObject({
      value: {
        status: 'partial',
        legs: [
          { status: 'skipped', reason: { code: 'ORDERS_OVER_CAP' } },
          { side: 'sell', status: 'filled' },
          { status: 'skipped' },
        ],
      },
    });
  });
});

describe('a plan without a person is held back', () => {
  const pegged = (price: number) => ({
    ...steadyMarket(),
    book: async (market: string, at: number) => {
      if (market !== 'USDC/USDT') return steadyMarket().book(market, at);
      const level = { price, quantity: 1e6 };
      return { market, asOf: at, bids: [level], asks: [level] };
    },
  });

  it('setting: rails.pegDeviation while a stablecoin is off its peg', async () => {
    const held = async (price: number, rails = {}) =>
      (await looked(await autonomous({ market: pegged(price), rails }))).held;
    expect(await held(0.985)).toEqual([]);
    expect(await held(0.975)).toEqual([
      { code: 'PEG_BROKEN', market: 'USDC/USDT', price: 0.975, limitPct: 2 },
    ]);
    expect(await held(0.975, { pegDeviation: 0.03 })).toEqual([]);
  });

  it('while the model in use is too old', async () => {
    // It learnt up to October 2022, 216 days before.
    const { models } = await folderWithModel();
    const held = async (modelMaxAgeDays: number) => {
      const forecast = { ...settings().forecast, model: 'champion' as const, modelMaxAgeDays };
      const own = { ...alone, forecast };
      return (await looked(await autonomous({ settings: own, models }))).held;
    };
    expect(await held(215)).toEqual([{ code: 'MODEL_EXPIRED' }]);
    expect(await held(1_000)).toEqual([]);
  });
});

describe('the autonomy', () => {
  const level = async (workspace: Workspace) =>
    (await autonomyNow(workspace.store, workspace)).level;

  const crash = async (workspace: Workspace, factor: number) => {
    await workspace.clock.sleep(hourMs);
    const market = steadyMarket({ factor });
    const after = { ...workspace, market };
    await looked(after);
    return after;
  };

  it('setting: rails.drawdown goes down to approve after a loss from the peak, and nothing is sold', async () => {
    // Of 100,000 only 60,000 are in assets: half of their price is 30 % of the NAV.
    const workspace = await autonomous({ settings: { ...alone }, rails: { plan: 0 } });
    await looked(workspace);
    expect(await level(workspace)).toBe('autonomous');
    await crash(workspace, 0.7);
    expect(await level(workspace)).toBe('autonomous');
    const after = await crash(workspace, 0.6);
    const { demotion } = await autonomyNow(workspace.store, workspace);
    expect(demotion).toMatchObject({
      level: 'approve',
      reason: { code: 'DRAWDOWN_REACHED', nav: '76000.00', peak: '100000.00', limitPct: 20 },
    });
    expect(await eventTypes(workspace)).not.toContain('ExecutionStarted');
    const plan = await propose(after);
    expect(await approveByRule(after, plan)).toMatchObject({
      reason: { code: 'APPROVAL_MISSING' },
    });
    const lax = await autonomous({ rails: { plan: 0, drawdown: 0.25 } });
    await looked(lax);
    await crash(lax, 0.6);
    expect(await level(lax)).toBe('autonomous');
  });

  it('comes back by a person with a reason, and the peak begins anew', async () => {
    const workspace = await autonomous({ rails: { plan: 0 } });
    await looked(workspace);
    const after = await crash(workspace, 0.6);
    expect(await level(after)).toBe('approve');
    const lifted = await promote(after, { actor: 'ann', reason: 'I have seen it' });
    expect(lifted).toMatchObject({ ok: true, value: { level: 'autonomous', demotion: null } });
    await after.clock.sleep(hourMs);
    await looked(after);
    expect(await level(after)).toBe('autonomous');
    const [changed] = await after.store.events.newest({ type: 'AutonomyChanged', limit: 1 });
    expect(changed).toMatchObject({
      actor: 'ann',
      payload: { from: 'approve', to: 'autonomous', reason: 'I have seen it' },
    });
    expect(await promote(after, { actor: 'ann', reason: 'again' })).toMatchObject({
      reason: { code: 'AUTONOMY_NOT_DEMOTED', level: 'autonomous' },
    });
  });

  it('takes a withdrawal for no loss', async () => {
    const workspace = await autonomous({ rails: { plan: 0 } });
    await looked(workspace);
    await workspace.store.transact(({ paper }) => paper.setBalance('paper:core', 'USDT', '10000'));
    for (let look = 0; look < 3; look += 1) await crash(workspace, 1);
    expect(await level(workspace)).toBe('autonomous');
    expect(await eventTypes(workspace)).not.toContain('IncidentNoted');
  });

  it('goes down when an asset moved that no trade explains, and stays when trades do', async () => {
    const workspace = await autonomous();
    expect((await looked(workspace)).execution?.status).toBe('settled');
    await crash(workspace, 1);
    expect(await level(workspace)).toBe('autonomous');
    await workspace.store.transact(({ paper }) => paper.setBalance('paper:core', 'BTC', '1.4'));
    await crash(workspace, 1);
    const { demotion } = await autonomyNow(workspace.store, workspace);
    expect(demotion?.reason).toEqual({
      ...{ code: 'LEDGER_MISMATCH', asset: 'BTC', expected: '1.5', actual: '1.4' },
    });
    expect(await eventTypes(workspace)).toContain('IncidentNoted');
  });

  it('believes a person who corrects a balance by hand', async () => {
    const workspace = await autonomous({ rails: { plan: 0 } });
    await looked(workspace);
    const at = workspace.clock.now();
    await workspace.store.transact(async ({ paper, events }) => {
      await paper.setBalance('paper:core', 'ETH', '21');
      const event = { type: 'BalanceSet', at, actor: 'ann', subject: 'paper:core' } as const;
      await events.append({ ...event, payload: { asset: 'ETH', before: '20', quantity: '21' } });
    });
    await crash(workspace, 1);
    expect(await level(workspace)).toBe('autonomous');
    expect(await eventTypes(workspace)).not.toContain('IncidentNoted');
  });

  it('tells of an unexplained balance also where there is nothing to take down', async () => {
    const workspace = await createTestWorkspace();
    await looked(workspace);
    await workspace.store.transact(({ paper }) => paper.setBalance('paper:core', 'ETH', '21'));
    await crash(workspace, 1);
    expect(await level(workspace)).toBe('propose');
    expect(await eventTypes(workspace)).toContain('IncidentNoted');
  });
});
