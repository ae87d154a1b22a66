/** All stored models with their places: in use, retired, or never used. */
import { type ModelStatus, modelName, statusOf } from '../../learning/stored/model-registry.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { ModelCard } from '../../report/model-card.ts';

export type ListedModel = { readonly name: string } & (
  | { readonly status: ModelStatus; readonly card: ModelCard }
  | { readonly status: 'damaged'; readonly fault: string }
);

/** Errors: ModelError when the record of a name is damaged. */
export async function listModels(models: ModelStore): Promise<readonly ListedModel[]> {
  const history = await models.history();
  const entries = await models.list();
  return entries.map((entry) => {
    const name = modelName(entry);
    if ('fault' in entry) return { name, status: 'damaged', fault: entry.fault };
    const { card } = entry;
    return { name, card, status: statusOf(history, { ...entry, sessions: card.sessions }) };
  });
}
