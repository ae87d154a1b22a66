/**
 * Sharpe ratio: mean return above a riskless rate over the standard deviation of returns, both annualised; no unit.
 * (mean(r) − rate / periods) · periods / (sd(r) · √periods). Sharpe 1994, "The Sharpe Ratio". Assumes returns without serial
 * correlation.
 */
import { type Figure, figureOf, noFigure } from './figure.ts';
import { momentsOf } from './moments.ts';

export function sharpeRatio(
  returns: Float64Array,
  options: { periodsPerYear: number; ratePctPerYear: number },
): Figure {
  if (returns.length < 2) return noFigure('fewer than two returns have no spread');
  const { mean, deviation } = momentsOf(returns);
  if (deviation === 0) return noFigure('the returns never varied');
  const { periodsPerYear, ratePctPerYear } = options;
  const excess = mean * periodsPerYear - ratePctPerYear / 100;
  return figureOf(excess / (deviation * Math.sqrt(periodsPerYear)));
}
