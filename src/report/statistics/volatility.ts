/**
 * Annual volatility: standard deviation (n − 1) of returns × √(periods a year), in % a year. Assumes returns without serial
 * correlation; where they trend, the figure is too low (Lo 2002, "The Statistics of Sharpe Ratios").
 */
import { type Figure, figureOf, noFigure } from './figure.ts';
import { momentsOf } from './moments.ts';

export function volatilityPct(returns: Float64Array, periodsPerYear: number): Figure {
  if (returns.length < 2) return noFigure('fewer than two returns have no spread');
  return figureOf(100 * momentsOf(returns).deviation * Math.sqrt(periodsPerYear));
}
