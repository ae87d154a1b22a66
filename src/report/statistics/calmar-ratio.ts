/**
 * Calmar ratio: growth rate over the deepest drawdown, both in %, over the whole run; no unit. Young 1991, "Calmar Ratio: A
 * Smoother Tool", who took the last 36 months. It falls with the length of the run, since drawdowns can only deepen.
 */
import { type Figure, figureOf, noFigure } from './figure.ts';

export function calmarRatio(growthRatePct: Figure, maxDrawdownPct: number): Figure {
  if (growthRatePct.value === null) return growthRatePct;
  if (maxDrawdownPct === 0) return noFigure('there was no drawdown');
  return figureOf(growthRatePct.value / maxDrawdownPct);
}
