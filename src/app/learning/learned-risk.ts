/**
 * What the champion would have forecast for the assets of a portfolio, walked forward over a folder of candles: learned anew
 * each month from all assets of the folder, and only from targets complete by then; its networks are those of the promoted model
 * once they had been trained.
 */

import { DataError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import { type LearnedRisk, learnedRisk } from '../../learning/covariance/learned-risk.ts';
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import { championRecipe } from '../../learning/variance/champion.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import type { Settings } from '../../plan/settings.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import { championLessons } from './champion-lessons.ts';
import { readLearningData } from './learning-data.ts';
import { walkInSteps } from './walk-in-steps.ts';

/** Forecasts before the period that correlations are fitted on. */
export const leadMs = 750 * dayMs;
/** Before this many days of history nothing is learned. */
export const fewestDays = 120;

export type FolderRequest = {
  readonly directory: string;
  readonly settings: Settings;
  readonly from: number;
  readonly to: number;
  readonly models: ModelStore;
  readonly signal: AbortSignal;
};

export type LearnedFolder = {
  readonly risk: LearnedRisk;
  readonly panel: DailyPanel;
  /** ln of the mean daily variance, days × all assets of the folder × horizons; NaN where there is none. */
  readonly forecasts: Float64Array;
  /** The assets of the portfolio, as positions in the panel. */
  readonly members: readonly number[];
};

/** The risk alone. Errors: those of `learnFolder`. */
export async function learnedFromFolder(request: FolderRequest): Promise<LearnedRisk> {
  return (await learnFolder(request)).risk;
}

/**
 * For closes of days in a range; the first days of a history have no forecast. Errors: DataError when the folder lacks an asset of
 * the portfolio, or its assets are of two classes; AbortError when it is interrupted.
 */
export async function learnFolder(request: FolderRequest): Promise<LearnedFolder> {
  const { directory, settings, from, to, models, signal } = request;
  const { panel, series } = await readLearningData({ directory, dailyBars: false });
  const members = settings.portfolio.symbols.map((symbol) => {
    const place = panel.symbols.indexOf(symbol);
    if (place < 0) throw new DataError(`${directory} has no candles of ${symbol}`);
    return place;
  });
  const lead = firstIndexAtOrAfter(panel.closeTime, from - leadMs);
  const rows = {
    from: Math.min(panel.days, Math.max(fewestDays, lead)),
    to: firstIndexAtOrAfter(panel.closeTime, to),
  };
  const lessons = await championLessons(panel, { ...rows, models, trainer: null, signal });
  const steps = { ...rows, refitEvery: 'month', signal } as const;
  const { forecasts } = await walkInSteps(panel, championRecipe({ lessons }), steps);
  const { horizonDays } = settings.forecast;
  const risk = learnedRisk({ panel, series, forecasts, members, horizonDays });
  return { risk, panel, forecasts, members };
}
