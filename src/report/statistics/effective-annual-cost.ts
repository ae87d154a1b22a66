/**
 * Effective annual cost: all costs paid over the average NAV, a year, in bps. It is how a fund states its transaction costs
 * (Commission Delegated Regulation (EU) 2017/653, annex VI): money-weighted, so a year with a large NAV counts more, where
 * `costBpsPerYear` gives every trade the NAV of its time.
 */
import { type Figure, figureOf, noFigure } from './figure.ts';
import { sumOf } from './moments.ts';

export function effectiveAnnualCostBps(
  nav: Float64Array,
  options: { costPaid: number; periodsPerYear: number },
): Figure {
  if (nav.length < 2) return noFigure('one bar is no period');
  const years = nav.length / options.periodsPerYear;
  return figureOf((1e4 * options.costPaid) / (sumOf(nav) / nav.length) / years);
}
