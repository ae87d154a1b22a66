/**
 * What a run comes to. Costs are summed as fractions of the NAV at the open of their bar; growth is time-weighted: the NAV
 * before a deposit or withdrawal over the NAV after the one before it.
 */
import type { FillTotals } from './book.ts';
import { createTracking, type Tracking } from './tracking.ts';

/** The fields of one point, in the units of their names. */
export type BacktestStatistics = {
  readonly trackingErrorPct: number;
  readonly quarterlyTeSpread: number | null;
  readonly driftRmsPp: number;
  readonly costBpsPerYear: number;
  /** On margin: what positions cost while they were held; below zero where they were paid. */
  readonly fundingBpsPerYear?: number;
  readonly eventsPerYear: number;
  readonly turnoverPerYear: number;
  readonly cagrPct: number;
  readonly maxDrawdownPct: number;
  readonly initialNav: number;
  readonly finalNav: number;
  /** Deposits less withdrawals, in the portfolio's quote. */
  readonly contributed: number;
  readonly bars: number;
};

export type Tally = {
  readonly tracking: Tracking;
  bars: number;
  cost: number;
  /** Null where nothing is borrowed. */
  funding: number | null;
  turnover: number;
  events: number;
  /** Open time of the last bar with a fill: a bar counts once. */
  lastEvent: number;
  contributed: number;
  initialNav: number;
  /** NAV after the last flow, and what 1 had grown to by then. */
  base: number;
  baseGrowth: number;
  /** What 1 has grown to. */
  growth: number;
  peak: number;
  drawdown: number;
  nav: number;
};

export function createTally(): Tally {
  return {
    tracking: createTracking(),
    ...{
      bars: 0,
      cost: 0,
      funding: null,
      turnover: 0,
      events: 0,
      lastEvent: Number.NaN,
      contributed: 0,
    },
    ...{ initialNav: 0, base: 0, baseGrowth: 1, growth: 1, peak: 1, drawdown: 0, nav: 0 },
  };
}

/** Takes the NAV at the close of the first bar. */
export function beginTally(tally: Tally, nav: number): void {
  tally.bars = 1;
  tally.initialNav = nav;
  tally.base = nav;
  tally.nav = nav;
}

/** Takes the NAV at the close of a bar, before what flows in or out then. */
export function tallyClose(tally: Tally, nav: number): void {
  tally.bars++;
  tally.nav = nav;
  tally.growth = (tally.baseGrowth * nav) / tally.base;
  tally.peak = Math.max(tally.peak, tally.growth);
  tally.drawdown = Math.max(tally.drawdown, 1 - tally.growth / tally.peak);
}

/** Takes what flows in (or out, negative) at that close. */
export function tallyFlow(tally: Tally, notional: number): void {
  tally.contributed += notional;
  tally.nav += notional;
  tally.base = tally.nav;
  tally.baseGrowth = tally.growth;
}

/** Takes the fills of a bar: its open time, and the NAV at its open before them. */
export function tallyFill(
  tally: Tally,
  { cost, moved }: Pick<FillTotals, 'cost' | 'moved'>,
  { nav, time }: { nav: number; time: number },
): void {
  if (time !== tally.lastEvent) tally.events++;
  tally.lastEvent = time;
  tally.cost += cost / nav;
  for (let i = 0; i < moved.length; i++) {
    tally.turnover += Math.abs(moved[i] as number) / nav / 2;
  }
}

/** Takes the funding of a bar, as a fraction of the NAV at the close before. */
export function tallyFunding(tally: Tally, share: number): void {
  tally.funding = (tally.funding ?? 0) + share;
}

export function statisticsOf(tally: Tally, periodsPerYear: number): BacktestStatistics {
  const { tracking, bars } = tally;
  const years = bars / periodsPerYear;
  return {
    trackingErrorPct: tracking.trackingErrorPct(periodsPerYear),
    quarterlyTeSpread: tracking.quarterlySpread(),
    driftRmsPp: tracking.driftRmsPp(),
    costBpsPerYear: (1e4 * tally.cost) / years,
    ...(tally.funding !== null && { fundingBpsPerYear: (1e4 * tally.funding) / years }),
    eventsPerYear: tally.events / years,
    turnoverPerYear: tally.turnover / years,
    cagrPct: 100 * (tally.growth ** (1 / years) - 1),
    maxDrawdownPct: 100 * tally.drawdown,
    initialNav: tally.initialNav,
    finalNav: tally.nav,
    contributed: tally.contributed,
    bars,
  };
}
