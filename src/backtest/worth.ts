/**
 * What a forecast is worth: how much lower a figure is with it than with a simple forecast, as a share of what knowing the
 * future would gain, Σ(base − model) / Σ(base − foresight) over portfolios. A portfolio where foresight gains less than 2 % has
 * nothing to share and is not counted. Intervals hold 90 % of the draws of quarters, with replacement and the same for all
 * portfolios: what happens in a quarter happens to all of them.
 */
import { createRandom } from '../base/random.ts';
import type { Objective } from '../policy/settings.ts';
import {
  type CurveFigure,
  comparedFigures,
  type FigureWanted,
  type QuarterCurve,
  quarterEnds,
} from './quarter-curve.ts';

/** One portfolio under three forecasts. */
export type WorthCurves = {
  readonly name: string;
  readonly base: QuarterCurve;
  readonly model: QuarterCurve;
  readonly foresight: QuarterCurve;
};

/** Geometric means over the tracking errors at which all three are known. */
export type WorthFigures = {
  readonly base: number;
  readonly model: number;
  readonly foresight: number;
};

export type PortfolioWorth = {
  readonly name: string;
  /** Null where the curves have no tracking error in common. */
  readonly figures: WorthFigures | null;
  /** Whether there is something for a forecast to gain. */
  readonly isCounted: boolean;
};

export type Estimate = { readonly value: number; readonly low: number; readonly high: number };

export type Worth = {
  readonly portfolios: readonly PortfolioWorth[];
  /** Share of the base that the model saves, over all portfolios with figures; null without any. */
  readonly gain: Estimate | null;
  /** The same of foresight. */
  readonly possible: Estimate | null;
  /** Share of the possible gain, over the portfolios that count; null without any. */
  readonly captured: Estimate | null;
};

/** One objective and what is to be low under it. */
export type ObjectiveWorth = {
  readonly objective: Objective;
  readonly figure: CurveFigure;
  readonly worth: Worth;
  /** The simple forecast of each portfolio. */
  readonly bases: readonly string[];
};

const leastPossible = 0.02;
const draws = 1_000;
const seed = 5;

export function worthOf(
  portfolios: readonly WorthCurves[],
  wanted: Pick<FigureWanted, 'figure' | 'levelsPct'>,
): Worth {
  const ends = [...new Set(portfolios.flatMap(({ base }) => quarterEnds(base)))].sort(
    (a, b) => a - b,
  );
  const figures = portfolios.map((curves) => figuresOf(curves, { ...wanted, ends }));
  const isCounted = figures.map(
    (found) => found !== null && found.base - found.foresight >= leastPossible * found.base,
  );
  const random = createRandom(seed);
  const drawn = Array.from({ length: draws }, () => {
    const some = ends.map(() => ends[Math.floor(random.uniform() * ends.length)] as number);
    return portfolios.map((curves) => figuresOf(curves, { ...wanted, ends: some }));
  });
  const estimate = (of: Ratio): Estimate | null => estimateOf(of, figures, drawn);
  const ofCounted =
    (of: Ratio): Ratio =>
    (found) =>
      of(found.filter((_, at) => isCounted[at]));
  return {
    portfolios: portfolios.map(({ name }, at) => ({
      name,
      figures: figures[at] as WorthFigures | null,
      isCounted: isCounted[at] as boolean,
    })),
    gain: estimate(gainOf('model')),
    possible: estimate(gainOf('foresight')),
    captured: estimate(ofCounted(capturedOf)),
  };
}

function figuresOf(
  { base, model, foresight }: WorthCurves,
  wanted: FigureWanted,
): WorthFigures | null {
  const found = comparedFigures([base, model, foresight], wanted);
  if (found === null) return null;
  const [ofBase, ofModel, ofForesight] = found as [number, number, number];
  return { base: ofBase, model: ofModel, foresight: ofForesight };
}

type Found = readonly (WorthFigures | null)[];

/** NaN without a portfolio that has figures. */
type Ratio = (found: Found) => number;

function sumOf(found: Found, value: (figures: WorthFigures) => number): number {
  return found.reduce((sum, figures) => sum + (figures === null ? 0 : value(figures)), 0);
}

function gainOf(name: 'model' | 'foresight'): Ratio {
  return (found) =>
    sumOf(found, (figures) => figures.base - figures[name]) / sumOf(found, ({ base }) => base);
}

const capturedOf: Ratio = (found) =>
  sumOf(found, ({ base, model }) => base - model) /
  sumOf(found, ({ base, foresight }) => base - foresight);

function estimateOf(ratio: Ratio, found: Found, drawn: readonly Found[]): Estimate | null {
  const value = ratio(found);
  if (!Number.isFinite(value)) return null;
  const values = drawn
    .map(ratio)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const at = (share: number): number =>
    values[Math.round(share * (values.length - 1))] ?? Number.NaN;
  return { value, low: at(0.05), high: at(0.95) };
}
