/**
 * How a model did on days that it had not seen, at all horizons: beside every opponent, in parts beside the baseline that counts,
 * and how often outcomes lay inside its intervals.
 */
import { centresOf } from '../inputs/centre.ts';
import { type DailyPanel, type Horizon, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import { type Coverage, coverageOf } from '../uncertainty/coverage.ts';
import { intervalCoverage } from '../uncertainty/interval-spec.ts';
import { logMeanOf, varianceIntervals } from '../uncertainty/variance-intervals.ts';
import type { ForecastTrack } from '../variance/walk-forward.ts';
import { compareLosses, type LossComparison } from './loss-comparison.ts';
import { type Losses, qlikeLosses } from './loss-matrix.ts';
import {
  type ComparedPart,
  compareByAsset,
  compareByHistory,
  compareByYear,
} from './loss-tables.ts';
import { leastLag } from './newey-west.ts';

export type TrialComparison = {
  readonly opponent: string;
  readonly horizonDays: Horizon;
  readonly comparison: LossComparison;
};

export type TrialParts = {
  readonly horizonDays: Horizon;
  readonly byYear: readonly ComparedPart[];
  readonly byAsset: readonly ComparedPart[];
  /** Beside the simplest opponent, which is there from the first days of an asset. */
  readonly byHistory: readonly ComparedPart[];
};

export type ModelTrial = {
  /** Rows of the panel at whose close forecasts were made, the second not included. */
  readonly rows: { readonly from: number; readonly to: number };
  readonly reference: string;
  readonly simplest: string;
  /** Those with cells in common. */
  readonly comparisons: readonly TrialComparison[];
  readonly parts: readonly TrialParts[];
  /** Of the intervals of variance. */
  readonly coverage: readonly CoverageOfDays[];
};

/** With the number of days that have an outcome and an interval. */
export type CoverageOfDays = Coverage & { readonly days: number };

export type TrialOptions = {
  readonly rows: { readonly from: number; readonly to: number };
  /** Its forecasts before the first row are what its intervals learn from. */
  readonly model: ForecastTrack;
  readonly opponents: readonly ForecastTrack[];
  readonly reference: string;
  readonly simplest: string;
};

export function trialOf(panel: DailyPanel, options: TrialOptions): ModelTrial {
  const { rows, model, opponents, reference, simplest } = options;
  const lossesOf = (track: ForecastTrack, horizonAt: number): Losses =>
    withinRows(panel, rows, { realized: realizedOf(panel), horizonAt, track });
  const comparisons = horizons.flatMap((horizonDays, horizonAt) => {
    const first = lossesOf(model, horizonAt);
    return opponents.flatMap((track): TrialComparison[] => {
      const second = lossesOf(track, horizonAt);
      const comparison = compareLosses(first, second, { lag: leastLag(horizonDays) });
      return comparison === null ? [] : [{ opponent: track.name, horizonDays, comparison }];
    });
  });
  const named = (name: string): ForecastTrack =>
    opponents.find((track) => track.name === name) as ForecastTrack;
  const parts = horizons.map((horizonDays, horizonAt): TrialParts => {
    const lag = leastLag(horizonDays);
    const first = lossesOf(model, horizonAt);
    const second = lossesOf(named(reference), horizonAt);
    const third = lossesOf(named(simplest), horizonAt);
    const { closeTime, symbols } = panel;
    const { historyDays } = centresOf(panel);
    return {
      horizonDays,
      byYear: compareByYear({ first, second }, { lag, closeTime }),
      byAsset: compareByAsset({ first, second }, { lag, symbols }),
      byHistory: compareByHistory({ first, second: third }, { lag, historyDays }),
    };
  });
  return {
    rows,
    reference,
    simplest,
    comparisons,
    parts,
    coverage: coverageWithin(panel, options),
  };
}

/** Losses of the forecasts of some rows; NaN elsewhere. */
function withinRows(
  panel: DailyPanel,
  { from, to }: { readonly from: number; readonly to: number },
  source: {
    readonly track: ForecastTrack;
    readonly realized: Float64Array;
    readonly horizonAt: number;
  },
): Losses {
  const assets = panel.symbols.length;
  const losses = qlikeLosses(source.track, { ...source, assets });
  const { values } = losses;
  values.fill(Number.NaN, 0, from * assets).fill(Number.NaN, to * assets);
  return losses;
}

function coverageWithin(
  panel: DailyPanel,
  { rows, model }: TrialOptions,
): readonly CoverageOfDays[] {
  const { forecasts } = model;
  const intervals = varianceIntervals(panel, forecasts, intervalCoverage);
  const outcomes = logMeanOf(realizedOf(panel));
  const width = panel.symbols.length * horizons.length;
  const isKnown = (day: number, horizonAt: number): boolean => {
    for (let at = day * width + horizonAt; at < (day + 1) * width; at += horizons.length) {
      if (!Number.isNaN((outcomes[at] as number) + (intervals.lower[at] as number))) return true;
    }
    return false;
  };
  return coverageOf(panel, { intervals, outcomes, forecasts, ...rows }).map((found, horizonAt) => {
    let days = 0;
    for (let day = rows.from; day < rows.to; day++) if (isKnown(day, horizonAt)) days++;
    return { ...found, days };
  });
}
