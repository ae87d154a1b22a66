/** Tries a model on days that it had not seen: walked forward beside all baselines and the champion, and as it is on later days. */

import { type ModelTrial, trialOf } from '../../learning/evaluation/model-trial.ts';
import { type DailyPanel, horizons } from '../../learning/inputs/daily-panel.ts';
import type { NetworkLesson } from '../../learning/network/network-lessons.ts';
import { recipeOf, type StoredModel } from '../../learning/stored/stored-model.ts';
import { championRecipe } from '../../learning/variance/champion.ts';
import { varianceBaselines } from '../../learning/variance/variance-models.ts';
import type { ForecastTrack } from '../../learning/variance/walk-forward.ts';
import { type StepsRequest, walkInSteps } from './walk-in-steps.ts';

export const reference = 'har-log';
export const simplest = 'ewma-returns';

export type Trial = {
  readonly panel: DailyPanel;
  readonly trial: ModelTrial;
  /** Of the model itself. */
  readonly track: ForecastTrack;
};

export type TrialRequest = {
  readonly lessons: readonly NetworkLesson[];
  /** Rows to walk forward over, the second not included. */
  readonly from: number;
  readonly to: number;
  /** In use now: an opponent on the days after its training. */
  readonly champion: { readonly name: string; readonly model: StoredModel } | null;
  readonly signal: AbortSignal;
  readonly onModel: (name: string) => void;
};

/** Refitted each quarter. Errors: AbortError when it is interrupted. */
export async function tryWalkForward(panel: DailyPanel, request: TrialRequest): Promise<Trial> {
  const { lessons, from, to, champion } = request;
  const steps = stepsOf(request);
  const track = await walkInSteps(panel, championRecipe({ lessons }), steps);
  const opponents = await baselineTracks(panel, steps, request.onModel);
  const rival = champion && (await championTrack(panel, champion, steps));
  return {
    panel,
    track,
    trial: trialOf(panel, {
      ...{ rows: { from, to }, model: track, reference, simplest },
      opponents: rival === null ? opponents : [rival, ...opponents],
    }),
  };
}

/**
 * The weights as they are, from `to` on to the end of a longer panel; the intervals learn from the walk forward before it.
 * Errors: AbortError when it is interrupted.
 */
export async function tryUnseen(
  panel: DailyPanel,
  model: StoredModel,
  request: Omit<TrialRequest, 'champion'>,
): Promise<Trial> {
  const before = stepsOf(request);
  const after = { ...before, from: request.to, to: panel.days };
  const walked = await walkInSteps(panel, championRecipe(request), before);
  const { name, forecasts } = await walkInSteps(panel, recipeOf(model), after);
  forecasts.set(walked.forecasts.subarray(0, request.to * widthOf(panel)));
  const track = { name, forecasts };
  const opponents = await baselineTracks(panel, after, request.onModel);
  const rows = { from: after.from, to: after.to };
  return {
    panel,
    track,
    trial: trialOf(panel, { rows, model: track, opponents, reference, simplest }),
  };
}

function stepsOf({ from, to, signal }: Omit<TrialRequest, 'champion'>): StepsRequest {
  return { from, to, refitEvery: 'quarter', signal };
}

export async function baselineTracks(
  panel: DailyPanel,
  steps: StepsRequest,
  onModel: (name: string) => void,
): Promise<readonly ForecastTrack[]> {
  const tracks: ForecastTrack[] = [];
  for (const recipe of varianceBaselines) {
    const track = await walkInSteps(panel, recipe, steps);
    tracks.push(track);
    onModel(track.name);
  }
  return tracks;
}

/** Only on the days after its training: it has seen the others. */
async function championTrack(
  panel: DailyPanel,
  { name, model }: { readonly name: string; readonly model: StoredModel },
  steps: StepsRequest,
): Promise<ForecastTrack> {
  const { forecasts } = await walkInSteps(panel, recipeOf(model), steps);
  const seen = panel.closeTime.filter((time) => time <= model.to).length;
  return { name, forecasts: forecasts.fill(Number.NaN, 0, seen * widthOf(panel)) };
}

function widthOf(panel: DailyPanel): number {
  return panel.symbols.length * horizons.length;
}
