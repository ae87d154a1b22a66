/**
 * Cost drag: how much growth trading costs took. With c = Σ cost / NAV a year, growth before costs = (1 + CAGR)·e^c − 1,
 * since each cost k left the factor 1 − c_k ≈ e^(−c_k) of the NAV. Drag in bps a year = growth before − after; its share is
 * of the growth before costs, in %. Bogle 2014, "The Arithmetic of 'All-In' Investment Expenses". Says nothing on what the
 * trades earned.
 */
import { type Figure, figureOf, noFigure } from './figure.ts';

export type CostDrag = {
  readonly grossGrowthPct: Figure;
  readonly dragBpsPerYear: Figure;
  readonly shareOfGrossPct: Figure;
};

export function costDrag(growthRatePct: Figure, costBpsPerYear: number): CostDrag {
  if (growthRatePct.value === null) {
    return {
      grossGrowthPct: growthRatePct,
      dragBpsPerYear: growthRatePct,
      shareOfGrossPct: growthRatePct,
    };
  }
  const net = growthRatePct.value / 100;
  const gross = (1 + net) * Math.exp(costBpsPerYear / 1e4) - 1;
  return {
    grossGrowthPct: figureOf(100 * gross),
    dragBpsPerYear: figureOf(1e4 * (gross - net)),
    shareOfGrossPct:
      gross > 0
        ? figureOf((100 * (gross - net)) / gross)
        : noFigure('there was no growth before costs'),
  };
}
