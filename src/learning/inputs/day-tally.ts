/**
 * One day of one asset, summed up bar by bar: its prices, its volume, and what its hourly log returns r say.
 *
 * RV = Σ r², falling share = Σ_{r<0} r² / RV − ½, late share = that of the last eight hours;
 * bipower variation BV = (π/2) (n/m) Σ |r_k r_{k−1}| over the m pairs of neighbouring hours, jump share = max(0, 1 − BV/RV);
 * RQ = (n/3) Σ r⁴, unevenness = ½ ln RQ − ln RV. Per day, of log returns.
 * Barndorff-Nielsen and Shephard 2004, "Power and Bipower Variation with Stochastic Volatility and Jumps";
 * Barndorff-Nielsen, Kinnebrock and Shephard 2010, "Measuring downside risk: realised semivariance".
 */
import { hourMs } from '../../base/time.ts';
import type { Candles } from '../../market/candles.ts';
import { rangeVariance } from '../../risk/range-variance.ts';

const lateHours = 8;
/** With fewer hourly returns the range says more. */
const fewestHours = 20;

export type DayTally = {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  /** Hourly returns of the day: their number and sums of powers. */
  hours: number;
  squares: number;
  fallingSquares: number;
  lateSquares: number;
  fourthPowers: number;
  pairs: number;
  products: number;
  /** Absolute return of the hour before, NaN when it is not known or of another day. */
  hourBefore: number;
};

export function emptyTally(): DayTally {
  return {
    open: Number.NaN,
    high: Number.NEGATIVE_INFINITY,
    low: Number.POSITIVE_INFINITY,
    close: Number.NaN,
    volume: 0,
    hours: 0,
    squares: 0,
    fallingSquares: 0,
    lateSquares: 0,
    fourthPowers: 0,
    pairs: 0,
    products: 0,
    hourBefore: Number.NaN,
  };
}

/** Begins a day with its first bar. */
export function startDay(tally: DayTally, candles: Candles, bar: number): void {
  Object.assign(tally, emptyTally());
  tally.open = candles.open[bar] as number;
}

export function addBar(tally: DayTally, candles: Candles, bar: number): void {
  tally.high = Math.max(tally.high, candles.high[bar] as number);
  tally.low = Math.min(tally.low, candles.low[bar] as number);
  tally.close = candles.close[bar] as number;
  tally.volume += candles.volume[bar] as number;
}

/** Takes the return of an hour; `untilCloseMs` from its end to the end of the day. NaN breaks the row of hours. */
export function addHour(tally: DayTally, value: number, untilCloseMs: number): void {
  const square = value * value;
  const size = Math.abs(value);
  if (!Number.isNaN(value)) {
    tally.hours++;
    tally.squares += square;
    tally.fourthPowers += square * square;
    if (value < 0) tally.fallingSquares += square;
    if (untilCloseMs < lateHours * hourMs) tally.lateSquares += square;
    if (!Number.isNaN(tally.hourBefore)) {
      tally.pairs++;
      tally.products += size * tally.hourBefore;
    }
  }
  tally.hourBefore = size;
}

/** v before its floor: realised from hours where there are enough, else from the range. */
export function varianceOf(tally: DayTally): number {
  return hasHours(tally) ? tally.squares : rangeVariance(tally);
}

/** Whether the hours give shape measures as well. */
export function hasShape(tally: DayTally): boolean {
  return hasHours(tally) && tally.squares > 0;
}

export function fallingShareOf({ fallingSquares, squares }: DayTally): number {
  return fallingSquares / squares - 0.5;
}

export function lateShareOf({ lateSquares, squares }: DayTally): number {
  return lateSquares / squares;
}

export function jumpShareOf({ hours, pairs, products, squares }: DayTally): number {
  const bipower = ((Math.PI / 2) * hours * products) / pairs;
  return Math.max(0, 1 - bipower / squares);
}

export function unevennessOf({ hours, fourthPowers, squares }: DayTally): number {
  return 0.5 * Math.log((hours / 3) * fourthPowers) - Math.log(squares);
}

export function hasHours({ hours }: DayTally): boolean {
  return hours >= fewestHours;
}

/** Whether the day says more than its close. */
export function hasRange({ high, low }: DayTally): boolean {
  return high > low;
}
