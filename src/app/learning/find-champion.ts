/** The model that is in use for a class, or why there is none: a damaged model is no reason to stop. */
import { ModelError } from '../../base/errors.ts';
import { championOf, modelName } from '../../learning/stored/model-registry.ts';
import { className, type StoredModel } from '../../learning/stored/stored-model.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { ModelCard } from '../../report/model-card.ts';

export type FoundChampion =
  | { readonly name: string; readonly model: StoredModel; readonly card: ModelCard }
  /** With the name of a champion that cannot be used. */
  | { readonly name: string | null; readonly cause: string };

export async function findChampion(models: ModelStore, sessions: boolean): Promise<FoundChampion> {
  let name: string | null = null;
  try {
    const id = championOf(await models.history(), sessions);
    if (id === undefined)
      return { name, cause: `no model is promoted for ${className({ sessions })}` };
    name = modelName(id);
    const model = await models.load(id);
    const card = await cardOf(models, name);
    if (card === undefined) return { name, cause: `${name} has no card` };
    if (model.sessions === sessions) return { name, model, card };
    return { name, cause: `${name} learnt on ${className(model)}` };
  } catch (fault) {
    if (!(fault instanceof ModelError)) throw fault;
    return { name, cause: fault.message };
  }
}

async function cardOf(models: ModelStore, name: string): Promise<ModelCard | undefined> {
  const entry = (await models.list()).find((found) => modelName(found) === name);
  return entry !== undefined && 'card' in entry ? entry.card : undefined;
}
