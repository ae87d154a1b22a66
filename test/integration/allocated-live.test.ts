/** Targets by an allocator in a portfolio that runs: they stand between scheduled times, and everything shown and checked goes by them. */
import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { replay } from '../../src/app/plans/replay.ts';
import { portfolioState } from '../../src/app/portfolio-state.ts';
import { reasonsStanding } from '../../src/app/targets/targets-now.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import { fileWorkspace } from '../../src/compose.ts';
import { type Candles, closedBy } from '../../src/market/candles.ts';
import type { RecordedInputs } from '../../src/plan/inputs.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import type { RecommendationRecord } from '../../src/ports/store.ts';
import { targetsText } from '../../src/report/text-target-changes.ts';
import { calm, noModels } from '../support/allocated.ts';
import { writeCandles } from '../support/cli-candles.ts';
import { steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';
import { emptyFolder } from '../support/market-files.ts';
import { dayMs, hourMs } from '../support/panels.ts';
import { asOf, configuredWith } from '../support/settings.ts';

const erc = { 'allocation.method': 'erc', 'allocation.every': '0 0 * * *' };

function allocatedOf({ inputs }: RecommendationRecord) {
  return (inputs as unknown as RecordedInputs).allocated;
}

/** Candles up to the moment of the clock; LINK in place of SOL, which the steady market has. */
function marketOf(series: readonly Candles[]): MarketData {
  return {
    ...steadyMarket(),
    candles: async (_, at) => ({
      series: series.map((candles) => closedBy(candles, at)),
      unfit: false,
      issues: [],
    }),
  };
}

async function workspaceOf(change = {}) {
  const renamed = calm.map((candles) =>
    candles.symbol === 'SOL' ? { ...candles, symbol: 'LINK' } : candles,
  );
  const { allocation } = configuredWith({ ...erc, ...change }).settings;
  if (allocation === undefined) throw new Error('an allocator must be configured');
  // Its candles are of another asset than its books.
  const rails = { priceDeviation: 1 };
  return createTestWorkspace({ market: marketOf(renamed), settings: { allocation }, rails });
}

const proposer = { proposer: 'system' };

describe('targets of a portfolio that runs', () => {
  it('are set at the first look, stand, and are set anew a day later from those before', async () => {
    const workspace = await workspaceOf({ 'allocation.maximumStep': '1%' });
    const first = await propose(workspace, proposer);
    expect(allocatedOf(first)).toMatchObject({ method: 'erc', used: 'erc', at: asOf });
    await workspace.clock.sleep(5 * hourMs);
    const second = await propose(workspace, proposer);
    expect(allocatedOf(second)).toEqual(allocatedOf(first));
    await workspace.clock.sleep(dayMs);
    const third = await propose(workspace, proposer);
    expect(allocatedOf(third)?.at).toBe(asOf + dayMs);
    const steps = (allocatedOf(third)?.targets ?? []).map((target, i) =>
      Math.abs(target - (allocatedOf(second)?.targets[i] ?? 0)),
    );
    expect(Math.max(...steps)).toBeLessThan(0.01 + 1e-9);
    expect(Math.max(...steps)).toBeGreaterThan(0);
  });

  it('are those of the state, before and after the first look', async () => {
    const workspace = await workspaceOf();
    const targetsOf = async () => (await portfolioState(workspace)).assets.map((a) => a.target);
    expect(await targetsOf()).toEqual([0.3, 0.3, 0.1]);
    const { recommendation } = await propose(workspace, proposer);
    expect(await targetsOf()).toEqual(recommendation.assets.map(({ target }) => target));
    expect((await portfolioState(workspace)).cash.target).toBe(0.3);
  });

  it('are told with whose they are as long as they stand', async () => {
    const workspace = await workspaceOf();
    const { settings } = workspace;
    const last = await propose(workspace, proposer);
    expect(reasonsStanding(settings, last).map(({ code }) => code)).toEqual(['TARGETS_ALLOCATED']);
    const target = { ...settings.portfolio, targets: [0.2, 0.4, 0.1] };
    expect(reasonsStanding({ ...settings, portfolio: target }, last)).toEqual([]);
    const { allocation: _, ...fixed } = settings;
    expect(reasonsStanding(fixed, last)).toEqual([]);
    const weights = { BTC: 0.3, ETH: 0.3, LINK: 0.1, cash: 0.3 };
    const view = { now: asOf, portfolio: 'core', targets: weights, approved: null, changes: [] };
    const allocated = reasonsStanding(settings, last);
    expect(targetsText({ ...view, allocated, notices: [] })).toContain('the targets are by erc');
    const ofFile = targetsText({ ...view, allocated: [], notices: [] });
    expect(ofFile).toContain('The targets in force are those of the file.');
  });

  it('let an approved plan be executed, and come out the same when computed again', async () => {
    const workspace = await workspaceOf();
    const { recommendation } = await propose(workspace, proposer);
    const plan = { id: recommendation.id, hash: recommendation.planHash ?? '', actor: 'ann' };
    expect(recommendation.outcome).toBe('proposed');
    await approve(workspace, plan);
    expect(await execute(workspace, plan)).toMatchObject({ ok: true });
    expect((await replay(workspace.store, recommendation.id))?.same).toBe(true);
  });

  it('are set anew at once when the settings of them are changed', async () => {
    const workspace = await workspaceOf();
    await propose(workspace, proposer);
    const { allocation } = configuredWith({ ...erc, 'allocation.method': 'equal' }).settings;
    await workspace.clock.sleep(hourMs);
    const other = {
      ...workspace,
      settings: { ...workspace.settings, allocation: allocation as never },
    };
    expect((await portfolioState(other)).assets[0]?.target).toBe(0.3);
    expect(allocatedOf(await propose(other, proposer))).toMatchObject({ used: 'equal', at: asOf });
  });

  it('outlive a look on unfit data', async () => {
    const workspace = await workspaceOf();
    const first = await propose(workspace, proposer);
    await workspace.clock.sleep(hourMs);
    const stale = [{ code: 'DATA_STALE', symbol: 'BTC', ageHours: 9, limitHours: 3 }] as const;
    const market = {
      ...workspace.market,
      candles: async () => ({ series: [], unfit: true, issues: stale }),
    };
    const denied = await propose({ ...workspace, market }, proposer);
    expect(denied.recommendation.outcome).toBe('denied');
    expect(allocatedOf(denied)).toEqual(allocatedOf(first));
    await workspace.clock.sleep(hourMs);
    expect(allocatedOf(await propose(workspace, proposer))).toEqual(allocatedOf(first));
    const equal = configuredWith({ ...erc, 'allocation.method': 'equal' }).settings.allocation;
    const settings = { ...workspace.settings, allocation: equal as never };
    const other = await propose({ ...workspace, settings, market }, proposer);
    expect(allocatedOf(other)).toBeUndefined();
  });
});

describe('targets of a recommendation from files', () => {
  async function proposed(at: number, series: readonly Candles[] = calm) {
    const store = await createSqliteStore({ file: ':memory:' });
    const changes = { ...erc, 'allocation.every': '0 0 * * 1' };
    const { settings, autonomy, rails, initialHoldings: holdings } = configuredWith(changes);
    const directory = writeCandles(await emptyFolder(), series);
    const options = { store, models: noModels, settings, autonomy, rails, holdings, directory, at };
    const record = await propose(fileWorkspace(options), proposer);
    return { store, ...record };
  }

  it('are a function of files and configuration, of no bar after the scheduled time', async () => {
    const monday = Date.UTC(2023, 4, 29);
    const stormy = calm.map((candles) => ({
      ...candles,
      close: candles.close.map((value, bar) =>
        (candles.openTime[bar] as number) >= monday ? value * (1 + 0.2 * (bar % 2)) : value,
      ),
      high: candles.high.map((value) => 2 * value),
    }));
    const [once, again] = [await proposed(asOf), await proposed(asOf, stormy)];
    expect(once.recommendation.assets[0]?.target).toBeGreaterThan(0.3);
    const [own, others] = [once, again].map(
      ({ inputs }) => (inputs as unknown as RecordedInputs).allocated,
    );
    expect(own?.at).toBe(monday);
    expect(others?.targets).toEqual(own?.targets);
  });

  it('come out the same byte for byte from the record', async () => {
    const { store, recommendation } = await proposed(asOf);
    const again = await replay(store, recommendation.id);
    expect(canonicalJson(again?.recomputed as never)).toBe(canonicalJson(recommendation as never));
  });
});
