/**
 * What the champion would have forecast for the assets of a portfolio, walked forward over a folder of candles: learned anew
 * each month from all assets of the folder, and only from targets complete by then.
 */
import { setImmediate } from 'node:timers/promises';
import { DataError } from '../base/errors.ts';
import { type LearnedRisk, learnedRisk } from '../learning/covariance/learned-risk.ts';
import { champion } from '../learning/variance/variance-models.ts';
import { walkForward } from '../learning/variance/walk-forward.ts';
import { firstIndexAtOrAfter } from '../market/candles.ts';
import type { Settings } from '../plan/settings.ts';
import { type LearningData, readLearningData } from './learning-data.ts';

/** Forecasts before the period that correlations are fitted on. */
const leadMs = 750 * 86_400_000;
/** Before this many days of history nothing is learned. */
export const fewestDays = 120;

/** Errors: DataError when the folder lacks an asset of the portfolio, or its assets are of two classes. */
export async function learnedFromFolder(request: {
  readonly directory: string;
  readonly settings: Settings;
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
}): Promise<LearnedRisk> {
  const { directory, settings, signal } = request;
  const { panel, series } = await readLearningData({ directory, dailyBars: false });
  // Lets an interruption through.
  await setImmediate();
  signal.throwIfAborted();
  const members = settings.portfolio.symbols.map((symbol) => {
    const place = panel.symbols.indexOf(symbol);
    if (place < 0) throw new DataError(`${directory} has no candles of ${symbol}`);
    return place;
  });
  return learnedOver({ panel, series }, { ...request, members });
}

/** The same of data at hand, for closes of days in a range; the first days of a history have no forecast. */
export function learnedOver(
  { panel, series }: LearningData,
  wanted: {
    readonly settings: Settings;
    readonly members: readonly number[];
    readonly from: number;
    readonly to: number;
  },
): LearnedRisk {
  const { settings, members, from, to } = wanted;
  const lead = firstIndexAtOrAfter(panel.closeTime, from - leadMs);
  const { models } = walkForward(panel, {
    recipes: [champion],
    from: Math.min(panel.days, Math.max(fewestDays, lead)),
    to: firstIndexAtOrAfter(panel.closeTime, to),
    refitEvery: 'month',
  });
  const forecasts = models[0]?.forecasts ?? new Float64Array(0);
  const { horizonDays } = settings.forecast;
  return learnedRisk({ panel, series, forecasts, members, horizonDays });
}
