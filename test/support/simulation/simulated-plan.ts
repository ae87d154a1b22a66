/** The plan of a scenario with the inputs that it was made from, its execution, and the workspace of a worker on it. */
import type { Workspace } from '../../../src/app/workspace.ts';
import { hashOf, type JsonValue } from '../../../src/base/canonical-json.ts';
import { executionIdOf } from '../../../src/execution/client-order-id.ts';
import type { Execution } from '../../../src/execution/execution.ts';
import type { Recommendation } from '../../../src/plan/plan.ts';
import { usualRails } from '../../../src/plan/rail-settings.ts';
import type { Settings } from '../../../src/plan/settings.ts';
import type { MarketData } from '../../../src/ports/market-data.ts';
import type { RecommendationRecord } from '../../../src/ports/store.ts';
import { leg, recommendation, settings } from '../execution-plans.ts';
import { markets } from './markets.ts';
import { type Scenario, start } from './scenario.ts';
import type { Scene, Tools } from './scene.ts';

const hourMs = 3_600_000;

export function accountOf({ seed }: Scenario): string {
  return `simulated:${seed}`;
}

function settingsOf({ seed, style, leverage }: Scenario): Settings {
  const usual = settings();
  const patienceBars = style.kind === 'taker' ? 1 : style.patienceMs / hourMs;
  return {
    ...usual,
    portfolio: {
      ...{ ...usual.portfolio, name: `portfolio ${seed}` },
      ...(leverage === null ? {} : { leverage }),
    },
    execution: { style: style.kind, patienceBars, throughBps: 2 },
  };
}

export function recordOf(scenario: Scenario): RecommendationRecord {
  const { balances } = scenario;
  const inputs = {
    ...{ asOf: start, origin: { kind: 'venue', source: 'simulated' }, prices: null },
    ...{ settings: settingsOf(scenario), holdings: balances, candles: [] },
    ...{ rules: markets, rulesAssumed: false, issues: [], unfit: false },
    ...{ lastRebalanceAt: null, lastLookAt: null },
  };
  return {
    ...{ recommendation: planOf(scenario), inputs: inputs as unknown as JsonValue },
    ...{ state: 'proposed', proposer: 'system', account: accountOf(scenario) },
  };
}

/** Its targets are what its legs lead to. */
function planOf({ seed, legs, balances }: Scenario): Recommendation {
  const id = `plan-${seed}`;
  const nav = markets.reduce(
    (sum, { base, price }) => sum + Number(balances[base]) * price,
    Number(balances.USDT),
  );
  const usual = recommendation();
  return {
    ...usual,
    ...{ id, portfolio: `portfolio ${seed}`, planHash: hashOf({ plan: id }), nav: String(nav) },
    cashWeight: Number(balances.USDT) / nav,
    assets: markets.map(({ base, price, market }, index) => {
      const units = Number(balances[base]);
      const traded = legs
        .filter((each) => each.market.market === market)
        .reduce((sum, each) => sum + (each.side === 'buy' ? 1 : -1) * Number(each.quantity), 0);
      const target = ((units + traded) * price) / nav;
      return {
        ...(usual.assets[index] as Recommendation['assets'][number]),
        ...{ symbol: base, price: String(price), quantity: balances[base] ?? '0' },
        ...{ weight: (units * price) / nav, target, weightAfter: target },
      };
    }),
    legs: legs.map(({ market, side, quantity, limitPrice, reduceOnly }) => ({
      ...leg(side, market.market, quantity),
      limitPrice,
      ...(reduceOnly === undefined ? {} : { reduceOnly }),
    })),
  };
}

export function executionOf(scenario: Scenario, killEpoch: number): Execution {
  const { recommendation: plan } = recordOf(scenario);
  const { id: recommendationId, portfolio } = plan;
  const planHash = plan.planHash ?? '';
  return {
    ...{ id: executionIdOf({ id: recommendationId, planHash }), recommendationId, planHash },
    ...{ portfolio, account: accountOf(scenario), killEpoch, status: 'executing' },
    ...{ startedAt: start, finishedAt: null },
    legs: scenario.legs.map(({ market, side, quantity, limitPrice }, index) => ({
      ...{ index, symbol: market.market, base: market.base, quote: market.quote },
      ...{ side, quantity, limitPrice, filled: '0', filledNotional: '0', fees: '0' },
      ...{ status: 'pending', reason: null, arrival: null },
    })),
  };
}

/** What gates and drivers of an execution use; there is nothing to learn or to recommend by. */
export function workspaceOf(scene: Scene, { name, store, broker, clock }: Tools): Workspace {
  const workspace: Partial<Workspace> = {
    ...{ store, broker, clock, market: marketOf(scene, name), mode: 'simulated' },
    ...{ settings: settingsOf(scene.scenario), rails: usualRails, initialBalances: null },
    origin: { kind: 'venue', source: 'simulated' },
    autonomy: { level: 'propose', schedule: '0 * * * *' },
  };
  return workspace as Workspace;
}

/** It knows no candles. */
function marketOf({ prices, venue, time, witness }: Scene, worker: string): MarketData {
  return {
    source: 'simulated',
    symbols: async () => markets.map(({ base }) => base),
    candles: async () => ({ series: [], issues: [], unfit: false }),
    rules: async (symbols) => {
      const rules = markets.filter(({ base }) => symbols.includes(base));
      return {
        rules: rules.map((market) => venue.rulesOf(market.market) ?? market),
        assumed: false,
      };
    },
    book: async (name) => {
      const market = markets.find((each) => each.market === name);
      const book = market && prices.book(market, time.now());
      if (book !== undefined) witness.showed(worker, book);
      return book;
    },
  };
}
