/** The model that is in use for a class, or why there is none: a damaged model is no reason to stop. */
import { ModelError } from '../base/errors.ts';
import { championOf, modelName } from '../learning/stored/model-registry.ts';
import { className, type StoredModel } from '../learning/stored/stored-model.ts';
import type { ModelStore } from '../ports/model-store.ts';

export type FoundChampion =
  | { readonly name: string; readonly model: StoredModel }
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
    if (model.sessions === sessions) return { name, model };
    return { name, cause: `${name} learnt on ${className(model)}` };
  } catch (fault) {
    if (!(fault instanceof ModelError)) throw fault;
    return { name, cause: fault.message };
  }
}
