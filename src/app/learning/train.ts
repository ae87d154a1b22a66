/**
 * Trains a model: the networks of each refit, the walk forward beside all baselines, the weights of the last day, and the card.
 * A function of the candles up to the end of the training; only the days to try the finished model on come after it.
 */

import { DataError, invariant } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import { type DailyPanel, horizons } from '../../learning/inputs/daily-panel.ts';
import type { TrainedNetwork } from '../../learning/network/train.ts';
import { networkJobs } from '../../learning/network/training-spec.ts';
import { learnLinear, learnModel } from '../../learning/stored/learn-model.ts';
import { describeModel, featureStamp } from '../../learning/stored/model-description.ts';
import { gateReasons } from '../../learning/stored/promotion-gate.ts';
import { storedIntervals } from '../../learning/stored/stored-intervals.ts';
import { className, memberNames, type StoredModel } from '../../learning/stored/stored-model.ts';
import { pooledRidgeSpec } from '../../learning/variance/pooled-ridge.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import type { BacktestGround, BacktestPool } from '../../ports/backtest-pool.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { NetworkTrainer } from '../../ports/network-trainer.ts';
import { isoTime, plural } from '../../report/format.ts';
import { inputsCard } from '../../report/inputs-card.ts';
import { type CardNetworks, type ModelCard, modelCard } from '../../report/model-card.ts';
import { findChampion } from './find-champion.ts';
import { learnNetworks, type TaughtLesson } from './learn-networks.ts';
import { readOutsideInputs } from './outside-inputs.ts';
import { readTrainingData, type TrainingData } from './training-data.ts';
import { trainingWorth } from './training-worth.ts';
import { tryInputs } from './try-inputs.ts';
import { type Trial, tryUnseen, tryWalkForward } from './try-model.ts';
import { refitDays, walkInSteps } from './walk-in-steps.ts';

export type TrainRequest = {
  readonly directory: string;
  /** Epoch ms; the end of the candles where there is none. */
  readonly to: number | null;
  /** End of the days after it to try the finished model on; none without it. */
  readonly testTo: number | null;
  /** Days before the end that are walked forward over. */
  readonly trialDays: number;
  /** Folder of inputs from outside to try as well; the model itself reads none. */
  readonly inputs?: string | undefined;
  /** Null leaves the networks out. */
  readonly trainer: NetworkTrainer | null;
  readonly models: ModelStore;
  readonly openPool: (ground: BacktestGround) => BacktestPool;
  /** Of programs, for the card. */
  readonly versions: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onProgress: (words: string) => void;
};

export type Training = { readonly model: StoredModel; readonly card: ModelCard };

type Rows = { readonly from: number; readonly to: number };

/**
 * Errors: DataError when the candles are unfit or too few; ModelError when networks cannot be trained or a record of the models is
 * damaged; AbortError when it is interrupted.
 */
export async function train(request: TrainRequest): Promise<Training> {
  const { signal, onProgress } = request;
  // A damaged record would be noticed when the model is written, after all the work.
  await request.models.history();
  const outside = request.inputs === undefined ? [] : await readOutsideInputs(request.inputs);
  const data = await readTrainingData(request);
  const { panel, leftOut } = data;
  if (leftOut.length > 0) onProgress(`not learnt from, closes only: ${leftOut.join(', ')}`);
  checkLearnable(panel);
  const rows = trialRows(panel, request.trialDays);
  const champion = await findChampion(request.models, panel.sessions);
  if ('cause' in champion) onProgress(`judged against the baselines only: ${champion.cause}`);

  const lessons = await lessonsOf(panel, rows, request);
  const rival = 'cause' in champion ? null : champion;
  const onModel = (name: string): void => onProgress(`${name} walked forward`);
  const walking = { ...rows, lessons, signal, onModel };
  const walked = await tryWalkForward(panel, { ...walking, champion: rival });
  const model = modelOfLastDay(panel, { lesson: lessons.at(-1) ?? null, walked });
  const worth = await trainingWorth(data, walked.track, {
    ...{ from: rows.from, signal, openPool: request.openPool },
    onPortfolio: (name) => onProgress(`${name} traded`),
  });
  const tried = await tryInputs(panel, {
    ...{ inputs: outside, rows },
    walk: (recipe) => walkInSteps(panel, recipe, { ...rows, refitEvery: 'quarter', signal }),
    onSet: (name) => onProgress(`champion with inputs walked forward: ${name}`),
  });
  const unseen = data.later && (await tryUnseen(data.later, model, walking));
  const facts = factsOf(model, { data, lesson: lessons.at(-1) ?? null, request });
  const card = modelCard(
    { ...facts, parent: champion.name, inputs: tried && inputsCard(tried) },
    { walkForward: walked, unseen, worth, reasons: gateReasons(walked.trial, rival?.name ?? null) },
  );
  return { model, card };
}

/** Errors: DataError when not all members can learn from it. */
function checkLearnable(panel: DailyPanel): void {
  if (learnLinear(panel, pooledRidgeSpec, panel.days - 1) !== undefined) return;
  const [days, assets] = [plural(panel.days, 'day'), plural(panel.symbols.length, 'asset')];
  throw new DataError(
    `${days} of ${assets} are too few to learn from: it takes some 60 days of ten assets, or 300 of one`,
  );
}

/** The last days, as many as are there. */
function trialRows({ closeTime, days }: DailyPanel, trialDays: number): Rows {
  const end = closeTime[days - 1] as number;
  return { from: firstIndexAtOrAfter(closeTime, end - trialDays * dayMs + 1), to: days };
}

/** For each refit of the walk forward and for the last day. */
async function lessonsOf(
  panel: DailyPanel,
  rows: Rows,
  { trainer, signal, onProgress }: TrainRequest,
): Promise<readonly TaughtLesson[]> {
  if (trainer === null) return [];
  const refits = refitDays(panel, { ...rows, refitEvery: 'quarter' });
  const days = [...new Set([...refits, panel.days - 1])];
  return learnNetworks(panel, trainer, {
    ...{ days, jobs: networkJobs, signal },
    onLesson: (done, { closeTime, trained }) => {
      const day = isoTime(closeTime).slice(0, 10);
      onProgress(`${trained.length} networks learnt up to ${day}, ${done} of ${days.length}`);
    },
  });
}

function modelOfLastDay(
  panel: DailyPanel,
  { lesson, walked }: { readonly lesson: TaughtLesson | null; readonly walked: Trial },
): StoredModel {
  const intervals = storedIntervals(panel, walked.track.forecasts);
  const model = learnModel(panel, { day: panel.days - 1, lesson, intervals });
  invariant(model !== undefined, 'a panel that can be learnt from must give a model');
  return model;
}

function factsOf(
  model: StoredModel,
  {
    data,
    lesson,
    request,
  }: {
    readonly data: TrainingData;
    readonly lesson: TaughtLesson | null;
    readonly request: TrainRequest;
  },
) {
  const { panel, manifest } = data;
  const { description } = describeModel(model);
  return {
    forecasts: `the mean daily variance of the next ${horizons.join(', ')} days of assets on ${className(model)}`,
    sessions: model.sessions,
    horizonsDays: horizons,
    features: featureStamp(),
    members: memberNames(model),
    networks: lesson && networksOf(lesson),
    weightsSha256: description.weights.sha256,
    versions: request.versions,
    training: {
      from: isoTime(model.from),
      to: isoTime(model.to),
      days: panel.days,
      symbols: model.symbols,
    },
    data: manifest,
  };
}

/** What the networks were trained with. */
function networksOf({ trained }: TaughtLesson): CardNetworks {
  const [{ backend, spec }] = trained as [TrainedNetwork];
  return {
    networks: trained.map(({ job, losses }) => ({ ...job, loss: losses.at(-1) as number })),
    backend: `${backend.name} ${backend.version}`,
    training: { ...spec },
  };
}
