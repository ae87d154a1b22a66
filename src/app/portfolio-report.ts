/** What a portfolio came to since its account was opened: decisions, trades, their costs, and what holding would be worth. */
import { add, type Decimal, decimalOf, multiply, toNumber } from '../base/decimal.ts';
import type { Balances } from '../execution/order.ts';
import { priceInPlan } from '../plan/price-in-plan.ts';
import type { RecommendationRecord, Store } from '../ports/store.ts';
import { type ExecutionQuality, qualityOf } from '../report/execution-quality.ts';
import { realisedCostBps } from '../report/execution-summary.ts';
import { type PortfolioState, portfolioState } from './portfolio-state.ts';
import { recordsOf } from './records.ts';
import type { Workspace } from './workspace.ts';

export type Trading = {
  readonly executions: number;
  /** Orders in which something was filled. */
  readonly legs: number;
  /** At the prices of the plans, in the portfolio's quote, as are the costs. */
  readonly notional: number;
  readonly plannedCost: number;
  readonly realisedCost: number;
  /** Of those in which something was filled on a book, newest first. */
  readonly quality: readonly ExecutionQuality[];
};

export type PortfolioReport = {
  readonly state: PortfolioState;
  readonly openedAt: number;
  readonly opened: Balances;
  /** The first balances at the prices of now; null when an asset of them has no price. */
  readonly holdNav: Decimal | null;
  /** How many recommendations are in each state. */
  readonly decisions: Readonly<Record<string, number>>;
  readonly trading: Trading;
};

/** Undefined when the account was not opened yet. */
export async function portfolioReport(workspace: Workspace): Promise<PortfolioReport | undefined> {
  const { store, broker } = workspace;
  const { account } = broker;
  const filter = { subject: account, types: ['AccountOpened'], limit: 1 } as const;
  const [opening] = await store.events.list(filter);
  if (opening === undefined) return undefined;
  const opened = (opening.payload as { readonly balances: Balances }).balances;
  const state = await portfolioState(workspace);
  const decisions: Record<string, number> = {};
  let trading: Trading = {
    ...{ executions: 0, legs: 0, notional: 0, plannedCost: 0, realisedCost: 0 },
    quality: [],
  };
  for await (const record of recordsOf(store, { account })) {
    decisions[record.state] = (decisions[record.state] ?? 0) + 1;
    trading = await withTrades(store, record, trading);
  }
  return {
    state,
    openedAt: opening.at,
    opened,
    holdNav: holdNav(state, opened),
    decisions,
    trading,
  };
}

async function withTrades(
  store: Store,
  { recommendation: plan }: RecommendationRecord,
  before: Trading,
): Promise<Trading> {
  if (plan.outcome !== 'proposed') return before;
  const execution = await store.executions.ofRecommendation(plan.id);
  if (execution === undefined) return before;
  let { legs, notional, plannedCost, realisedCost } = before;
  for (const leg of execution.legs) {
    const planned = plan.legs[leg.index];
    const costBps = planned === undefined ? null : realisedCostBps(leg, planned);
    if (planned === undefined || costBps === null) continue;
    const value =
      toNumber(leg.filled) * toNumber(planned.referencePrice) * priceInPlan(plan, leg.quote);
    legs += 1;
    notional += value;
    plannedCost += (value * planned.costBps) / 1e4;
    realisedCost += (value * costBps) / 1e4;
  }
  const { id } = execution;
  const [attempts, fills] = await Promise.all([
    store.executions.attempts(id),
    store.executions.fills(id),
  ]);
  const quality = qualityOf(execution, plan, { attempts, fills });
  return {
    executions: before.executions + 1,
    ...{ legs, notional, plannedCost, realisedCost },
    quality: quality === null ? before.quality : [...before.quality, quality],
  };
}

function holdNav({ assets, quote }: PortfolioState, opened: Balances): Decimal | null {
  let nav: Decimal = decimalOf(0);
  for (const [asset, quantity] of Object.entries(opened)) {
    const price = asset === quote ? '1' : assets.find(({ symbol }) => symbol === asset)?.price;
    if (price === undefined || price === null) return null;
    nav = add(nav, multiply(quantity, price));
  }
  return nav;
}
