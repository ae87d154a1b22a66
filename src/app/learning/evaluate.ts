/** Every model beside every baseline, walked forward over a time on recorded candles. */
import { setImmediate } from 'node:timers/promises';
import { DataError } from '../../base/errors.ts';
import {
  covarianceBaselines,
  createCovarianceBlend,
  dailyReturnsOf,
} from '../../learning/covariance/covariance-models.ts';
import {
  type CovarianceTrack,
  covarianceTrack,
} from '../../learning/covariance/covariance-track.ts';
import { createRealisedCovariances } from '../../learning/covariance/realised-covariances.ts';
import {
  type CovarianceEvaluation,
  evaluateCovariances,
} from '../../learning/evaluation/covariance-evaluation.ts';
import {
  evaluateVariances,
  type VarianceEvaluation,
} from '../../learning/evaluation/variance-evaluation.ts';
import { type DailyPanel, type Horizon, horizons } from '../../learning/inputs/daily-panel.ts';
import { realizedOf } from '../../learning/inputs/realized.ts';
import { sumsAhead } from '../../learning/inputs/sums-ahead.ts';
import type { NetworkLesson } from '../../learning/network/network-lessons.ts';
import { type Coverage, coverageOf } from '../../learning/uncertainty/coverage.ts';
import { intervalCoverage } from '../../learning/uncertainty/interval-spec.ts';
import { returnIntervals } from '../../learning/uncertainty/return-intervals.ts';
import type { Intervals } from '../../learning/uncertainty/score-intervals.ts';
import { logMeanOf, varianceIntervals } from '../../learning/uncertainty/variance-intervals.ts';
import { championName, championRecipe } from '../../learning/variance/champion.ts';
import type { ForecasterRecipe } from '../../learning/variance/forecaster.ts';
import { unseenChampion } from '../../learning/variance/unseen-champion.ts';
import {
  type ForecastTrack,
  joinTracks,
  walkForward,
} from '../../learning/variance/walk-forward.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { NetworkTrainer } from '../../ports/network-trainer.ts';
import { championLessons } from './champion-lessons.ts';
import { type LearningData, readLearningData } from './learning-data.ts';
import { readOutsideInputs } from './outside-inputs.ts';
import { type InputsTried, tryInputs } from './try-inputs.ts';

export type EvaluationRequest = {
  readonly directory: string;
  /** Forecasts are made at the closes of days from the first, the second not included, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly horizon: Horizon;
  /** As if nothing shorter than daily bars were known. */
  readonly dailyBars: boolean;
  /** The promoted model lends its networks to the champion from the end of its training on. */
  readonly models: ModelStore;
  /** Trains networks for the champion at the start of each year instead; null trains none. */
  readonly trainer: NetworkTrainer | null;
  readonly baselines: readonly ForecasterRecipe[];
  /** Also forecast by a champion that never saw it: an asset, `all` of them one after the other, or none. */
  readonly leaveOut: string | null;
  /** Folder of inputs from outside to try as well. */
  readonly inputs?: string | undefined;
  readonly signal: AbortSignal;
  readonly onModel: (done: string) => void;
};

export type Evaluation = {
  readonly panel: DailyPanel;
  readonly horizon: Horizon;
  /** Rows of the panel at whose close forecasts were made, the second not included. */
  readonly rows: Rows;
  /** The champion first. */
  readonly tracks: readonly ForecastTrack[];
  readonly variances: VarianceEvaluation;
  /** Of the champion. */
  readonly coverage: { readonly variance: Coverage; readonly return: Coverage };
  readonly covarianceTracks: readonly CovarianceTrack[];
  readonly covariances: CovarianceEvaluation | null;
  /** Null where none were given. */
  readonly inputs: InputsTried | null;
};

type Rows = { readonly from: number; readonly to: number };

const reference = 'har-log';
const simplest = 'ewma-returns';
const covariancesAgainst = { reference: 'cm-iewma', rival: 'dcc' };
/** Forecasts of the champion before the first that is judged: what its intervals and its covariances learn from. */
const warmUpDays = 1_000;

/** Errors: DataError when a file is unfit, no day closes in the time, or the asset to leave out is not there. */
export async function evaluate(request: EvaluationRequest): Promise<Evaluation> {
  const outside = request.inputs === undefined ? [] : await readOutsideInputs(request.inputs);
  const data = await readLearningData(request);
  const { panel } = data;
  const rows = rowsOf(panel, request);
  const leftOut = leftOutOf(panel, request);
  const warmRows = { from: Math.max(0, rows.from - warmUpDays), to: rows.to };
  const next = async (done: string): Promise<void> => {
    request.onModel(done);
    // Lets an interruption through.
    await setImmediate();
    request.signal.throwIfAborted();
  };

  const lessons = await lessonsOf(panel, request, warmRows);
  const champion = trackOf(panel, championRecipe({ lessons }), warmRows);
  const tracks = [withoutWarmUp(champion, panel, rows)];
  await next(`variances of ${champion.name}`);
  const unseen: ForecastTrack[] = [];
  for (const symbol of leftOut) {
    unseen.push(trackOf(panel, unseenChampion(symbol), rows));
    await next(`variances of ${symbol} by a champion that never saw it`);
  }
  if (unseen.length > 0) tracks.push(joinTracks(unseen));
  for (const recipe of request.baselines) {
    const track = trackOf(panel, recipe, rows);
    tracks.push(track);
    await next(`variances of ${track.name}`);
  }
  const covarianceTracks: CovarianceTrack[] = [];
  for (const forecaster of covarianceModels(data, champion)) {
    const assets = panel.symbols.length;
    covarianceTracks.push(covarianceTrack(forecaster, { assets, ...rows }));
    await next(`covariances of ${forecaster.name}`);
  }
  const walk = async (recipe: ForecasterRecipe) => trackOf(panel, recipe, rows);
  const onSet = (name: string): Promise<void> => next(`champion with inputs: ${name}`);
  const inputs = await tryInputs(panel, { inputs: outside, rows, walk, onSet });
  const { horizon } = request;
  return {
    ...{ panel, horizon, rows, tracks, covarianceTracks, inputs },
    variances: evaluateVariances(panel, {
      ...{ tracks, horizon, reference, simplest },
      champion: champion.name,
    }),
    coverage: championCoverage(panel, champion, { horizon, rows }),
    covariances: evaluateCovariances(panel, {
      tracks: covarianceTracks,
      ...covariancesAgainst,
    }),
  };
}

/** Errors: DataError when no day closes in the time. */
function rowsOf({ closeTime, days }: DailyPanel, time: { from: number; to: number }): Rows {
  const from = firstIndexAtOrAfter(closeTime, time.from);
  const to = firstIndexAtOrAfter(closeTime, time.to);
  if (from < to) return { from, to };
  const [start, end] = [time.from, time.to].map((at) => new Date(at).toISOString());
  const known =
    days === 0
      ? 'no day is complete'
      : `days close from ${new Date(closeTime[0] as number).toISOString()} to ${new Date(closeTime[days - 1] as number).toISOString()}`;
  throw new DataError(`no day closes from ${start} to ${end} (not included); ${known}`);
}

/** Errors: DataError when it is not there. */
function leftOutOf(
  { symbols }: DailyPanel,
  { directory, leaveOut }: EvaluationRequest,
): readonly string[] {
  if (leaveOut === null) return [];
  if (leaveOut === 'all') return symbols;
  if (symbols.includes(leaveOut)) return [leaveOut];
  throw new DataError(
    `${directory} has no candles of ${leaveOut} to leave out, it has ${symbols.join(', ')}`,
  );
}

/** None beside a champion that never saw an asset: networks have seen them all. */
async function lessonsOf(
  panel: DailyPanel,
  { leaveOut, models, trainer, signal, onModel }: EvaluationRequest,
  rows: Rows,
): Promise<readonly NetworkLesson[]> {
  if (leaveOut !== null) return [];
  return championLessons(panel, { ...rows, models, trainer, signal, onProgress: onModel });
}

function trackOf(panel: DailyPanel, recipe: ForecasterRecipe, rows: Rows): ForecastTrack {
  const { models } = walkForward(panel, { recipes: [recipe], ...rows, refitEvery: 'month' });
  return models[0] as ForecastTrack;
}

/** The same without the forecasts before the first row. */
function withoutWarmUp(track: ForecastTrack, panel: DailyPanel, { from }: Rows): ForecastTrack {
  const width = panel.symbols.length * horizons.length;
  return { ...track, forecasts: track.forecasts.slice().fill(Number.NaN, 0, from * width) };
}

/** What the product uses first, with the variances of the champion. */
function* covarianceModels({ panel, series }: LearningData, champion: ForecastTrack) {
  const returns = dailyReturnsOf(panel);
  const inputs = {
    sessions: panel.sessions,
    logVariance: champion.forecasts.filter((_, at) => at % horizons.length === 0),
    realised: createRealisedCovariances(panel, series),
  };
  yield { ...createCovarianceBlend(returns, inputs), name: championName };
  yield* covarianceBaselines(returns).toReversed();
}

function championCoverage(
  panel: DailyPanel,
  { forecasts }: ForecastTrack,
  { horizon, rows }: { horizon: Horizon; rows: Rows },
): Evaluation['coverage'] {
  const coverage = (intervals: Intervals, outcomes: Float64Array): Coverage => {
    const found = coverageOf(panel, { intervals, outcomes, forecasts, ...rows });
    return found[horizons.indexOf(horizon)] as Coverage;
  };
  return {
    variance: coverage(
      varianceIntervals(panel, forecasts, intervalCoverage),
      logMeanOf(realizedOf(panel)),
    ),
    return: coverage(
      returnIntervals(panel, forecasts, intervalCoverage),
      sumsAhead(panel, panel.logReturn),
    ),
  };
}
