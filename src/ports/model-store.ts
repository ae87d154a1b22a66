/** Keeps stored models with their cards, and what happened to them. */
import type { ModelEvent, ModelId } from '../learning/stored/model-registry.ts';
import type { StoredModel } from '../learning/stored/stored-model.ts';
import type { ModelCard } from '../report/model-card.ts';

/** A version that is there; a damaged one has a fault in place of its card. */
export type ModelEntry = ModelId & ({ readonly card: ModelCard } | { readonly fault: string });

export interface ModelStore {
  /** All versions, by name and version. */
  list(): Promise<readonly ModelEntry[]>;
  /** Errors: ModelError when it is not there, is damaged, or was trained for other features. */
  load(id: ModelId): Promise<StoredModel>;
  /**
   * Whole or not at all, even when killed. The same model again is the same version, with a new card if it was never promoted: else
   * it keeps the one it was promoted by.
   */
  save(name: string, trained: { model: StoredModel; card: ModelCard }): Promise<ModelId>;
  /** In the order in which it happened. Errors: ModelError when a record is damaged. */
  history(): Promise<readonly ModelEvent[]>;
  /** Adds to the history; an event is later than those before it. */
  record(event: ModelEvent): Promise<void>;
}
