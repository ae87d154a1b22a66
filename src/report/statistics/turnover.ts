/**
 * Average holding time in years, the inverse of turnover: with a turnover of 0.5 a year half of the NAV is exchanged in a
 * year, and a unit of it stays two years. Turnover = Σ |Δw| / 2 over the risky assets of every fill, a year, so that selling
 * one asset for another counts once (as the lesser of purchases and sales does: SEC Form N-1A, item 13).
 */
import { type Figure, figureOf, noFigure } from './figure.ts';

export function holdingYears(turnoverPerYear: number): Figure {
  return turnoverPerYear > 0 ? figureOf(1 / turnoverPerYear) : noFigure('nothing was exchanged');
}
