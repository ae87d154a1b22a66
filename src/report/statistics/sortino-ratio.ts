/**
 * Sortino ratio: mean return above a wanted rate over the downside deviation, both annualised; no unit.
 * Downside deviation = √(mean of min(r − wanted, 0)²), over all returns, not only those below. Sortino and Price 1994,
 * "Performance Measurement in a Downside Risk Framework".
 */
import { type Figure, figureOf, noFigure } from './figure.ts';
import { sumOf } from './moments.ts';

export function sortinoRatio(
  returns: Float64Array,
  options: { periodsPerYear: number; ratePctPerYear: number },
): Figure {
  if (returns.length < 2) return noFigure('fewer than two returns have no spread');
  const { periodsPerYear, ratePctPerYear } = options;
  const wanted = ratePctPerYear / 100 / periodsPerYear;
  let squares = 0;
  for (const value of returns) squares += Math.min(0, value - wanted) ** 2;
  if (squares === 0) return noFigure('no return was below the wanted rate');
  const downside = Math.sqrt((squares / returns.length) * periodsPerYear);
  return figureOf(((sumOf(returns) / returns.length - wanted) * periodsPerYear) / downside);
}
