/**
 * The bar loop: one policy over a panel, decided at the close of a bar and filled at the open of the next. The policy, the
 * quantities and the forecast are those of a recommendation; nothing is allocated per bar beyond what a trade needs.
 */
import type { Reason } from '../base/reasons.ts';
import type { Panel } from '../market/panel.ts';
import type { PlanMarket } from '../plan/markets.ts';
import { dropSmallOrders, keepCashBuffer, orderQuantities } from '../plan/order-quantities.ts';
import type { ExecutionSettings, PlanSettings } from '../plan/settings.ts';
import { valuePortfolio } from '../plan/valuation.ts';
import type { Look, Policy } from '../policy/policy.ts';
import type { ForecastTracker } from '../risk/forecast-tracker.ts';
import { type Book, type FillScene, type FillTotals, fillOrders, type Trade } from './book.ts';
import { makerScene, takerScene, tradedThrough } from './fill-styles.ts';
import { createTracking } from './tracking.ts';

export type BacktestRun = {
  readonly panel: Panel;
  /** Positions of the first and of the last bar; earlier bars feed forecasts only. */
  readonly firstBar: number;
  readonly lastBar: number;
  readonly targets: Float64Array;
  readonly markets: readonly PlanMarket[];
  readonly policy: Policy;
  /** Null for a policy that needs no forecast. */
  readonly tracker: ForecastTracker | null;
  readonly plan: PlanSettings;
  readonly execution: ExecutionSettings;
  /** At the close of the first bar; not changed. */
  readonly initial: { readonly quantities: Float64Array; readonly cash: number };
  readonly periodsPerYear: number;
  readonly record: {
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
    /** After the close of every bar. */
    readonly close?: (bar: number, nav: number, weights: Float64Array, book: Book) => void;
  };
};

/** The fields of one point, in the units of their names. */
export type BacktestStatistics = {
  readonly trackingErrorPct: number;
  readonly quarterlyTeSpread: number | null;
  readonly driftRmsPp: number;
  readonly costBpsPerYear: number;
  readonly eventsPerYear: number;
  readonly turnoverPerYear: number;
  readonly cagrPct: number;
  readonly maxDrawdownPct: number;
  readonly initialNav: number;
  readonly finalNav: number;
  readonly bars: number;
};

/** Sums over the run. */
type Totals = {
  cost: number;
  events: number;
  turnover: number;
  peak: number;
  drawdown: number;
};

type Loop = {
  readonly run: BacktestRun;
  readonly book: Book;
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
  readonly fills: FillTotals;
  readonly totals: Totals;
  readonly tracking: ReturnType<typeof createTracking>;
};

export function runBacktest(run: BacktestRun): BacktestStatistics {
  const { panel, firstBar, lastBar, tracker, policy } = run;
  for (let bar = 0; bar <= firstBar; bar++) tracker?.observe(panel, bar);
  let version = tracker?.forecast.version ?? 0;
  if (tracker !== null && version > 0) policy.observe(tracker.forecast);
  const loop = begin(run);
  const initialNav = loop.look.nav;
  decide(loop, firstBar);
  for (let bar = firstBar + 1; bar <= lastBar; bar++) {
    if (isTakenAt(loop, bar)) take(loop, bar);
    track(loop, bar);
    if (loop.decidedAt >= 0) rest(loop, bar);
    tracker?.observe(panel, bar);
    if (tracker !== null && tracker.forecast.version !== version) {
      version = tracker.forecast.version;
      policy.observe(tracker.forecast);
    }
    close(loop, bar);
    if (loop.decidedAt < 0 && bar < lastBar) decide(loop, bar);
  }
  return summarise(loop, initialNav);
}

function begin(run: BacktestRun): Loop {
  const assets = run.targets.length;
  const book: Book = { quantities: run.initial.quantities.slice(), cash: run.initial.cash };
  const start = (run.panel.openTime[run.firstBar] as number) + run.panel.intervalMs;
  const look: Look = {
    time: start,
    previousTime: start,
    lastRebalanceTime: start,
    weights: new Float64Array(assets),
    cash: 0,
    nav: 0,
  };
  const loop: Loop = {
    run,
    book,
    look,
    orders: new Float64Array(run.markets.length),
    reached: new Float64Array(run.markets.length),
    decidedAt: -1,
    flows: new Float64Array(run.markets.length),
    tracked: new Float64Array(assets),
    openWeights: new Float64Array(assets),
    fills: {
      cost: 0,
      traded: false,
      moved: new Float64Array(assets),
      filled: new Float64Array(run.markets.length),
    },
    totals: { cost: 0, events: 0, turnover: 0, peak: 0, drawdown: 0 },
    tracking: createTracking(),
  };
  close(loop, run.firstBar);
  return loop;
}

/** Values the book at the close of a bar. */
function close(loop: Loop, bar: number): void {
  const { run, book, look, totals } = loop;
  const { panel } = run;
  look.previousTime = look.time;
  look.time = (panel.openTime[bar] as number) + panel.intervalMs;
  look.nav = valuePortfolio(book, panel.close, bar * run.targets.length, look.weights);
  look.cash = book.cash / look.nav;
  totals.peak = Math.max(totals.peak, look.nav);
  totals.drawdown = Math.max(totals.drawdown, 1 - look.nav / totals.peak);
  run.record.close?.(bar, look.nav, look.weights, book);
  run.record.look?.(look, run.policy);
}

/** Asks the policy at the close of a bar; what it wants waits in `orders`. */
function decide(loop: Loop, bar: number): void {
  const { run, book, look, flows, orders } = loop;
  if (!run.policy.decide(look, flows)) return;
  const inputs = {
    markets: run.markets,
    flows,
    nav: look.nav,
    cash: book.cash,
    quantities: book.quantities,
    prices: run.panel.close,
    offset: bar * run.targets.length,
  };
  orderQuantities(inputs, orders);
  keepCashBuffer(inputs, run.plan.cashBuffer, orders);
  dropSmallOrders(inputs, run.plan, null, orders);
  run.record.decision?.(bar, orders, book, () => run.policy.explain(look));
  if (orders.some((order) => order !== 0)) loop.decidedAt = bar;
}

/** Whether waiting orders are taken at the open of this bar: at once, or when their patience is over. */
function isTakenAt({ run, decidedAt }: Loop, bar: number): boolean {
  if (decidedAt < 0) return false;
  const { style, patienceBars } = run.execution;
  return style === 'taker' || bar > decidedAt + patienceBars;
}

/** Takes all that waits at the open of a bar. */
function take(loop: Loop, bar: number): void {
  const { run } = loop;
  enter(loop, loop.orders, takerScene(run.panel, run.markets, bar, run.record.trade ?? null), bar);
  loop.decidedAt = -1;
}

/** Fills what a bar traded through while it rested; it counts from the close of the bar on. */
function rest(loop: Loop, bar: number): void {
  const { run, orders, reached, fills } = loop;
  const { panel, markets, execution } = run;
  const bars = { decided: loop.decidedAt, filled: bar };
  const limits = makerScene(panel, markets, bars, run.record.trade ?? null);
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
  const { run, fills, totals, look, openWeights } = loop;
  const offset = bar * run.targets.length;
  const nav = valuePortfolio(loop.book, run.panel.open, offset, openWeights);
  fillOrders(loop.book, run.markets, orders, scene, fills);
  if (!fills.traded) return;
  totals.events++;
  totals.cost += fills.cost / nav;
  for (let i = 0; i < fills.moved.length; i++) {
    totals.turnover += Math.abs(fills.moved[i] as number) / nav / 2;
  }
  look.lastRebalanceTime = scene.time;
}

/** Takes the tracking error earned from the close before to the close of this bar. */
function track(loop: Loop, bar: number): void {
  const { run, book, tracked, tracking } = loop;
  const { panel, targets } = run;
  const assets = targets.length;
  const before = (bar - 1) * assets;
  const now = bar * assets;
  valuePortfolio(book, panel.close, before, tracked);
  let error = 0;
  let squaredDrift = 0;
  for (let i = 0; i < assets; i++) {
    const driftAbs = (tracked[i] as number) - (targets[i] as number);
    const growth = (panel.close[now + i] as number) / (panel.close[before + i] as number) - 1;
    error += driftAbs * growth;
    squaredDrift += driftAbs * driftAbs;
  }
  tracking.observe(error, squaredDrift, panel.openTime[bar] as number);
}

function summarise(loop: Loop, initialNav: number): BacktestStatistics {
  const { run, totals, tracking, look } = loop;
  const bars = run.lastBar - run.firstBar + 1;
  const years = bars / run.periodsPerYear;
  return {
    trackingErrorPct: tracking.trackingErrorPct(run.periodsPerYear),
    quarterlyTeSpread: tracking.quarterlySpread(),
    driftRmsPp: tracking.driftRmsPp(),
    costBpsPerYear: (1e4 * totals.cost) / years,
    eventsPerYear: totals.events / years,
    turnoverPerYear: totals.turnover / years,
    cagrPct: 100 * ((look.nav / initialNav) ** (1 / years) - 1),
    maxDrawdownPct: 100 * totals.drawdown,
    initialNav,
    finalNav: look.nav,
    bars,
  };
}
