/**
 * Compound annual growth rate: (final NAV / first NAV)^(1 / years) − 1, in % a year; years = bars / periods a year.
 * Assumes no deposits or withdrawals. CFA Institute, Global Investment Performance Standards (2020), annualised return.
 */
import { type Figure, figureOf, noFigure } from './figure.ts';

export function growthRatePct(nav: Float64Array, periodsPerYear: number): Figure {
  if (nav.length < 2) return noFigure('one bar is no period');
  const growth = (nav[nav.length - 1] as number) / (nav[0] as number);
  return figureOf(100 * (growth ** (periodsPerYear / nav.length) - 1));
}
