/** The targets in force: whatever looks at a portfolio on its venue goes by the approved change, and nothing else does. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { watchedPanel } from '../../src/app/candles/watched-candles.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { forecastNow } from '../../src/app/learning/forecast-now.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { replay } from '../../src/app/plans/replay.ts';
import { portfolioState } from '../../src/app/portfolio-state.ts';
import { approveTargets } from '../../src/app/targets/approve-targets.ts';
import { approvedSettings, type TargetPlace } from '../../src/app/targets/approved-targets.ts';
import { rejectTargets } from '../../src/app/targets/reject-targets.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { RecordedInputs } from '../../src/plan/inputs.ts';
import type { TargetMove } from '../../src/plan/target-change.ts';
import { settings } from '../support/execution-plans.ts';
import { createTestWorkspace, type Options } from '../support/execution-workspace.ts';
import { forecastCandles, learnableMarket, marketOfCandles } from '../support/forecast-market.ts';
import { createStoreFolder } from '../support/store-folder.ts';
import { proposeMove, twoAssets } from '../support/target-changes.ts';

const folder = createStoreFolder();
const market = marketOfCandles(forecastCandles(40));

function world(options: Options = {}): Promise<Workspace> {
  return createTestWorkspace({ market, settings: { portfolio: twoAssets }, ...options });
}

async function change(workspace: Workspace, move?: TargetMove) {
  const { id, hash } = await proposeMove(workspace, move);
  await approveTargets(workspace, { id, hash, actor: 'bob' });
  return { id, hash };
}

const symbolsOf = async (place: TargetPlace) => (await approvedSettings(place)).portfolio.symbols;

/** As if the file had been edited and the program started again. */
function edited(workspace: Workspace, targets: readonly number[]): Workspace {
  return { ...workspace, settings: settings({ portfolio: { ...twoAssets, targets } }) };
}

describe('after an approval', () => {
  it('the state of the portfolio has the new targets, and says since when and by whom', async () => {
    const workspace = await world();
    const before = await portfolioState(workspace);
    expect(before.assets.map(({ target }) => target)).toEqual([0.5, 0.3]);
    expect(before.targets).toMatchObject({ inForce: null, waiting: null });
    const { id } = await change(workspace);
    const state = await portfolioState(workspace);
    expect(state.assets.map(({ symbol, target }) => [symbol, target])).toEqual([
      ...[['BTC', 0.45] as const, ['ETH', 0.3] as const, ['LINK', 0.05] as const],
    ]);
    expect(state.targets.inForce?.record.change.id).toBe(id);
    expect(state.targets.inForce?.approvals.map(({ actor }) => actor)).toEqual(['bob']);
    expect(state.issues).toEqual([]);
  });

  it('a look records them, trades towards them, and is replayed byte for byte', async () => {
    const workspace = await world();
    await change(workspace);
    const record = await propose(workspace, { proposer: 'system' });
    const { recommendation } = record;
    expect(recommendation.assets.map(({ target }) => target)).toEqual([0.45, 0.3, 0.05]);
    const inputs = record.inputs as unknown as RecordedInputs;
    expect(inputs.settings.portfolio.symbols).toEqual(['BTC', 'ETH', 'LINK']);
    await rejectTargets(workspace, { ...(await change(workspace)), actor: 'bob', reason: 'no' });
    expect((await replay(workspace.store, recommendation.id))?.same).toBe(true);
    expect((await workspace.store.events.verify()).problem).toBeUndefined();
  });

  it('a plan for the old targets is not executed, also when it escaped the change', async () => {
    const workspace = await world();
    const old = await propose(workspace, { proposer: 'system' });
    const { id, planHash } = old.recommendation;
    expect(old.state).toBe('proposed');
    const late = await propose(await world(), { proposer: 'system' });
    await change(workspace);
    expect((await workspace.store.recommendations.get(id))?.state).toBe('superseded');
    // A look that had read the old targets before the approval, and kept its plan after it.
    const recommendation = { ...late.recommendation, id: 'rec_late' };
    await workspace.store.transact(async ({ recommendations, events }) => {
      await recommendations.insert({ ...late, recommendation });
      const event = { type: 'PlanProposed', at: 1, actor: 'system', subject: 'rec_late' } as const;
      await events.append({ ...event, payload: {} });
    });
    const hash = planHash ?? '';
    await approve(workspace, { id: 'rec_late', hash, actor: 'bob' });
    const result = await execute(workspace, { id: 'rec_late', actor: 'bob' });
    expect(result).toMatchObject({ ok: false, reason: { code: 'POLICY_CHANGED' } });
  });

  it('forecasts and the watch over models have the asset that joined', async () => {
    const workspace = await world({ market: learnableMarket });
    expect((await forecastNow(workspace)).assets.map(({ symbol }) => symbol)).toEqual([
      ...['BTC', 'ETH'],
    ]);
    await change(workspace);
    expect((await forecastNow(workspace)).assets.map(({ symbol }) => symbol)).toEqual([
      ...['BTC', 'ETH', 'LINK'],
    ]);
    expect(await watchedPanel(workspace)).toMatchObject({ symbols: ['BTC', 'ETH', 'LINK'] });
  });

  it('forecasts go by targets that change on one day', async () => {
    const workspace = await world({ market: learnableMarket });
    const group = async () => (await forecastNow(workspace)).correlations;
    const before = await group();
    await change(workspace, { from: 'BTC', to: 'ETH', weight: 0.05 });
    expect(await group()).not.toEqual(before);
  });
});

describe('the asset that a change brought in', () => {
  it('is bought, and after a withdrawal sold again before it leaves the portfolio', async () => {
    const workspace = await world();
    const trade = async () => {
      const { recommendation } = await propose(workspace, { proposer: 'system' });
      const { id, planHash } = recommendation;
      await approve(workspace, { id, hash: planHash ?? '', actor: 'bob' });
      const done = await execute(workspace, { id, actor: 'bob' });
      expect(done).toMatchObject({ ok: true });
      return recommendation.legs.map(({ symbol, side }) => `${side} ${symbol}`);
    };
    const { id } = await change(workspace);
    expect(await trade()).toContain('buy LINK/USDT');
    await rejectTargets(workspace, { id, actor: 'bob', reason: 'not for us' });
    expect((await approvedSettings(workspace)).portfolio).toMatchObject({
      ...{ symbols: ['BTC', 'ETH', 'LINK'], targets: [0.5, 0.3, 0] },
    });
    expect(await trade()).toContain('sell LINK/USDT');
    expect(await symbolsOf(workspace)).toEqual(['BTC', 'ETH']);
  });

  it('that was never approved is none of the portfolio, whatever the account holds', async () => {
    const workspace = await world();
    await proposeMove(workspace);
    await workspace.store.transact(({ paper }) => paper.setBalance('paper:core', 'LINK', '5'));
    await proposeMove(workspace, { from: 'ETH', to: 'cash', weight: 0.05 });
    expect(await symbolsOf(workspace)).toEqual(['BTC', 'ETH']);
  });
});

describe('an approved change', () => {
  it('falls away when the targets of the file are edited, says so, and holds again with the old ones', async () => {
    const workspace = await world();
    const { id } = await change(workspace);
    const other = edited(workspace, [0.4, 0.4]);
    expect((await approvedSettings(other)).portfolio.targets).toEqual([0.4, 0.4]);
    expect((await portfolioState(other)).issues).toEqual([{ code: 'TARGETS_OF_FILE', change: id }]);
    expect(await symbolsOf(edited(workspace, [0.5, 0.3]))).toEqual(['BTC', 'ETH', 'LINK']);
    const next = await change(other, { from: 'BTC', to: 'LINK', weight: 0.05 });
    expect((await workspace.store.targetChanges.get(id))?.state).toBe('superseded');
    expect((await portfolioState(other)).targets.inForce?.record.change.id).toBe(next.id);
  });

  it('is of its account alone, and never of recorded files', async () => {
    const workspace = await world();
    await change(workspace);
    const { broker, settings: ofFile } = workspace;
    const elsewhere = { ...workspace, broker: { ...broker, account: 'paper:other' } };
    expect(await symbolsOf(elsewhere)).toEqual(['BTC', 'ETH']);
    const files = { kind: 'files', directory: 'candles' } as const;
    expect(await approvedSettings({ ...workspace, origin: files })).toBe(ofFile);
  });

  it('is read at each use, and outlives the program', async () => {
    const file = join(folder.path, 'outlives.db');
    const workspace = await world({ file });
    await change(workspace);
    expect(await symbolsOf(workspace)).toEqual(['BTC', 'ETH', 'LINK']);
    await workspace.store.close();
    const again = await world({ file });
    expect(await symbolsOf(again)).toEqual(['BTC', 'ETH', 'LINK']);
    await again.store.close();
  });
});
