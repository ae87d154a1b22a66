/** Another champion, with its event in the trail: what people and the keeping on of learning do to the models in use. */
import type { Reason } from '../../base/reasons.ts';
import { type ModelId, modelName } from '../../learning/stored/model-registry.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Workspace } from '../workspace.ts';
import { promoteModel, type Rollback, rollBackModel } from './promote-model.ts';

export type ChampionChange = {
  readonly actor: string;
  /** The record of models goes by the time of the machine, also where that of the portfolio is simulated. */
  readonly wallClock: Clock;
};

/** Why it may not be promoted, or null when it is the champion of its class now. Errors: ModelError when it, or a record, is damaged. */
export async function promoteChampion(
  workspace: Pick<Workspace, 'models' | 'store' | 'clock'>,
  { id, actor, wallClock }: ChampionChange & { readonly id: ModelId },
): Promise<Reason | null> {
  const { models, store, clock } = workspace;
  const before = await models.history();
  const reason = await promoteModel(models, id, wallClock);
  const isChanged = (await models.history()).length > before.length;
  if (reason !== null || !isChanged) return reason;
  const event = { type: 'ModelPromoted', at: clock.now(), actor, subject: modelName(id) } as const;
  await store.transact(({ events }) => events.append({ ...event, payload: {} }));
  return null;
}

/** Retires the champion with this name, whatever its version. Errors: ModelError when a record is damaged. */
export async function rollBackChampion(
  { models, store, clock }: Pick<Workspace, 'models' | 'store' | 'clock'>,
  { name, actor, wallClock }: ChampionChange & { readonly name: string },
): Promise<Rollback | Reason> {
  const found = await rollBackModel(models, name, wallClock);
  if ('code' in found) return found;
  const { retired: subject, champion } = found;
  const event = { type: 'ModelRolledBack', at: clock.now(), actor, subject } as const;
  await store.transact(({ events }) => events.append({ ...event, payload: { champion } }));
  return found;
}
