/**
 * What stored models forecast on the days after they were stored, and the baselines on the same days. Forecasts are functions of
 * candles and weights, so nothing is kept from day to day.
 */
import { type DailyPanel, horizons } from '../../learning/inputs/daily-panel.ts';
import { type ModelId, modelName } from '../../learning/stored/model-registry.ts';
import { recipeOf, type StoredModel } from '../../learning/stored/stored-model.ts';
import { champion as linearMembers } from '../../learning/variance/variance-models.ts';
import { beginsPeriod, type ForecastTrack } from '../../learning/variance/walk-forward.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import { fewestDays } from './learned-risk.ts';
import { baselineTracks } from './try-model.ts';
import { walkInSteps } from './walk-in-steps.ts';

export type LiveModel = {
  readonly id: ModelId;
  readonly model: StoredModel;
  /** Epoch ms. */
  readonly storedAt: number;
};

export type LiveTrack = {
  readonly id: ModelId;
  /** See firstLiveRow. */
  readonly from: number;
  /** NaN before that row. */
  readonly track: ForecastTrack;
  /** The same with what its intervals learn from: its own days since its training, and its linear members learnt anew before. */
  readonly led: ForecastTrack;
};

export type LiveTracks = {
  /** In the order of the models. */
  readonly models: readonly LiveTrack[];
  readonly baselines: readonly ForecastTrack[];
};

/** Days before a model's own on which the scores of its intervals are learnt. */
const leadDays = 750;

/** Of a panel of more than `fewestDays` days. Errors: AbortError when it is interrupted. */
export async function liveTracks(
  panel: DailyPanel,
  models: readonly LiveModel[],
  signal: AbortSignal,
): Promise<LiveTracks> {
  const { closeTime, days, symbols } = panel;
  const width = symbols.length * horizons.length;
  const walked = models.map(({ id, model, storedAt }) => ({
    ...{ id, model },
    own: clamped(firstIndexAtOrAfter(closeTime, model.to + 1), fewestDays, days),
    from: Math.max(fewestDays, firstLiveRow(panel, { model, storedAt })),
  }));
  const steps = { to: days, refitEvery: 'quarter', signal } as const;
  const firstOwn = Math.min(days - 1, ...walked.map(({ own }) => own));
  const start = clamped(firstOwn - leadDays, fewestDays, days - 1);
  const linear = await walkInSteps(panel, linearMembers, { ...steps, from: start });
  const tracks: LiveTrack[] = [];
  for (const { id, model, own, from } of walked) {
    const name = modelName(id);
    const led = linear.forecasts.slice();
    if (own < days) {
      const { forecasts } = await walkInSteps(panel, recipeOf(model), { ...steps, from: own });
      led.set(forecasts.subarray(own * width), own * width);
    }
    const live = led.slice().fill(Number.NaN, 0, from * width);
    tracks.push({ id, from, track: { name, forecasts: live }, led: { name, forecasts: led } });
  }
  const firstLive = Math.min(days - 1, ...walked.map(({ from }) => from));
  const walking = { ...steps, from: quarterStart(panel, firstLive) };
  return { models: tracks, baselines: await baselineTracks(panel, walking, () => undefined) };
}

/** Of the days after its training whose forecasts were made after it was stored; behind the last row while there is none. */
export function firstLiveRow(
  { closeTime }: DailyPanel,
  { model, storedAt }: Pick<LiveModel, 'model' | 'storedAt'>,
): number {
  return firstIndexAtOrAfter(closeTime, Math.max(model.to + 1, storedAt));
}

/** So that baselines learn on the same days whichever models are watched. */
function quarterStart(panel: DailyPanel, row: number): number {
  let start = row;
  while (start > fewestDays && !beginsPeriod(panel, start, 'quarter')) start--;
  return start;
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
