/** What the page of forecasts shows beside the figures: what thresholds go by, the model in use with its card, and its predecessors. */
import { type ModelEvent, modelName } from '../../learning/stored/model-registry.ts';
import type { ModelCard } from '../../report/model-card.ts';
import { recordsOf } from '../records.ts';
import type { Workspace } from '../workspace.ts';
import { type ForecastNow, forecastNow } from './forecast-now.ts';
import { listModels } from './list-models.ts';
import { listTrainings, type Training } from './trainings.ts';

export type ForecastReview = {
  readonly now: ForecastNow;
  /** Time of the first look since which thresholds have not gone by the promoted model; null where they do, or need not. */
  readonly standInSince: number | null;
  /** The model that is promoted, also where it cannot speak; null without one. */
  readonly champion: { readonly name: string; readonly card: ModelCard } | null;
  /** Promotions and rollbacks, newest first. */
  readonly history: readonly (Pick<ModelEvent, 'at' | 'action'> & { readonly name: string })[];
  /** The last training that was asked for. */
  readonly training: Training | null;
};

/** Looks that are gone through for the begin of a fallback. */
const mostLooks = 500;

/** Errors: VenueError when candles cannot be had; ModelError when the record of models is damaged. */
export async function forecastReview(workspace: Workspace): Promise<ForecastReview> {
  const { models } = workspace;
  const now = await forecastNow(workspace);
  const [listed, history, trainings] = await Promise.all([
    listModels(models),
    models.history(),
    listTrainings(workspace, { limit: 1 }),
  ]);
  const inUse = listed.flatMap((model) =>
    model.status === 'champion' && model.card.sessions === now.sessions
      ? [{ name: model.name, card: model.card }]
      : [],
  );
  const changes = history.filter(
    ({ action, sessions }) =>
      (action === 'promoted' || action === 'rolled-back') && sessions === now.sessions,
  );
  return {
    now,
    standInSince: now.cause === null ? null : await standInSince(workspace),
    champion: inUse[0] ?? null,
    history: changes.toReversed().map((event) => ({
      ...{ at: event.at, action: event.action, name: modelName(event) },
    })),
    training: trainings[0] ?? null,
  };
}

/** The oldest of the last looks that all went by another model. */
async function standInSince({ store, broker, settings }: Workspace): Promise<number | null> {
  if (settings.forecast.model !== 'champion') return null;
  let since: number | null = null;
  let looks = 0;
  for await (const { recommendation } of recordsOf(store, { account: broker.account })) {
    if (recommendation.forecast.model === 'champion' || ++looks > mostLooks) break;
    since = recommendation.asOf;
  }
  return since;
}
