/**
 * A policy swept over its parameter, kept as sums over quarters, and its figures at equal tracking error on any draw of them.
 * TE = √(Σ e² / bars · P), cost = Σ cost / NAV a year, spread = standard deviation (n − 1) of ln TE over the quarters drawn, the
 * first and the last of the run left out; P periods a year. Each is read off the curve through the points (cost-at-tracking.ts).
 */
import { type TrackedPoint, valueAtTracking } from './cost-at-tracking.ts';
import type { QuarterSums } from './quarter-sums.ts';

export type QuarterCurve = {
  readonly periodsPerYear: number;
  /** The quarters of each point; all have the same ones. */
  readonly points: readonly (readonly QuarterSums[])[];
};

export const curveFigures = ['cost', 'spread'] as const;

/** Cost in bps a year; the spread of quarterly tracking errors is a logarithm. */
export type CurveFigure = (typeof curveFigures)[number];

/** Ends of the quarters, epoch ms. */
export function quarterEnds({ points }: QuarterCurve): readonly number[] {
  return (points[0] ?? []).map(({ end }) => end);
}

export type FigureWanted = {
  readonly figure: CurveFigure;
  /** Tracking errors in % a year. */
  readonly levelsPct: readonly number[];
  /** Quarters by their ends, any of them any number of times. */
  readonly ends: readonly number[];
};

/** The figure of each curve, its geometric mean over the tracking errors that all of them bracket; null without any. */
export function comparedFigures(
  curves: readonly QuarterCurve[],
  wanted: FigureWanted,
): readonly number[] | null {
  const found = curves.map((curve) => logFiguresOf(curve, wanted));
  const common = [...wanted.levelsPct.keys()].filter((level) =>
    found.every((logs) => !Number.isNaN(logs[level] as number)),
  );
  if (common.length === 0) return null;
  return found.map((logs) =>
    Math.exp(common.reduce((sum, level) => sum + (logs[level] as number), 0) / common.length),
  );
}

/** At each tracking error; NaN where it is not bracketed. */
function logFiguresOf(curve: QuarterCurve, wanted: FigureWanted): readonly number[] {
  const known = quarterEnds(curve);
  const drawn = wanted.ends.map((end) => known.indexOf(end)).filter((place) => place >= 0);
  const inner = drawn.filter((place) => place > 0 && place < known.length - 1);
  const points = curve.points.map((quarters): TrackedPoint => {
    const { squares, cost, bars } = sumOf(quarters, drawn);
    const years = bars / curve.periodsPerYear;
    return {
      trackingErrorPct: 100 * Math.sqrt(squares / years),
      value: wanted.figure === 'cost' ? (1e4 * cost) / years : spreadOf(quarters, inner),
    };
  });
  return wanted.levelsPct.map((level) => Math.log(valueAtTracking(points, level) ?? Number.NaN));
}

function sumOf(quarters: readonly QuarterSums[], places: readonly number[]) {
  const sum = { cost: 0, squares: 0, bars: 0 };
  for (const place of places) {
    const quarter = quarters[place] as QuarterSums;
    sum.cost += quarter.cost;
    sum.squares += quarter.squares;
    sum.bars += quarter.bars;
  }
  return sum;
}

/** 0 with fewer than two quarters: no point of a curve. */
function spreadOf(quarters: readonly QuarterSums[], places: readonly number[]): number {
  const logs = places
    .map((place) => quarters[place] as QuarterSums)
    .filter(({ squares }) => squares > 0)
    .map(({ squares, bars }) => Math.log(squares / bars) / 2);
  if (logs.length < 2) return 0;
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1));
}
