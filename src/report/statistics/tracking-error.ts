/**
 * Tracking error against the portfolio that is rebalanced to its targets at every bar without cost: root mean square of the
 * differences of returns × √(periods a year), in % a year. Around zero, not around their mean, so that a steady lag counts
 * too (Roll 1992, "A Mean/Variance Analysis of Tracking Error", takes the deviation). It holds the costs paid, and so is a
 * little above `trackingErrorPct`, which is of weights alone.
 */
import { type Figure, figureOf, noFigure } from './figure.ts';
import { simpleReturns } from './returns.ts';

export function trackingErrorPct(
  series: { nav: Float64Array; targetNav: Float64Array },
  periodsPerYear: number,
): Figure {
  const errors = trackingErrors(series);
  if (errors.length === 0) return noFigure('one bar has no return');
  let squares = 0;
  for (const error of errors) squares += error * error;
  return figureOf(100 * Math.sqrt((squares / errors.length) * periodsPerYear));
}

/** Difference of the returns of each bar, as fractions. */
export function trackingErrors(series: {
  nav: Float64Array;
  targetNav: Float64Array;
}): Float64Array {
  const wanted = simpleReturns(series.targetNav);
  return simpleReturns(series.nav).map((value, bar) => value - (wanted[bar] as number));
}
