/**
 * The stored models of a class that are watched: the champion beside what stood before it, and the challengers beside the champion,
 * each beside every baseline on the days after it was stored.
 */
import { ModelError } from '../../base/errors.ts';
import { type ModelTrial, trialOf } from '../../learning/evaluation/model-trial.ts';
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import { challengersOf, storedAt } from '../../learning/stored/challengers.ts';
import {
  championBefore,
  championOf,
  type ModelEvent,
  type ModelId,
  modelName,
} from '../../learning/stored/model-registry.ts';
import { className } from '../../learning/stored/stored-model.ts';
import { pooledHarSpec } from '../../learning/variance/pooled-har.ts';
import type { ForecastTrack } from '../../learning/variance/walk-forward.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import {
  firstLiveRow,
  type LiveModel,
  type LiveTrack,
  type LiveTracks,
  liveTracks,
} from './live-tracks.ts';
import { reference, simplest } from './try-model.ts';

export type WatchedModel = LiveTrack & {
  readonly name: string;
  readonly trial: ModelTrial;
};

export type WatchedModels = {
  readonly events: readonly ModelEvent[];
  readonly champion: WatchedModel | null;
  /** What stands in if the champion is rolled back: the model before it, or a pooled HAR that goes on learning. */
  readonly before: ForecastTrack;
  readonly pooledHar: ForecastTrack;
  readonly challengers: readonly WatchedModel[];
  /** In words, of models that cannot be used. */
  readonly faults: readonly string[];
};

/** Null where there are none, or none with an outcome yet. Errors: ModelError when a record is damaged; AbortError when it is interrupted. */
export async function watchModels(
  models: ModelStore,
  panel: DailyPanel,
  signal: AbortSignal,
): Promise<WatchedModels | null> {
  const events = await models.history();
  const { sessions } = panel;
  const [champion, before] = [championOf, championBefore].map((find) => find(events, sessions));
  const watched = [champion, before, ...challengersOf(events, sessions)];
  const ids = watched.filter((id) => id !== undefined);
  if (ids.length === 0) return null;
  const { loaded, faults } = await loadModels(models, { ids, events, sessions });
  const isOutcome = (row: number): boolean => row < panel.days - 1;
  if (!loaded.some((model) => isOutcome(firstLiveRow(panel, model))) && faults.length === 0)
    return null;
  const tracks = await liveTracks(panel, loaded, signal);
  const found = (id: ModelId | undefined): LiveTrack | undefined =>
    id && tracks.models.find((track) => modelName(track.id) === modelName(id));
  const inUse = found(champion);
  const pooledHar = tracks.baselines.find(
    ({ name }) => name === pooledHarSpec.name,
  ) as ForecastTrack;
  const challengers = tracks.models.filter((track) => track !== inUse && track !== found(before));
  return {
    ...{ events, faults, pooledHar },
    champion: inUse ? tried(panel, inUse, tracks.baselines) : null,
    before: found(before)?.track ?? pooledHar,
    challengers: challengers.map((track) =>
      tried(panel, track, [...(inUse ? [inUse.track] : []), ...tracks.baselines]),
    ),
  };
}

function tried(
  panel: DailyPanel,
  live: LiveTrack,
  opponents: LiveTracks['baselines'],
): WatchedModel {
  const rows = { from: live.from, to: panel.days };
  const trial = trialOf(panel, { rows, model: live.led, opponents, reference, simplest });
  return { ...live, name: modelName(live.id), trial };
}

/** A model that cannot be used is left out, and said to be. */
async function loadModels(
  models: ModelStore,
  {
    ids,
    events,
    sessions,
  }: {
    readonly ids: readonly ModelId[];
    readonly events: readonly ModelEvent[];
    readonly sessions: boolean;
  },
): Promise<{ readonly loaded: readonly LiveModel[]; readonly faults: readonly string[] }> {
  const loaded: LiveModel[] = [];
  const faults: string[] = [];
  for (const id of ids) {
    try {
      const model = await models.load(id);
      if (model.sessions === sessions) {
        loaded.push({ id, model, storedAt: storedAt(events, id) ?? model.to });
      } else faults.push(`${modelName(id)} learnt on ${className(model)}`);
    } catch (fault) {
      if (!(fault instanceof ModelError)) throw fault;
      faults.push(fault.message);
    }
  }
  return { loaded, faults };
}
