/** What a plan says a trade will cost is what the paper venue charges: the fee tier that was reached, the depth of the book. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { tradedNotional } from '../../src/app/execution/traded-notional.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { inputsOf } from '../../src/app/plans/gate.ts';
import { propose as proposeNow } from '../../src/app/plans/propose.ts';
import { replay } from '../../src/app/plans/replay.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { CostSettings } from '../../src/cost/settings.ts';
import { realisedCostBps } from '../../src/report/execution-summary.ts';
import { noImpact, plainCosts } from '../support/costs.ts';
import { leg, recommendation, record, start, steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace, propose } from '../support/execution-workspace.ts';

const actor = 'ann';
const dayMs = 86_400_000;

function workspaceWith(
  costs: Partial<CostSettings>,
  { levelNotional = 50_000, directMarkets = [] as readonly string[] } = {},
): Promise<Workspace> {
  const market = steadyMarket({ levelNotional });
  const settings = { costs: { ...plainCosts, ...costs }, directMarkets };
  return createTestWorkspace({ market, settings });
}

describe('fee tiers on paper', () => {
  const feeTiers = [{ volume: 20_000, takerFeeBps: 4, makerFeeBps: 2 }];

  /** Sells 0.5 BTC, buys 10 ETH and 1,000 LINK: 10,000 each. */
  async function tradeThirty(workspace: Workspace, change = {}) {
    const proposed = record(change);
    const inputs = { ...inputsOf(proposed), settings: workspace.settings };
    const plan = await propose(workspace, { ...proposed, inputs: inputs as never });
    await approve(workspace, { ...plan, actor });
    const result = await execute(workspace, { ...plan, actor });
    if (!result.ok) throw new Error(result.reason.code);
    return workspace.store.executions.fills(result.value.id);
  }

  async function feeOfOneEther({ broker, clock }: Workspace, clientOrderId: string) {
    const market = { market: 'ETH/USDT', base: 'ETH', quote: 'USDT' } as const;
    const order = {
      ...({ clientOrderId, ...market, side: 'sell', kind: 'take' } as const),
      ...{ quantity: '1', limitPrice: '990', signedAt: clock.now() },
    };
    await broker.submit(order);
    await clock.sleep(300);
    const [fill] = (await broker.query(order))?.fills ?? [];
    return (1e4 * Number(fill?.fee)) / Number(fill?.price);
  }

  it('are charged from the day after that on which they were reached, for 30 days', async () => {
    const workspace = await workspaceWith({ feeTiers });
    const { store, clock } = workspace;
    const account = 'paper:core';
    const fills = await tradeThirty(workspace);
    const traded = fills.reduce((sum, fill) => sum + Number(fill.quantity) * Number(fill.price), 0);
    expect(traded).toBeGreaterThan(29_900);
    const tradedAt = (time: number) => tradedNotional(store, { account, time });
    expect(await tradedAt(start)).toBe(0);
    expect(await tradedAt(start + dayMs)).toBeCloseTo(traded, 6);
    expect(await tradedAt(start + 31 * dayMs)).toBe(0);
    expect(await feeOfOneEther(workspace, 'same-day')).toBeCloseTo(10, 6);
    await clock.sleep(dayMs);
    expect(await feeOfOneEther(workspace, 'next-day')).toBeCloseTo(4, 6);
    await clock.sleep(30 * dayMs);
    expect(await feeOfOneEther(workspace, 'later')).toBeCloseTo(10, 6);
  });

  it('count a trade against another asset at its price in the plan', async () => {
    const workspace = await workspaceWith({ feeTiers }, { directMarkets: ['ETH/BTC'] });
    const plan = recommendation({ legs: [leg('buy', 'ETH/BTC', '8')] });
    const [fill] = await tradeThirty(workspace, { recommendation: plan });
    const time = start + dayMs;
    const inBitcoin = Number(fill?.quantity) * Number(fill?.price);
    // A bitcoin is 20,000.
    expect(await tradedNotional(workspace.store, { account: 'paper:core', time })).toBeCloseTo(
      inBitcoin * 20_000,
      6,
    );
  });

  it('are in the next plan, which records what it went by', async () => {
    const workspace = await workspaceWith({ feeTiers });
    const before = await proposeNow(workspace, { proposer: 'system' });
    expect(before.recommendation.legs[0]?.feeBps).toBe(10);
    await tradeThirty(workspace);
    await workspace.clock.sleep(dayMs);
    const after = await proposeNow(workspace, { proposer: 'system' });
    expect(inputsOf(after).tradedNotional).toBeGreaterThan(29_900);
    expect(inputsOf(before).tradedNotional).toBe(0);
  });
});

describe('a direct market', () => {
  it.each([
    ['stays in the plan where its book is cheaper than two', true, 'ETH/BTC'],
    ['is left where nobody offers anything on it', false, 'ETH/USDT'],
  ])('%s', async (_, isOffered, symbol) => {
    const usual = await workspaceWith({}, { directMarkets: ['ETH/BTC'] });
    const workspace: Workspace = {
      ...usual,
      market: {
        ...usual.market,
        book: async (market, at) => {
          const book = await usual.market.book(market, at);
          return book && !isOffered && market === 'ETH/BTC' ? { ...book, asks: [] } : book;
        },
      },
    };
    const { recommendation, ...made } = await proposeNow(workspace, { proposer: 'system' });
    expect(inputsOf({ recommendation, ...made }).books?.map(({ market }) => market)).toContain(
      'ETH/BTC',
    );
    const bought = recommendation.legs.find(({ base }) => base === 'ETH');
    // Its cost is that of the settings, and not that of the walk.
    expect(bought).toMatchObject({ symbol, impactBps: 0, feeBps: plainCosts.takerFeeBps });
  });
});

describe('the depth of a book on paper', () => {
  const impact = { ...noImpact, model: 'depth' } as const;

  it('costs what the plan said, to a tenth of a bp', async () => {
    // Levels of 5,000 a bp apart, of which half counts: 10,000 take four of them, 2.5 bps on average.
    const workspace = await workspaceWith({ impact }, { levelNotional: 5_000 });
    const made = await proposeNow(workspace, { proposer: 'system' });
    const { id, planHash, legs } = made.recommendation;
    expect(inputsOf(made).books?.map(({ market }) => market)).toEqual(
      ['BTC', 'ETH', 'LINK'].map((asset) => `${asset}/USDT`),
    );
    expect(legs.map(({ symbol }) => symbol)).toContain('BTC/USDT');
    for (const planned of legs) {
      expect(planned.halfSpreadBps).toBeCloseTo(1, 3);
      expect(planned.impactBps).toBeCloseTo(1.5, 1);
    }
    await approve(workspace, { id, hash: planHash ?? '', actor });
    const result = await execute(workspace, { id, hash: planHash ?? '', actor });
    if (!result.ok) throw new Error(result.reason.code);
    for (const done of result.value.legs) {
      const planned = legs[done.index];
      if (planned === undefined) throw new Error(`there is no leg ${done.index}`);
      expect(realisedCostBps(done, planned)).toBeCloseTo(planned.costBps, 1);
    }
  });

  it('is recorded, so that the plan can be computed again', async () => {
    const workspace = await workspaceWith({ impact }, { levelNotional: 5_000 });
    const { recommendation: made } = await proposeNow(workspace, { proposer: 'system' });
    expect(await replay(workspace.store, made.id)).toMatchObject({ same: true });
  });
});
