/**
 * What the learner says of the assets of a portfolio at the last close of a day: the promoted model with its weights as they are, or
 * a pooled HAR learnt from the candles at hand where that model cannot be used. A day is learnt once, whoever asks.
 */

import { DataError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import { type LearnedRisk, learnedRisk } from '../../learning/covariance/learned-risk.ts';
import { type Candles, closedBy, firstIndexAtOrAfter, slice } from '../../market/candles.ts';
import { barsPerDay } from '../../market/panel.ts';
import type { Settings } from '../../plan/settings.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { ModelCard } from '../../report/model-card.ts';
import { championForecasts, type Forecasts, standInForecasts } from './chain-forecasts.ts';
import { type FoundChampion, findChampion } from './find-champion.ts';
import { type LearningData, learningDataOf } from './learning-data.ts';

/**
 * No more is looked at, so that learning costs the same however long the candles are: correlations are fitted on 750 days of
 * forecasts, and what those stand on settles in 250 days before.
 */
const historyDays = 1_000;

/** Walked forward to the last closed day of the candles. */
export type LearnedDay = {
  /** Which of the chain: the promoted model, or what stands in for it. */
  readonly model: 'champion' | 'pooled-har';
  /** The stored model that forecast; null for pooled-har. */
  readonly name: string | null;
  /** Close of the last day that the stored model learnt from, epoch ms; null for pooled-har. */
  readonly learntTo: number | null;
  /** Why the champion is not in use; null when it is. */
  readonly cause: string | null;
  /** Of the promoted model, whether it is in use or stood in for; null without one that can be read. */
  readonly card: ModelCard | null;
  /** The last days of the candles: what came after their last closed day is left out. */
  readonly data: LearningData;
  /** ln of the mean daily variance, days × assets × horizons; NaN where there is none. */
  readonly forecasts: Float64Array;
  /** Of all assets over `forecast.horizonDays`; there is one for the last day. */
  readonly risk: LearnedRisk;
};

export type Learner = {
  /** A cause where neither of the two has a forecast of all assets. The series are those of the portfolio, in its order. */
  learn(
    settings: Settings,
    series: readonly Candles[],
  ): Promise<LearnedDay | { readonly cause: string }>;
};

export function createLearner(models: ModelStore): Learner {
  const dataKept = keepLast<LearningData | { readonly cause: string }>();
  const dayKept = keepLast<LearnedDay | { readonly cause: string }>();
  return {
    async learn(settings, series) {
      const candles = closedDaysOf(series);
      const content = contentOf(candles);
      const data = dataKept(content, () => dataOf(candles));
      if ('cause' in data) return data;
      const found = await findChampion(models, data.panel.sessions);
      const { horizonDays, modelMaxAgeDays } = settings.forecast;
      const why = 'cause' in found ? found.cause : null;
      const key = JSON.stringify([content, found.name, why, horizonDays, modelMaxAgeDays]);
      return dayKept(key, () => learnDay(settings, data, found));
    },
  };
}

/** Hands out what was made last for as long as the key stays the same. */
function keepLast<Made>(): (key: string, make: () => Made) => Made {
  let kept: { readonly key: string; readonly made: Made } | undefined;
  return (key, make) => {
    if (kept?.key !== key) kept = { key, made: make() };
    return kept.made;
  };
}

/** The last days up to the last midnight that is passed in them: the same at every look of a day. */
function closedDaysOf(series: readonly Candles[]): readonly Candles[] {
  const ends = series.map(({ openTime, intervalMs }) => (openTime.at(-1) ?? 0) + intervalMs);
  const midnight = Math.floor(Math.max(...ends) / dayMs) * dayMs;
  const closed = series.map((candles) => closedBy(candles, midnight));
  const start = Math.max(...closed.map(startOf));
  return closed.map((candles) =>
    slice(candles, firstIndexAtOrAfter(candles.openTime, start), candles.openTime.length),
  );
}

/** Open of the first bar of so many days; of shorter candles none is too old. */
function startOf({ openTime, intervalMs }: Candles): number {
  const bars = historyDays * barsPerDay(intervalMs);
  return openTime[openTime.length - bars] ?? Number.NEGATIVE_INFINITY;
}

/** Tells candles of one source apart. */
function contentOf(series: readonly Candles[]): string {
  const facts = series.map(({ symbol, intervalMs, openTime, close }) => [
    ...[symbol, intervalMs, openTime.length, openTime[0], openTime.at(-1)],
    close.reduce((sum, value) => sum + value, 0),
  ]);
  return JSON.stringify(facts);
}

function dataOf(series: readonly Candles[]): LearningData | { readonly cause: string } {
  try {
    const data = learningDataOf(series, { dailyBars: false });
    return data.panel.days === 0 ? { cause: 'no day has closed yet' } : data;
  } catch (fault) {
    if (fault instanceof DataError) return { cause: fault.message };
    throw fault;
  }
}

/** Down the chain, with the cause of each step. */
function learnDay(
  settings: Settings,
  data: LearningData,
  found: FoundChampion,
): LearnedDay | { readonly cause: string } {
  const { horizonDays, modelMaxAgeDays } = settings.forecast;
  const card = 'card' in found ? found.card : null;
  const champion = withRisk(
    championForecasts(data.panel, found, modelMaxAgeDays),
    data,
    horizonDays,
  );
  if (!('cause' in champion) && 'model' in found) {
    const { name, model } = found;
    return { model: 'champion', name, learntTo: model.to, cause: null, card, data, ...champion };
  }
  const cause = 'cause' in champion ? champion.cause : 'no model is promoted';
  const standIn = withRisk(standInForecasts(data.panel), data, horizonDays);
  if ('cause' in standIn) return { cause: `${cause}; ${standIn.cause}` };
  return { model: 'pooled-har', name: null, learntTo: null, cause, card, data, ...standIn };
}

function withRisk(
  made: Forecasts,
  { panel, series }: LearningData,
  horizonDays: number,
): Pick<LearnedDay, 'forecasts' | 'risk'> | { readonly cause: string } {
  if ('cause' in made) return made;
  const { forecasts } = made;
  const members = series.map((_, i) => i);
  const risk = learnedRisk({ panel, series, forecasts, members, horizonDays });
  const last = risk.covariance.subarray((panel.days - 1) * members.length ** 2);
  if (!last.every(Number.isFinite))
    return { cause: 'the covariances of the last day are not known' };
  return { forecasts, risk };
}
