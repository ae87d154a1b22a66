/** A portfolio on margin from the look to the account: funding is recorded and told, and what knows no margin says so. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../src/app/execution/execute.ts';
import { watchAccount } from '../../src/app/execution/watch-account.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { autonomyNow } from '../../src/app/plans/autonomy.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { replay } from '../../src/app/plans/replay.ts';
import { portfolioState } from '../../src/app/portfolio-state.ts';
import { compareAllocators } from '../../src/app/targets/compare-allocators.ts';
import { proposeTargets } from '../../src/app/targets/propose-targets.ts';
import { createSuggester } from '../../src/app/targets/suggest-now.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { hourMs } from '../../src/base/time.ts';
import type { RecordedInputs } from '../../src/plan/inputs.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import type { RecommendationRecord } from '../../src/ports/store.ts';
import { settings, steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';

const perDay = { BTC: 0.0003, ETH: 0.0001, LINK: 0 };

const funded: MarketData = { ...steadyMarket(), fundingPerDay: async () => perDay };

/** 1 BTC at 20,000 and 10 ETH at 1,000, both long, and 70,000 USDT; 60 % of BTC and −30 % of ETH are wanted. */
function world(market: MarketData = funded): Promise<Workspace> {
  const { portfolio, policy } = settings();
  return createTestWorkspace({
    market,
    balances: { BTC: '1', ETH: '10', USDT: '70000' },
    settings: {
      portfolio: { ...portfolio, targets: [0.6, -0.3, 0], cashTarget: 0.7, leverage: 1 },
      policy: { ...policy, cashFlow: 'ignore' },
    },
  });
}

async function lookAgain(workspace: Workspace): Promise<RecommendationRecord> {
  await workspace.clock.sleep(hourMs);
  return propose(workspace, { proposer: 'system' });
}

function inputsOf({ inputs }: RecommendationRecord): RecordedInputs {
  return inputs as unknown as RecordedInputs;
}

describe('a look at a portfolio on margin', () => {
  it('records what funding costs a day, tells it before and after, and is computed again the same', async () => {
    const workspace = await world();
    const record = await propose(workspace, { proposer: 'ann' });
    expect(inputsOf(record).fundingPerDay).toEqual(perDay);
    const { recommendation } = record;
    // 20 % of BTC at 3 bp and 10 % of ETH at 1 bp; then 60 % and −30 %.
    expect(recommendation.funding?.beforeBps).toBeCloseTo(0.7, 9);
    expect(recommendation.funding?.afterBps).toBeCloseTo(1.5, 2);
    expect(
      recommendation.legs.map(({ symbol, side, reduceOnly }) => [symbol, side, reduceOnly]),
    ).toEqual([
      ['ETH/USDT', 'sell', true],
      ['BTC/USDT', 'buy', false],
      ['ETH/USDT', 'sell', false],
    ]);
    // Seven days of 3 bp.
    expect(recommendation.legs[1]?.fundingBps).toBeCloseTo(21, 9);
    const again = await replay(workspace.store, recommendation.id);
    expect(again).toMatchObject({ same: true });
  });

  it('records none where the prices tell of none', async () => {
    const record = await propose(await world(steadyMarket()), { proposer: 'ann' });
    expect(inputsOf(record)).not.toHaveProperty('fundingPerDay');
    expect(record.recommendation).not.toHaveProperty('funding');
    expect(record.recommendation.legs[0]).not.toHaveProperty('fundingBps');
  });

  it('asks for no funding where nothing is borrowed', async () => {
    const record = await propose(await createTestWorkspace({ market: funded }), {
      proposer: 'ann',
    });
    expect(inputsOf(record)).not.toHaveProperty('fundingPerDay');
  });

  it('takes no funding for a deposit or withdrawal', async () => {
    const workspace = await world();
    const before = await propose(workspace, { proposer: 'ann' });
    const now = await lookAgain(workspace);
    expect(Number(inputsOf(now).holdings.USDT)).toBeLessThan(70_000);
    expect(inputsOf(now)).not.toHaveProperty('cashFlow');
    expect(await watchAccount(workspace, { before, now })).toEqual([]);
  });
});

describe('a plan on margin', () => {
  it('is carried out on paper: what closes first, then what opens, to the targets', async () => {
    const workspace = await world();
    const { recommendation } = await propose(workspace, { proposer: 'ann' });
    const plan = { id: recommendation.id, hash: recommendation.planHash ?? '', actor: 'ann' };
    expect(await approve(workspace, plan)).toMatchObject({ ok: true });
    const done = await execute(workspace, plan);
    expect(done).toMatchObject({ ok: true, value: { status: 'settled' } });
    const { assets, leverage, cash } = await portfolioState(workspace);
    expect(assets.map(({ weight }) => weight)).toEqual([
      ...[expect.closeTo(0.6, 2), expect.closeTo(-0.3, 2), 0],
    ]);
    expect(leverage).toEqual({ used: expect.closeTo(0.9, 2), most: 1 });
    expect(cash.weight).toBeCloseTo(0.7, 2);
    const fills = await workspace.store.executions.fills(done.ok ? done.value.id : '');
    expect(fills.map(({ side, market }) => `${side} ${market}`)).toEqual(
      expect.arrayContaining(['sell ETH/USDT', 'buy BTC/USDT']),
    );
    const after = await lookAgain(workspace);
    expect(after.recommendation.outcome).toBe('none');
  });
});

describe('the peak of a portfolio on margin', () => {
  const moveCash = async ({ store }: Workspace, by: number): Promise<void> => {
    const balances = await store.paper.balances('paper:core');
    const cash = String(Number(balances?.USDT) + by);
    await store.transact(({ paper }) => paper.setBalance('paper:core', 'USDT', cash));
  };

  const demotedAfter = async (moves: readonly number[]) => {
    const workspace = { ...(await world(steadyMarket())) };
    const autonomous = { ...workspace, autonomy: { ...workspace.autonomy, level: 'autonomous' } };
    const own = autonomous as Workspace;
    let before = await propose(own, { proposer: 'system' });
    await watchAccount(own, { before: undefined, now: before });
    for (const by of moves) {
      await moveCash(own, by);
      const now = await lookAgain(own);
      await watchAccount(own, { before, now });
      before = now;
    }
    return (await autonomyNow(own.store, own)).demotion?.reason?.code;
  };

  it('counts funding as a loss, and what is drawn out at once as none', async () => {
    expect(await demotedAfter([-25_000])).toBeUndefined();
    // Up to a hundredth of the NAV at a time.
    expect(await demotedAfter(Array.from({ length: 31 }, () => -700))).toBe('DRAWDOWN_REACHED');
  });
});

describe('what knows no positions on margin', () => {
  it('is suggestions: they say why there are none', async () => {
    const workspace = await world();
    expect(await createSuggester(workspace).now(null)).toMatchObject({
      cause: 'suggestions know no positions on margin',
      targets: { BTC: 0.6, ETH: -0.3, cash: 0.7 },
      suggestions: [],
    });
  });

  it('is changes of targets by approval', async () => {
    const workspace = await world();
    const wanted = { proposer: 'ann', universe: null, wanted: 1 };
    expect(await proposeTargets(workspace, createSuggester(workspace), wanted)).toMatchObject({
      ok: false,
      reason: { code: 'TARGETS_ON_MARGIN' },
    });
  });

  it('is the comparison of allocators', async () => {
    const { settings: own } = await world();
    const request = { settings: own } as Parameters<typeof compareAllocators>[0];
    await expect(compareAllocators(request)).rejects.toThrow(
      'the portfolio core is on margin, and allocators know no positions on margin',
    );
  });
});
