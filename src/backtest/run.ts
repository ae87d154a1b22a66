/**
 * The bar loop: one policy over the bars of a stage, decided at the close of a bar and filled at the open of the next. The
 * policy, the quantities and the forecast are those of a recommendation; nothing is allocated per bar beyond what a trade
 * needs.
 */
import { DataError } from '../base/errors.ts';
import type { Reason } from '../base/reasons.ts';
import { legCost } from '../cost/leg-cost.ts';
import type { MarketConditions } from '../plan/market-conditions.ts';
import type { PlanMarket } from '../plan/markets.ts';
import type { ExecutionSettings, PlanSettings } from '../plan/settings.ts';
import { valuePortfolio } from '../plan/valuation.ts';
import type { Look, Policy } from '../policy/policy.ts';
import type { ForecastTracker } from '../risk/forecast-tracker.ts';
import { type Account, type Book, type FillScene, fillOrders, type Trade } from './book.ts';
import type { CashFlows } from './cash-flows.ts';
import { makerScene, takerScene, tradedThrough } from './fill-styles.ts';
import { type LotRules, writeOrders } from './orders.ts';
import { beginTally, type Tally, tallyClose, tallyFill, tallyFlow } from './tally.ts';
import type { Stage } from './universe.ts';

export type StageRun = Pick<Stage, 'panel' | 'firstBar' | 'lastBar' | 'ended'> & {
  readonly targets: Float64Array;
  readonly markets: readonly PlanMarket[];
  readonly policy: Policy;
  /** Null for a policy that needs no forecast. */
  readonly tracker: ForecastTracker | null;
  /** Null when costs are the same at all times. */
  readonly conditions: MarketConditions | null;
  readonly plan: PlanSettings;
  readonly execution: ExecutionSettings;
  readonly handling: Handling;
  readonly record: RunRecord;
};

/** What happens beside the policy; see conduct.ts. Shared by the stages of a run. */
export type Handling = {
  readonly delayBars: number;
  /** Null when every look takes place. */
  readonly isMissed: (() => boolean) | null;
  /** Null when nothing flows in or out. */
  readonly flows: CashFlows | null;
  /** Null when any quantity is taken. */
  readonly lots: LotRules | null;
};

/** Every look takes place, orders arrive at once, nothing flows, any quantity is taken. */
export const undisturbed: Handling = { delayBars: 0, isMissed: null, flows: null, lots: null };

/** What is told of a run while it goes on. */
export type RunRecord = {
  readonly trade?: (trade: Trade) => void;
  /** The orders decided at a bar's close, signed base quantities per market, and why if that is asked at once. */
  readonly decision?: (
    bar: number,
    orders: Float64Array,
    book: Book,
    explain: () => readonly Reason[],
  ) => void;
  /** The look at the close of every bar, before a decision, with the policy as it stands; neither may be kept. */
  readonly look?: (look: Look, policy: Policy) => void;
  /** After the close of every bar, with what flowed in (or out, negative) at it; the look may not be kept. */
  readonly close?: (bar: number, look: Look, book: Book, contributed: number) => void;
};

type Loop = {
  readonly run: StageRun;
  readonly account: Account;
  readonly look: Look;
  /** What waits to be filled, signed base quantities by market. */
  readonly orders: Float64Array;
  /** Those of them that a bar traded through. */
  readonly reached: Float64Array;
  /** The bar at whose close the waiting orders were decided; −1 when none wait. */
  decidedAt: number;
  readonly flows: Float64Array;
  /** Weights after fills at the closes of the bar before. */
  readonly tracked: Float64Array;
  readonly openWeights: Float64Array;
  readonly fills: ReturnType<typeof emptyFills>;
  readonly tally: Tally;
};

/** Less cash than none by so small a share of NAV comes from rounding. */
const roundingOfCash = 1e-9;

/** Runs one stage on an account, which it leaves as it is at the close of the last bar, and adds what it comes to. */
export function runStage(run: StageRun, account: Account, tally: Tally): void {
  const { panel, firstBar, lastBar, tracker, policy } = run;
  for (let bar = 0; bar <= firstBar; bar++) tracker?.observe(panel, bar);
  let version = tracker?.forecast.version ?? 0;
  if (tracker !== null && version > 0) policy.observe(tracker.forecast);
  openCosts(run, account);
  const loop = begin(run, account, tally);
  decide(loop, firstBar);
  for (let bar = firstBar + 1; bar <= lastBar; bar++) {
    if (bar === lastBar && run.ended.length > 0) dropEnded(loop);
    if (isTakenAt(loop, bar)) take(loop, bar);
    if (account.book.cash < -roundingOfCash * loop.look.nav) raiseCash(loop, bar);
    track(loop, bar);
    if (isRestingIn(loop, bar)) rest(loop, bar);
    tracker?.observe(panel, bar);
    if (tracker !== null && tracker.forecast.version !== version) {
      version = tracker.forecast.version;
      policy.observe(tracker.forecast);
    }
    if (run.conditions?.observe(panel, bar)) useFees(run, account, bar);
    close(loop, bar);
    if (loop.decidedAt < 0 && bar < lastBar) decide(loop, bar);
  }
}

/** The costs at the close of the first bar, from it and those before. */
function openCosts(run: StageRun, account: Account): void {
  if (run.conditions === null) return;
  for (let bar = 0; bar <= run.firstBar; bar++) run.conditions.observe(run.panel, bar);
  useFees(run, account, run.firstBar);
}

function useFees(run: StageRun, { traded }: Account, bar: number): void {
  run.conditions?.useFees(traded.before(timeAt(run, bar)));
}

function begin(run: StageRun, account: Account, tally: Tally): Loop {
  const assets = run.targets.length;
  const loop: Loop = {
    ...{ run, account, tally },
    look: {
      time: timeAt(run, run.firstBar),
      previousTime: account.previousTime,
      lastRebalanceTime: account.lastRebalanceTime,
      weights: new Float64Array(assets),
      cash: 0,
      nav: 0,
    },
    orders: new Float64Array(run.markets.length),
    reached: new Float64Array(run.markets.length),
    decidedAt: -1,
    flows: new Float64Array(run.markets.length),
    tracked: new Float64Array(assets),
    openWeights: new Float64Array(assets),
    fills: emptyFills(assets, run.markets.length),
  };
  value(loop, run.firstBar);
  // A later stage begins at a close that the one before has counted.
  if (tally.bars === 0) {
    beginTally(tally, loop.look.nav);
    tell(loop, run.firstBar, 0);
  }
  return loop;
}

function emptyFills(assets: number, markets: number) {
  return {
    cost: 0,
    notional: 0,
    traded: false,
    moved: new Float64Array(assets),
    filled: new Float64Array(markets),
  };
}

function timeAt({ panel }: StageRun, bar: number): number {
  return (panel.openTime[bar] as number) + panel.intervalMs;
}

/** Values the book at the close of a bar. */
function value({ run, account, look }: Loop, bar: number): void {
  const { book } = account;
  look.time = timeAt(run, bar);
  look.nav = valuePortfolio(book, run.panel.close, bar * run.targets.length, look.weights);
  look.cash = book.cash / look.nav;
}

function tell({ run, account, look }: Loop, bar: number, contributed: number): void {
  run.record.close?.(bar, look, account.book, contributed);
  run.record.look?.(look, run.policy);
}

/** Counts the close of a bar, then what flows in or out at it. */
function close(loop: Loop, bar: number): void {
  const { run, account, look, tally } = loop;
  const before = look.time;
  value(loop, bar);
  tallyClose(tally, look.nav);
  const contributed = run.handling.flows?.between(before, look.time) ?? 0;
  if (contributed !== 0) {
    if (!(look.nav + contributed > 0)) {
      const when = new Date(look.time).toISOString();
      throw new DataError(
        `at ${when} ${-contributed} was to be withdrawn, more than the portfolio was worth (${look.nav})`,
      );
    }
    tallyFlow(tally, contributed);
    account.book.cash += contributed;
    value(loop, bar);
    look.cashFlow = (look.cashFlow ?? 0) + contributed;
  }
  tell(loop, bar, contributed);
}

/** Asks the policy at the close of a bar; what it wants waits in `orders`. */
function decide(loop: Loop, bar: number): void {
  const { run, account, look, flows, orders } = loop;
  const { isMissed, lots } = run.handling;
  if (isMissed?.()) return;
  const isDue = run.policy.decide(look, flows);
  if (isDue) {
    const { markets, panel, plan } = run;
    const { book } = account;
    const offset = bar * run.targets.length;
    writeOrders(
      { markets, flows, nav: look.nav, book, prices: panel.close, offset, plan, lots },
      orders,
    );
    run.record.decision?.(bar, orders, book, () => run.policy.explain(look));
    if (orders.some((order) => order !== 0)) {
      loop.decidedAt = bar;
      look.cashFlow = 0;
    }
  }
  look.previousTime = look.time;
  account.previousTime = look.time;
}

/** The first bar in which orders decided at a bar's close can be filled. */
function arrival({ run, decidedAt }: Loop): number {
  return decidedAt + 1 + run.handling.delayBars;
}

/** Whether waiting orders are taken at the open of this bar: on arrival, or when their patience is over. */
function isTakenAt(loop: Loop, bar: number): boolean {
  if (loop.decidedAt < 0) return false;
  const { style, patienceBars } = loop.run.execution;
  return bar >= arrival(loop) + (style === 'taker' ? 0 : patienceBars);
}

function isRestingIn(loop: Loop, bar: number): boolean {
  return loop.decidedAt >= 0 && loop.run.execution.style !== 'taker' && bar >= arrival(loop);
}

/** Takes all that waits at the open of a bar. */
function take(loop: Loop, bar: number): void {
  const { run } = loop;
  enter(loop, loop.orders, takerSceneAt(run, bar), bar);
  loop.decidedAt = -1;
}

function takerSceneAt({ panel, markets, handling, record }: StageRun, bar: number): FillScene {
  return takerScene({ panel, markets, lots: handling.lots, record: record.trade ?? null }, bar);
}

/** What was withdrawn beyond the cash is raised at the next open, from all that is held pro rata. */
function raiseCash(loop: Loop, bar: number): void {
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
function dropEnded({ run, orders }: Loop): void {
  run.markets.forEach(({ base, quote }, m) => {
    if (run.ended.includes(base) || run.ended.includes(quote)) orders[m] = 0;
  });
}

/** Fills what a bar traded through while it rested; it counts from the close of the bar on. */
function rest(loop: Loop, bar: number): void {
  const { run, orders, reached, fills } = loop;
  const { panel, markets, execution, handling, record } = run;
  const bars = { decided: loop.decidedAt, filled: bar };
  const ground = { panel, markets, lots: handling.lots, record: record.trade ?? null };
  const limits = makerScene(ground, bars);
  if (!tradedThrough({ panel, markets, bar, limits }, execution, orders, reached)) return;
  enter(loop, reached, limits, bar);
  for (let m = 0; m < orders.length; m++) {
    const left = (orders[m] as number) - (fills.filled[m] as number);
    // A rest from rounding is none.
    orders[m] = Math.abs(left) > 1e-12 * Math.abs(orders[m] as number) ? left : 0;
  }
  dropUnfunded(loop);
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
  const nav = valuePortfolio(account.book, run.panel.open, offset, openWeights);
  fillOrders(account.book, run.markets, orders, scene, fills);
  if (!fills.traded) return;
  tallyFill(tally, fills, { nav, time: scene.time });
  account.traded.add(scene.time, fills.notional);
  look.lastRebalanceTime = scene.time;
  account.lastRebalanceTime = scene.time;
}

/** Takes the tracking error earned from the close before to the close of this bar. */
function track(loop: Loop, bar: number): void {
  const { run, account, tracked, tally } = loop;
  const { panel, targets } = run;
  const assets = targets.length;
  const before = (bar - 1) * assets;
  const now = bar * assets;
  valuePortfolio(account.book, panel.close, before, tracked);
  let error = 0;
  let squaredDrift = 0;
  for (let i = 0; i < assets; i++) {
    const driftAbs = (tracked[i] as number) - (targets[i] as number);
    const growth = (panel.close[now + i] as number) / (panel.close[before + i] as number) - 1;
    error += driftAbs * growth;
    squaredDrift += driftAbs * driftAbs;
  }
  tally.tracking.observe(error, squaredDrift, panel.openTime[bar] as number);
}
