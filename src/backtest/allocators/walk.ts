/**
 * One allocator walked forward: it looks at the closes of its days, holds to what it wants at the next open at the cost of trading, and
 * lets its holdings drift in between. It begins at its first weights, without cost. An asset that has ended is worth nothing.
 */

import { dayMs } from '../../base/time.ts';
import { legCost } from '../../cost/leg-cost.ts';
import { createTradedWindow } from '../../cost/traded-window.ts';
import type { DayGrid } from '../../market/day-grid.ts';
import { barsPerYear } from '../../market/panel.ts';
import type { PlanMarket } from '../../plan/markets.ts';
import { diversificationRatio } from '../../risk/diversification-ratio.ts';
import { type Book, type FillScene, type FillTotals, fillOrders, type Terms } from '../book.ts';
import { beginTally, createTally, statisticsOf, tallyClose, tallyFill } from '../tally.ts';
import type { Allocator, Weighed } from './allocators.ts';
import type { DayMarkets } from './day-markets.ts';
import type { AllocatorLook } from './looks.ts';

export type WalkGround = {
  readonly grid: DayGrid;
  /** One at least; the first is where the walk begins. */
  readonly looks: readonly AllocatorLook[];
  readonly dayMarkets: DayMarkets;
  readonly initialNav: number;
};

export type AllocatorRun = {
  readonly name: string;
  /** Of every day after the first look, net of costs. */
  readonly returns: Float64Array;
  readonly cagrPct: number;
  readonly maxDrawdownPct: number;
  /** Σ|Δ|/2 over NAV, a year. */
  readonly turnoverPerYear: number;
  readonly costBpsPerYear: number;
  /** Means over the looks: what is not cash, and how far the risk is spread; null where there never was any. */
  readonly invested: number;
  readonly diversificationRatio: number | null;
  /** Looks at which another method stood in. */
  readonly fallbacks: number;
  readonly worstResidual: number;
  /** By asset of the grid, decided at the last look. */
  readonly lastWeights: Float64Array;
};

export function walkAllocator(ground: WalkGround, allocator: Allocator): AllocatorRun {
  const { grid, looks, dayMarkets, initialNav } = ground;
  const assets = grid.symbols.length;
  const [firstLook] = looks as [AllocatorLook];
  const notes = createNotes();
  const book: Book = { quantities: new Float64Array(assets), cash: initialNav };
  const traded = createTradedWindow();
  const totals: FillTotals = {
    ...{ cost: 0, notional: 0, traded: false },
    moved: new Float64Array(assets),
    filled: new Float64Array(assets),
  };
  const orders = new Float64Array(assets);
  const decide = (look: AllocatorLook, nav: number): void => {
    const weighed = allocator.weigh(look);
    notes.take(look, weighed);
    const row = look.day * assets;
    for (let i = 0; i < assets; i++) {
      const price = grid.close[row + i] as number;
      const wanted = (weighed.weights[i] as number) * nav;
      orders[i] = price > 0 ? wanted / price - (book.quantities[i] as number) : 0;
    }
  };
  decide(firstLook, initialNav);
  start(book, orders, grid, firstLook.day);
  const tally = createTally();
  beginTally(tally, initialNav);
  const returns = new Float64Array(grid.days - 1 - firstLook.day);
  let nav = initialNav;
  let next = 1;
  for (let day = firstLook.day + 1; day < grid.days; day++) {
    dropEnded(book, orders, grid, day);
    const time = grid.openTime[day] as number;
    if (orders.some((order) => order !== 0)) {
      const navAtOpen = worth(book, grid.open, day);
      dayMarkets.renew(day - 1, traded.before(time));
      fillOrders(book, dayMarkets.markets, orders, sceneOf(ground, day), totals);
      if (totals.traded) tallyFill(tally, totals, { nav: navAtOpen, time });
      traded.add(time, totals.notional);
      orders.fill(0);
    }
    const before = nav;
    nav = worth(book, grid.close, day);
    tallyClose(tally, nav);
    returns[day - firstLook.day - 1] = before > 0 ? nav / before - 1 : 0;
    if (looks[next]?.day !== day) continue;
    decide(looks[next] as AllocatorLook, nav);
    next++;
  }
  const perYear = barsPerYear({ intervalMs: dayMs, sessions: grid.sessions });
  const { cagrPct, maxDrawdownPct, turnoverPerYear, costBpsPerYear } = statisticsOf(tally, perYear);
  return {
    ...{ name: allocator.name, returns },
    ...{ cagrPct, maxDrawdownPct, turnoverPerYear, costBpsPerYear },
    ...notes.summary(),
  };
}

/** Holds the first weights at the close of a day, as if they had been held before. */
function start(book: Book, orders: Float64Array, { close }: DayGrid, day: number): void {
  for (let i = 0; i < orders.length; i++) {
    if (orders[i] === 0) continue;
    book.quantities[i] = orders[i] as number;
    book.cash -= (orders[i] as number) * (close[day * orders.length + i] as number);
  }
  orders.fill(0);
}

/** What has no price any more is lost, and not traded. */
function dropEnded(book: Book, orders: Float64Array, { close }: DayGrid, day: number): void {
  for (let i = 0; i < orders.length; i++) {
    if (!Number.isNaN(close[day * orders.length + i] as number)) continue;
    book.quantities[i] = 0;
    orders[i] = 0;
  }
}

function worth({ quantities, cash }: Book, prices: Float64Array, day: number): number {
  let sum = cash;
  for (let i = 0; i < quantities.length; i++) {
    const quantity = quantities[i] as number;
    if (quantity !== 0) sum += quantity * (prices[day * quantities.length + i] as number);
  }
  return sum;
}

function sceneOf({ grid, dayMarkets }: WalkGround, day: number): FillScene {
  const row = day * grid.symbols.length;
  return {
    time: grid.openTime[day] as number,
    liquidity: 'taker',
    ...{ record: null, lots: null, isOnMargin: false },
    termsOf(m, quantity): Terms {
      const price = grid.open[row + m] as number;
      const market = dayMarkets.markets[m] as PlanMarket;
      const { costBps, feeBps } = legCost(market, Math.abs(quantity) * price);
      return { price, costRate: costBps / 1e4, feeRate: feeBps / 1e4, quoteValue: 1 };
    },
  };
}

/** What is told of the looks beside the money. */
function createNotes() {
  const [invested, ratio] = [createMean(), createMean()];
  let [fallbacks, worstResidual] = [0, 0];
  let lastWeights: Float64Array = new Float64Array(0);
  return {
    take({ members, covariance }: AllocatorLook, { weights, allocation }: Weighed): void {
      const own = Float64Array.from(members, (i) => weights[i] as number);
      invested.take(own.reduce((sum, weight) => sum + weight, 0));
      ratio.take(diversificationRatio(covariance.values, own));
      if (allocation.fallbacks.length > 0) fallbacks++;
      worstResidual = Math.max(worstResidual, allocation.residual);
      lastWeights = weights.slice();
    },
    summary: () => ({
      invested: invested.value() ?? 0,
      diversificationRatio: ratio.value(),
      ...{ fallbacks, worstResidual, lastWeights },
    }),
  };
}

/** Of numbers; what is none is left out, and of none there is no mean. */
function createMean() {
  let [sum, count] = [0, 0];
  return {
    take(value: number): void {
      if (Number.isNaN(value)) return;
      sum += value;
      count++;
    },
    value: () => (count > 0 ? sum / count : null),
  };
}
