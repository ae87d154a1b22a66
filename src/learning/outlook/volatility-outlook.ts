/**
 * What forecasts of variance say from the last close on, for each asset and 1 to 30 days: volatility a year, √(mean daily variance ×
 * days of a year), and the return, each with a range that shall hold half of the outcomes and one that shall hold nine tenths.
 * Between the horizons of the models logs of variances, of their errors and of scores of returns are lines in ln h.
 */
import { dayMs } from '../../base/time.ts';
import { barsPerYear } from '../../market/panel.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import type { StoredIntervals } from '../stored/stored-model.ts';
import type { Bounds } from '../uncertainty/adaptive-quantiles.ts';
import { intervalCoverage } from '../uncertainty/interval-spec.ts';
import { returnIntervals } from '../uncertainty/return-intervals.ts';
import type { Intervals } from '../uncertainty/score-intervals.ts';
import { varianceIntervals } from '../uncertainty/variance-intervals.ts';
import { forecastOver } from '../variance/between-horizons.ts';

export type Ahead = {
  readonly days: number;
  /** Fraction a year, of the mean variance over the days. */
  readonly volAnnual: number;
  /** Null where too few outcomes are known. */
  readonly vol50: Bounds | null;
  readonly vol90: Bounds | null;
  /** Simple returns over the days, fractions. */
  readonly return50: Bounds | null;
  readonly return90: Bounds | null;
};

export const longestDays = 30;

/**
 * Of the forecasts of a walk forward; for 90 % the bounds of the model stand in where the panel knows too few outcomes, but not for
 * assets of closes only, whose bounds are wider and which no model holds.
 */
export function volatilityOutlook(
  panel: DailyPanel,
  forecasts: Float64Array,
  stored: StoredIntervals | null,
): readonly (readonly Ahead[])[] {
  const half = scoresOf(panel, forecasts, { coverage: 0.5, stored: null });
  const most = scoresOf(panel, forecasts, { coverage: intervalCoverage, stored });
  const perYear = barsPerYear({ intervalMs: dayMs, sessions: panel.sessions });
  const first = (panel.days - 1) * panel.symbols.length * horizons.length;
  return panel.symbols.map((_, asset) => {
    const place = first + asset * horizons.length;
    const own = forecasts.subarray(place, place + horizons.length);
    return Array.from({ length: longestDays }, (_, k): Ahead => {
      const days = k + 1;
      const log = overDays(own, days);
      const deviation = Math.sqrt(Math.exp(log) * days);
      const volOf = (error: number): number => Math.sqrt(Math.exp(log + error) * perYear);
      const returnOf = (score: number): number => Math.expm1(score * deviation);
      return {
        days,
        volAnnual: volOf(0),
        vol50: boundsOver(half.variance(asset), days, volOf),
        vol90: boundsOver(most.variance(asset), days, volOf),
        return50: boundsOver(half.return(asset), days, returnOf),
        return90: boundsOver(most.return(asset), days, returnOf),
      };
    });
  });
}

/** One volatility for all days, of a forecast that knows no more. */
export function steadyOutlook(volAnnual: number): readonly Ahead[] {
  const unknown = { vol50: null, vol90: null, return50: null, return90: null };
  return Array.from({ length: longestDays }, (_, k) => ({ days: k + 1, volAnnual, ...unknown }));
}

/** Bounds by horizon, NaN where there is none. */
type Edges = { readonly lower: Float64Array; readonly upper: Float64Array };

/** At the last close: of ln realised − forecast, and of the return in deviations that are forecast for it. */
function scoresOf(
  panel: DailyPanel,
  forecasts: Float64Array,
  { coverage, stored }: { readonly coverage: number; readonly stored: StoredIntervals | null },
) {
  const ofVariance = varianceIntervals(panel, forecasts, coverage);
  const ofReturn = returnIntervals(panel, forecasts, coverage);
  const first = (panel.days - 1) * panel.symbols.length * horizons.length;
  const edges = (
    { lower, upper }: Intervals,
    asset: number,
    known: {
      readonly scoreOf: (bound: number, forecast: number, horizon: number) => number;
      readonly stored: readonly (Bounds | null)[] | undefined;
    },
  ): Edges => {
    const edgeOf = (bounds: Float64Array, side: keyof Bounds): Float64Array =>
      Float64Array.from(horizons, (horizon, k) => {
        const at = first + asset * horizons.length + k;
        const score = known.scoreOf(bounds[at] as number, forecasts[at] as number, horizon);
        if (!Number.isNaN(score) || panel.closesOnly[asset]) return score;
        return known.stored?.[k]?.[side] ?? Number.NaN;
      });
    return { lower: edgeOf(lower, 'lower'), upper: edgeOf(upper, 'upper') };
  };
  return {
    variance: (asset: number) =>
      edges(ofVariance, asset, {
        scoreOf: (bound, forecast) => bound - forecast,
        stored: stored?.variance,
      }),
    return: (asset: number) =>
      edges(ofReturn, asset, {
        scoreOf: (bound, forecast, horizon) => bound / Math.sqrt(Math.exp(forecast) * horizon),
        stored: stored?.return,
      }),
  };
}

function boundsOver(
  { lower, upper }: Edges,
  days: number,
  of: (score: number) => number,
): Bounds | null {
  const bounds = { lower: of(overDays(lower, days)), upper: of(overDays(upper, days)) };
  return Number.isNaN(bounds.lower) ? null : bounds;
}

/** A horizon of the models has its own value, also where its neighbour has none. */
function overDays(values: Float64Array, days: number): number {
  const at = (horizons as readonly number[]).indexOf(days);
  return at >= 0 ? (values[at] as number) : forecastOver(values, 0, days);
}
