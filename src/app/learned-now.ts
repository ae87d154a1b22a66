/**
 * What the champion says now of the assets of a portfolio: learned from their own candles as a backtest would have learned it,
 * for the last closes of days. It is recorded with the recommendation, so that this can be computed again without learning.
 */
import { DataError } from '../base/errors.ts';
import type { LearnedRisk } from '../learning/covariance/learned-risk.ts';
import type { Candles } from '../market/candles.ts';
import type { RecordedLearning } from '../plan/inputs.ts';
import type { Settings } from '../plan/settings.ts';
import { fewestDays, learnedOver } from './learned-risk.ts';
import { type LearningData, learningDataOf } from './learning-data.ts';

/** A look shows what moved since the day before; one more covers a day that has just closed. */
const recordedDays = 3;

export type LearnedNow = {
  readonly recorded: RecordedLearning;
  /** Of all days, for a search over the past; absent when nothing was learned. */
  readonly risk?: LearnedRisk;
};

export function learnedNow(settings: Settings, series: readonly Candles[]): LearnedNow {
  const data = dataOf(series);
  if ('cause' in data) return { recorded: data };
  const { closeTime, days } = data.panel;
  if (days <= fewestDays) {
    return { recorded: { cause: `${days} days of history, more than ${fewestDays} are needed` } };
  }
  const last = closeTime[days - 1] as number;
  const members = series.map((_, i) => i);
  const risk = learnedOver(data, { settings, members, from: last, to: last + 1 });
  const cells = risk.assets * risk.assets;
  const from = days - recordedDays;
  const covariance = risk.covariance.slice(from * cells);
  if (covariance.some(Number.isNaN)) {
    return { recorded: { cause: 'an asset has no forecast yet' } };
  }
  const recorded = { closeTime: [...closeTime.slice(from)], covariance: [...covariance] };
  return { recorded, risk };
}

function dataOf(series: readonly Candles[]): LearningData | { readonly cause: string } {
  try {
    return learningDataOf(series, { dailyBars: false });
  } catch (fault) {
    if (fault instanceof DataError) return { cause: fault.message };
    throw fault;
  }
}
