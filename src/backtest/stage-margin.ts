/**
 * What a portfolio on margin does in a backtest beside its policy: funding of Σ q·p × rate × time at each close, orders that keep
 * Σ|q|·p ≤ L·NAV at the prices and after the costs of their fill, and an end where nothing is left.
 */
import { dayMs } from '../base/time.ts';
import type { Panel } from '../market/panel.ts';
import { fitLeverage } from '../plan/fit-leverage.ts';
import type { PlanMarket } from '../plan/markets.ts';
import type { Settings } from '../plan/settings.ts';
import type { Margin } from '../policy/margin.ts';
import type { Book, FillScene } from './book.ts';

export type StageMargin = {
  readonly margin: Margin;
  /** The share of its notional that a long pays a day, and a short gets. */
  readonly fundingPerDay: number;
};

/** Null where nothing is borrowed. */
export function stageMargin(
  { costs }: Pick<Settings, 'costs'>,
  { margin }: { readonly margin?: Margin | undefined },
): StageMargin | null {
  return margin === undefined
    ? null
    : { margin, fundingPerDay: (costs.fundingBpsPerDay ?? 0) / 1e4 };
}

type FundedLoop = {
  readonly run: { readonly panel: Pick<Panel, 'openTime' | 'intervalMs' | 'close'> };
  readonly account: { readonly book: Book };
  /** The last one. */
  readonly look: { readonly time: number };
};

/** Takes the funding since the last look from the cash, at the close of a bar; answers it, in the portfolio's quote. */
export function payFunding(
  { run, account, look }: FundedLoop,
  { fundingPerDay }: StageMargin,
  bar: number,
): number {
  const { openTime, intervalMs, close } = run.panel;
  const { book } = account;
  const { quantities } = book;
  const offset = bar * quantities.length;
  let net = 0;
  for (let i = 0; i < quantities.length; i++) {
    net += (quantities[i] as number) * (close[offset + i] as number);
  }
  const days = ((openTime[bar] as number) + intervalMs - look.time) / dayMs;
  const due = net * fundingPerDay * days;
  book.cash -= due;
  return due;
}

/** Scales what opens positions, in place, to what the leverage leaves once the orders are paid for. */
export function keepLeverage(
  { margin }: StageMargin,
  state: {
    readonly book: Book;
    readonly markets: readonly PlanMarket[];
    /** At the prices below, before the fills. */
    readonly nav: number;
    readonly prices: Float64Array;
    readonly offset: number;
  },
  scene: FillScene,
  orders: Float64Array,
): void {
  const { book, markets, nav } = state;
  let cost = 0;
  for (let m = 0; m < markets.length; m++) {
    const order = orders[m] as number;
    if (order === 0) continue;
    const { price, costRate } = scene.termsOf(m, order);
    cost += Math.abs(order) * price * costRate;
  }
  const left = Math.max(0, nav - cost);
  const { quantities } = book;
  const factor = fitLeverage({ ...state, quantities, nav: left, margin }, 0, orders);
  if (factor === 1 || scene.lots === null) return;
  for (let m = 0; m < markets.length; m++) {
    const rules = scene.lots.get((markets[m] as PlanMarket).symbol);
    if (rules === undefined) continue;
    const step = Number(rules.stepSize);
    orders[m] = Math.trunc((orders[m] as number) / step) * step;
  }
}

/** Positions are closed where they have cost all there was; a venue bears what is missing. */
export function closeRuined(book: Book): void {
  book.quantities.fill(0);
  book.cash = 0;
}
