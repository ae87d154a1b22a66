/** Puts a stored model into use, through the gate, or takes the one in use back. */
import type { Reason } from '../../base/reasons.ts';
import {
  championOf,
  eventsOf,
  type ModelId,
  modelName,
} from '../../learning/stored/model-registry.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ModelStore } from '../../ports/model-store.ts';

/**
 * Why it may not be promoted, or null when it is the champion of its class now. It passes by the gate of its training, or by a test on
 * days after it was stored, against the present champion. Errors: ModelError when it, or a record, is damaged.
 */
export async function promoteModel(
  models: ModelStore,
  id: ModelId,
  clock: Clock,
): Promise<Reason | null> {
  const model = modelName(id);
  const entry = (await models.list()).find((found) => modelName(found) === model);
  if (entry === undefined) return { code: 'MODEL_NOT_FOUND', what: 'model', name: model };
  await models.load(id);
  if (!('card' in entry)) return { code: 'MODEL_GATE_CLOSED', model };
  const { sessions, parent, gate } = entry.card;
  const history = await models.history();
  const champion = nameOf(championOf(history, sessions));
  if (champion === model) return null;
  const isProved = eventsOf(history, id).some(
    ({ test }) => test?.passed && test.champion === champion,
  );
  if (!isProved && !gate.passed) return { code: 'MODEL_GATE_CLOSED', model };
  if (!isProved && champion !== parent) {
    const none = 'the baselines only';
    return {
      code: 'MODEL_JUDGED_AGAINST',
      ...{ model, judged: parent ?? none, champion: champion ?? 'none' },
    };
  }
  await models.record({ ...id, sessions, action: 'promoted', at: clock.now() });
  return null;
}

export type Rollback = {
  readonly retired: string;
  /** Takes its place; null when there was none before it. */
  readonly champion: string | null;
};

/** Retires the champion with this name, whatever its version. Errors: ModelError when a record is damaged. */
export async function rollBackModel(
  models: ModelStore,
  name: string,
  clock: Clock,
): Promise<Rollback | Reason> {
  const history = await models.history();
  for (const sessions of [false, true]) {
    const champion = championOf(history, sessions);
    if (champion?.name !== name) continue;
    const { version } = champion;
    await models.record({ name, version, sessions, action: 'rolled-back', at: clock.now() });
    const next = championOf(await models.history(), sessions);
    return { retired: modelName(champion), champion: nameOf(next) };
  }
  return { code: 'MODEL_NOT_FOUND', what: 'champion', name };
}

function nameOf(id: ModelId | undefined): string | null {
  return id === undefined ? null : modelName(id);
}
