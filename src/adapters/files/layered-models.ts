/**
 * The models that came with the installation and those of a state folder as one: the first are read only, what is trained or happens to
 * any of them is written to the second.
 */
import { type ModelId, modelName } from '../../learning/stored/model-registry.ts';
import type { ModelStore } from '../../ports/model-store.ts';

export function createLayeredModels({
  shipped,
  own,
}: {
  readonly shipped: ModelStore;
  readonly own: ModelStore;
}): ModelStore {
  const isShipped = async (id: ModelId): Promise<boolean> =>
    (await shipped.list()).some((entry) => modelName(entry) === modelName(id));

  const history: ModelStore['history'] = async () =>
    [...(await shipped.history()), ...(await own.history())].sort((a, b) => a.at - b.at);

  return {
    history,

    async list() {
      const below = await shipped.list();
      const names = new Set(below.map(modelName));
      const added = (await own.list()).filter((entry) => !names.has(modelName(entry)));
      return [...below, ...added].sort(byNameAndVersion);
    },

    load: async (id) => ((await isShipped(id)) ? shipped : own).load(id),

    save: (name, trained) => own.save(name, trained),

    async record(event) {
      const last = (await history()).at(-1)?.at ?? 0;
      await own.record({ ...event, at: Math.max(event.at, last + 1) });
    },
  };
}

function byNameAndVersion(a: ModelId, b: ModelId): number {
  const [first, second] = a.name === b.name ? [a.version, b.version] : [a.name, b.name];
  return first < second ? -1 : 1;
}
