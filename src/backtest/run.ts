/**
 * The bar loop: one policy over the bars of a stage, decided at the close of a bar and filled at the open of the next. The
 * policy, the quantities and the forecast are those of a recommendation; nothing is allocated per bar beyond what a trade
 * needs.
 */
import { DataError } from '../base/errors.ts';
import { valuePortfolio } from '../plan/valuation.ts';
import type { Account } from './book.ts';
import { createLoop, type Loop } from './loop.ts';
import { writeOrders } from './orders.ts';
import { closeRuined, payFunding } from './stage-margin.ts';
import type { StageRun } from './stage-run.ts';
import { beginTally, type Tally, tallyClose, tallyFlow, tallyFunding } from './tally.ts';
import { dropEnded, isRestingIn, isTakenAt, raiseCash, rest, take } from './waiting-orders.ts';

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
    if (isShortOfCash(loop)) raiseCash(loop, bar);
    track(loop, bar);
    if (isRestingIn(loop, bar)) rest(loop, bar);
    tracker?.observe(panel, bar);
    if (tracker !== null && tracker.forecast.version !== version) {
      version = tracker.forecast.version;
      policy.observe(tracker.forecast);
    }
    if (run.conditions?.observe(panel, bar)) useFees(run, account, bar);
    close(loop, bar);
    if (isRuined(loop)) break;
    if (loop.decidedAt < 0 && bar < lastBar) decide(loop, bar);
  }
}

/** On margin the cash may be below zero. */
function isShortOfCash({ run, account, look }: Loop): boolean {
  return run.margin === null && account.book.cash < -roundingOfCash * look.nav;
}

function isRuined({ run, look }: Loop): boolean {
  return run.margin !== null && !(look.nav > 0);
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
  const loop = createLoop(run, account, tally);
  value(loop, run.firstBar);
  // A later stage begins at a close that the one before has counted.
  if (tally.bars === 0) {
    beginTally(tally, loop.look.nav);
    tell(loop, run.firstBar, 0);
  }
  return loop;
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
  if (run.margin !== null && !(look.nav > 0)) {
    closeRuined(book);
    look.weights.fill(0);
    look.nav = 0;
    look.cash = 0;
  }
}

function tell({ run, account, look }: Loop, bar: number, contributed: number): void {
  run.record.close?.(bar, look, account.book, contributed);
  run.record.look?.(look, run.policy);
}

/** Counts the close of a bar, then what flows in or out at it. */
function close(loop: Loop, bar: number): void {
  const { run, account, look, tally } = loop;
  const before = look.time;
  if (run.margin !== null) tallyFunding(tally, payFunding(loop, run.margin, bar) / look.nav);
  value(loop, bar);
  run.follow?.(look.time);
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
  const { sales, policy } = run;
  const { isMissed, lots } = run.handling;
  if (isMissed?.()) return;
  const wantsTrade = policy.decide(look, flows);
  const isDue = sales?.review({ bar, look, flows, isDue: wantsTrade }) ?? wantsTrade;
  if (isDue) {
    const { markets, panel, plan } = run;
    const { book } = account;
    const offset = bar * run.targets.length;
    writeOrders(
      {
        ...{ markets, flows, nav: look.nav, book, prices: panel.close, offset, plan, lots },
        margin: run.margin?.margin,
      },
      orders,
    );
    run.record.decision?.(bar, orders, book, () => [
      ...(sales?.reasons() ?? []),
      ...policy.explain(look),
    ]);
    if (orders.some((order) => order !== 0)) {
      loop.decidedAt = bar;
      look.cashFlow = 0;
    }
  }
  look.previousTime = look.time;
  account.previousTime = look.time;
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
  const time = panel.openTime[bar] as number;
  tally.tracking.observe(error, squaredDrift, time);
  run.record.tracked?.(error, time);
}
