/**
 * The next periods of a search, run one after the other and joined. A period begins at the close of the bar before it, with
 * what the one before ended with: started anew at the targets, each would save a rebalance and look cheaper than it is.
 * The joined figures are those of one run whose policy changed on the way; tracking error is joined by its squares.
 */
import { invariant } from '../base/errors.ts';
import { firstIndexAtOrAfter } from '../market/candles.ts';
import { type BacktestInputs, backtest, type Start } from './backtest.ts';
import type { BacktestStatistics } from './tally.ts';
import { openTimes, type Range, type Universe } from './universe.ts';
import { partOf } from './universe-part.ts';

export type NextPeriod = {
  readonly statistics: BacktestStatistics;
  /** What is held at the close of its last bar. */
  readonly end: Exclude<Start, string>;
};

/** The bars of a period, and the one before it, at whose close it starts. */
export function fromCloseBefore(universe: Universe, { from, to }: Range): Range {
  const times = openTimes(universe);
  const first = firstIndexAtOrAfter(times, from);
  invariant(first > 0, 'a next period must follow a bar');
  return { from: times[first - 1] as number, to };
}

/** `inputs.universe` holds the period and what was before it. */
export function runNextPeriod(inputs: BacktestInputs, period: Range): NextPeriod {
  const universe = partOf(inputs.universe, fromCloseBefore(inputs.universe, period));
  const quantities = new Float64Array(inputs.settings.portfolio.symbols.length);
  let cash = 0;
  const statistics = backtest({
    ...inputs,
    universe,
    recordFor: ({ members, ended }) => ({
      close: (_bar, _look, book) => {
        cash = book.cash;
        quantities.fill(0);
        members.forEach((asset, k) => {
          if (!ended.includes(k)) quantities[asset] = book.quantities[k] as number;
        });
      },
    }),
  });
  return { statistics, end: { quantities, cash } };
}

/** Cost in bps a year, tracking error in % a year. */
export type PeriodFigures = Pick<
  BacktestStatistics,
  'costBpsPerYear' | 'trackingErrorPct' | 'eventsPerYear' | 'turnoverPerYear'
>;

/** Of periods that follow each other: the last bar of one is the first of the next. */
export function joined(periods: readonly BacktestStatistics[]): PeriodFigures {
  const bars = periods.reduce((sum, period) => sum + period.bars - 1, 1);
  const mean = (value: (period: BacktestStatistics) => number): number =>
    periods.reduce((sum, period) => sum + value(period) * period.bars, 0) / bars;
  const squares = periods.reduce(
    (sum, { trackingErrorPct, bars: own }) => sum + trackingErrorPct ** 2 * (own - 1),
    0,
  );
  return {
    costBpsPerYear: mean((period) => period.costBpsPerYear),
    trackingErrorPct: Math.sqrt(squares / (bars - 1)),
    eventsPerYear: mean((period) => period.eventsPerYear),
    turnoverPerYear: mean((period) => period.turnoverPerYear),
  };
}

/** Of windows that overlap: each counts the same. */
export function averaged(windows: readonly BacktestStatistics[]): PeriodFigures {
  const mean = (value: (window: BacktestStatistics) => number): number =>
    windows.reduce((sum, window) => sum + value(window), 0) / windows.length;
  return {
    costBpsPerYear: mean((window) => window.costBpsPerYear),
    trackingErrorPct: Math.sqrt(mean((window) => window.trackingErrorPct ** 2)),
    eventsPerYear: mean((window) => window.eventsPerYear),
    turnoverPerYear: mean((window) => window.turnoverPerYear),
  };
}
