/** What becomes of waiting orders at the open of a bar and inside it. */
import { legCost } from '../cost/leg-cost.ts';
import type { PlanMarket } from '../plan/markets.ts';
import { valuePortfolio } from '../plan/valuation.ts';
import { type FillScene, fillOrders } from './book.ts';
import { makerScene, takerScene, tradedThrough } from './fill-styles.ts';
import type { Loop } from './loop.ts';
import { keepLeverage } from './stage-margin.ts';
import type { StageRun } from './stage-run.ts';
import { tallyFill } from './tally.ts';

/** The first bar in which orders decided at a bar's close can be filled. */
function arrival({ run, decidedAt }: Loop): number {
  return decidedAt + 1 + run.handling.delayBars;
}

/** Whether waiting orders are taken at the open of this bar: on arrival, or when their patience is over. */
export function isTakenAt(loop: Loop, bar: number): boolean {
  if (loop.decidedAt < 0) return false;
  const { style, patienceBars } = loop.run.execution;
  return bar >= arrival(loop) + (style === 'taker' ? 0 : patienceBars);
}

export function isRestingIn(loop: Loop, bar: number): boolean {
  return loop.decidedAt >= 0 && loop.run.execution.style !== 'taker' && bar >= arrival(loop);
}

/** Takes all that waits at the open of a bar. */
export function take(loop: Loop, bar: number): void {
  const { run } = loop;
  enter(loop, loop.orders, takerSceneAt(run, bar), bar);
  loop.decidedAt = -1;
}

function takerSceneAt(run: StageRun, bar: number): FillScene {
  return takerScene(groundOf(run), bar);
}

function groundOf({ panel, markets, handling, record, margin }: StageRun) {
  const isOnMargin = margin !== null;
  return { panel, markets, lots: handling.lots, record: record.trade ?? null, isOnMargin };
}

/** What was withdrawn beyond the cash is raised at the next open, from all that is held pro rata. */
export function raiseCash(loop: Loop, bar: number): void {
  const { run, account, reached } = loop;
  const { markets, panel } = run;
  const { book } = account;
  const offset = bar * run.targets.length;
  let proceeds = 0;
  markets.forEach((market, m) => {
    const { base, quote } = market;
    const price = panel.open[offset + base] as number;
    const held = quote < 0 && price > 0 ? (book.quantities[base] as number) : 0;
    const notional = held * price;
    proceeds += notional * (1 - legCost(market, notional).costBps / 1e4);
    reached[m] = -held;
  });
  const share = proceeds > 0 ? Math.min(1, -book.cash / proceeds) : 0;
  for (let m = 0; m < reached.length; m++) reached[m] = share * (reached[m] as number);
  enter(loop, reached, takerSceneAt(run, bar), bar);
}

/** An asset that has ended has no market any more. */
export function dropEnded({ run, orders }: Loop): void {
  run.markets.forEach(({ base, quote }, m) => {
    if (run.ended.includes(base) || run.ended.includes(quote)) orders[m] = 0;
  });
}

/** Fills what a bar traded through while it rested; it counts from the close of the bar on. */
export function rest(loop: Loop, bar: number): void {
  const { run, orders, reached, fills } = loop;
  const { panel, markets, execution } = run;
  const bars = { decided: loop.decidedAt, filled: bar };
  const limits = makerScene(groundOf(run), bars);
  if (!tradedThrough({ panel, markets, bar, limits }, execution, orders, reached)) return;
  enter(loop, reached, limits, bar);
  for (let m = 0; m < orders.length; m++) {
    const left = (orders[m] as number) - (fills.filled[m] as number);
    // A rest from rounding is none.
    orders[m] = Math.abs(left) > 1e-12 * Math.abs(orders[m] as number) ? left : 0;
  }
  // On margin what the leverage left out waits for what closes positions, whichever way that trades.
  if (run.margin === null) dropUnfunded(loop);
  if (orders.every((order) => order === 0)) loop.decidedAt = -1;
}

/** Buys wait only for cash from sells that are not filled yet: with none left, what could not be paid for is not bought. */
function dropUnfunded({ run, orders, reached }: Loop): void {
  const waitsForCash = run.markets.some(({ quote }, m) => quote < 0 && (orders[m] as number) < 0);
  for (let m = 0; m < orders.length; m++) {
    const isOnCash = (run.markets[m] as PlanMarket).quote < 0;
    if (reached[m] !== 0 && !(isOnCash && waitsForCash)) orders[m] = 0;
  }
}

/** Fills orders and counts them against the NAV at the open of their bar, before any trade. */
function enter(loop: Loop, orders: Float64Array, scene: FillScene, bar: number): void {
  const { run, account, fills, tally, look, openWeights } = loop;
  const offset = bar * run.targets.length;
  const { markets, margin } = run;
  const { book } = account;
  const prices = run.panel.open;
  const nav = valuePortfolio(book, prices, offset, openWeights);
  if (margin !== null) keepLeverage(margin, { book, markets, nav, prices, offset }, scene, orders);
  fillOrders(book, markets, orders, scene, fills);
  if (!fills.traded) return;
  tallyFill(tally, fills, { nav, time: scene.time });
  account.traded.add(scene.time, fills.notional);
  look.lastRebalanceTime = scene.time;
  account.lastRebalanceTime = scene.time;
}
