/** The covariances that targets are computed from, each as it was known at a time: per day, from bars that had closed by then. */
import { DataError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import { dailyReturnsOf } from '../../learning/covariance/covariance-models.ts';
import type { LearnedRisk } from '../../learning/covariance/learned-risk.ts';
import { type Candles, firstIndexAtOrAfter } from '../../market/candles.ts';
import { dailyCandlesOf } from '../../market/daily-candles.ts';
import { align, barsPerDay, barsPerYear, hasSessions, periodsPerYear } from '../../market/panel.ts';
import type { AllocatedSettings, CovarianceThen } from '../../plan/allocated-targets.ts';
import { modelInUse, trackerFor } from '../../plan/decision-room.ts';
import { plural } from '../../report/format.ts';
import { carefulCovariance } from '../../risk/careful-covariance.ts';
import { minimumBars } from '../../risk/forecast-tracker.ts';
import { learningDataOf } from '../learning/learning-data.ts';
import { tooShort } from './suggest-universe.ts';

/** What the learner knew at a time; a cause where it knew nothing. */
export type LearnedThen = (at: number) => CovarianceThen;

/**
 * At rising times. With the model `champion` what the learner knew counts, and ewma60 where that is nothing. An asset with less than 60
 * days of history has no covariance.
 */
export function covariancesAt(
  settings: AllocatedSettings,
  series: readonly Candles[],
  { times, learned }: { readonly times: readonly number[]; readonly learned: LearnedThen | null },
): readonly CovarianceThen[] {
  const { covariance } = settings.allocation;
  const daily = series.map(dailyCandlesOf);
  const known =
    covariance.kind === 'past'
      ? pastCovariances(series, times, covariance)
      : forecastCovariances(settings, series, { times, learned });
  return known.map((then, k) => shortHistory(daily, times[k] as number) ?? then);
}

/** Undefined where each asset has history enough. */
export function shortHistory(
  daily: readonly Candles[],
  at: number,
): { readonly cause: string } | undefined {
  const [short] = daily.flatMap((candles) => tooShort(candles, at));
  return short && { cause: `${short.symbol}: ${short.cause}` };
}

function forecastCovariances(
  settings: AllocatedSettings,
  series: readonly Candles[],
  { times, learned }: { readonly times: readonly number[]; readonly learned: LearnedThen | null },
): readonly CovarianceThen[] {
  if (learned === null) return trackedCovariances(settings, series, times);
  const found = times.map(learned);
  if (found.every((then) => 'values' in then)) return found;
  const tracked = trackedCovariances(settings, series, times);
  return found.map((then, k) => {
    if ('values' in then) return then;
    const own = tracked[k] as CovarianceThen;
    return 'values' in own
      ? { ...own, cause: then.cause }
      : { cause: `${then.cause}; ${own.cause}` };
  });
}

/** One walk over the bars. */
function trackedCovariances(
  settings: AllocatedSettings,
  series: readonly Candles[],
  times: readonly number[],
): readonly CovarianceThen[] {
  const panel = align(series);
  const tracker = trackerFor(settings, panel, { trackRanges: false });
  const model = modelInUse(settings);
  const perDay = barsPerDay(panel.intervalMs);
  let seen = 0;
  return times.map((time) => {
    const bars = firstIndexAtOrAfter(panel.openTime, time - panel.intervalMs + 1);
    for (; seen < bars; seen++) tracker?.observe(panel, seen);
    if (tracker === null) return { cause: `the forecast ${model} has no covariance` };
    if (tracker.forecast.version === 0) {
      const cause = `${model} has ${plural(bars, 'bar')}, ${minimumBars} are needed by the end of a day`;
      return { cause };
    }
    return {
      values: tracker.forecast.covariance.map((value) => perDay * value),
      source: `the forecast of ${model}`,
      cause: null,
      periodsPerYear: periodsPerYear(panel) / perDay,
    };
  });
}

function pastCovariances(
  series: readonly Candles[],
  times: readonly number[],
  { care, days }: Extract<AllocatedSettings['allocation']['covariance'], { kind: 'past' }>,
): readonly CovarianceThen[] {
  const data = dataOf(series);
  if ('cause' in data) return times.map(() => data);
  const { panel } = data;
  const { assets, values } = dailyReturnsOf(panel);
  const perYear = barsPerYear({ intervalMs: dayMs, sessions: panel.sessions });
  return times.map((time) => {
    const known = firstIndexAtOrAfter(panel.closeTime, time + 1);
    const rows = values.slice(Math.max(0, known - days) * assets, known * assets);
    const found = carefulCovariance({ assets, values: rows }, care);
    if (found === null) return { cause: `no asset has returned in the last ${days} days` };
    const count = plural(Math.min(days, known), 'day');
    const source = `the last ${count}, ${care === 'none' ? 'as they come' : `care ${care}`}`;
    return { values: found, source, cause: null, periodsPerYear: perYear };
  });
}

function dataOf(series: readonly Candles[]) {
  try {
    return learningDataOf(series, { dailyBars: false });
  } catch (fault) {
    if (fault instanceof DataError) return { cause: fault.message };
    throw fault;
  }
}

/**
 * Of what was learned over the past: the last day that had closed, where that has a covariance of the members, which are positions
 * among its assets.
 */
export function learnedThen(
  { assets, closeTime, covariance }: LearnedRisk,
  { members, series }: { readonly members: readonly number[]; readonly series: readonly Candles[] },
): LearnedThen {
  const sessions = hasSessions(dailyCandlesOf(series[0] as Candles));
  const perYear = barsPerYear({ intervalMs: dayMs, sessions });
  return (at) => {
    const day = firstIndexAtOrAfter(closeTime, at + 1) - 1;
    const cells = covariance.subarray(Math.max(0, day) * assets ** 2);
    const values = Float64Array.from(
      members.flatMap((i) => members.map((j) => cells[i * assets + j] as number)),
    );
    if (day < 0 || values.some(Number.isNaN)) {
      return { cause: 'the champion has no covariance of that day' };
    }
    const source = 'the forecast of champion';
    return { values, source, cause: null, periodsPerYear: perYear };
  };
}
