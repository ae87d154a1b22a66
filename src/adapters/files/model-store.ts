/**
 * Stored models in a folder: NAME/VERSION/ with model.json, weights.bin and card.json, and NAME/registry/ with what happened to
 * the versions. A version is the last day of its training and the beginning of the hash of model.json.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../base/canonical-json.ts';
import { ModelError } from '../../base/errors.ts';
import { checkFeatures, describeModel, modelOf } from '../../learning/stored/model-description.ts';
import {
  type ModelEvent,
  type ModelId,
  modelName,
  statusOf,
} from '../../learning/stored/model-registry.ts';
import type { StoredModel } from '../../learning/stored/stored-model.ts';
import type { ModelEntry, ModelStore } from '../../ports/model-store.ts';
import type { ModelCard } from '../../report/model-card.ts';
import { jsonText, readBytes, readJson, writeSynced } from './model-files.ts';
import { addToHistory, readHistory, registryFolder } from './model-history.ts';
import { cardSchema, descriptionSchema } from './model-schema.ts';

const files = { model: 'model.json', weights: 'weights.bin', card: 'card.json' } as const;
const folderName = /^[A-Za-z0-9][\w-]*$/;
/** A folder that is being written, with the process that does it. */
const unfinished = /^\..+\.(\d+)\.part$/;

export function createModelStore(root: string): ModelStore {
  const folderOf = ({ name, version }: ModelId): string => join(root, name, version);

  const list = async (): Promise<readonly ModelEntry[]> => {
    const entries: ModelEntry[] = [];
    for (const name of await foldersIn(root)) {
      for (const version of await foldersIn(join(root, name))) {
        if (version === registryFolder) continue;
        const id = { name, version };
        entries.push({ ...id, ...(await cardOrFault(join(folderOf(id), files.card))) });
      }
    }
    return entries;
  };

  const load = async (id: ModelId): Promise<StoredModel> => {
    const folder = folderOf(id);
    const card = await readJson(join(folder, files.card), cardSchema);
    checkFeatures(card.features);
    const description = await readJson(join(folder, files.model), descriptionSchema);
    if (card.weightsSha256 !== description.weights.sha256) {
      throw new ModelError(
        `the card of ${modelName(id)} must be of weights ${description.weights.sha256}, is of ${card.weightsSha256}`,
      );
    }
    return modelOf(description, await readBytes(join(folder, files.weights)));
  };

  const isSound = (id: ModelId): Promise<boolean> => load(id).then(() => true, isDamage);

  const save: ModelStore['save'] = async (name, { model, card }) => {
    const { description, bytes } = describeModel(model);
    const text = jsonText(description);
    const id = { name, version: `${lastDay(model)}-${sha256(text).slice(0, 8)}` };
    const folder = join(root, name);
    const part = join(folder, `.${id.version}.${process.pid}.part`);
    await removeLeftovers(folder);
    await mkdir(part, { recursive: true });
    await writeSynced(join(part, files.model), text);
    await writeSynced(join(part, files.weights), bytes);
    await writeSynced(join(part, files.card), jsonText(card));
    if (await isSound(id)) {
      const status = statusOf(await historyOf(name), { ...id, sessions: model.sessions });
      if (status === 'shadow') await rename(join(part, files.card), join(folderOf(id), files.card));
      await rm(part, { recursive: true });
      return id;
    }
    await rm(folderOf(id), { recursive: true, force: true });
    await rename(part, folderOf(id));
    return id;
  };

  const historyOf = async (name: string): Promise<readonly ModelEvent[]> =>
    (await readHistory(join(root, name))).map((event) => ({ ...event, name }));

  const history = async (): Promise<readonly ModelEvent[]> => {
    const all = await Promise.all((await foldersIn(root)).map(historyOf));
    return all.flat().sort((a, b) => a.at - b.at);
  };

  const record = async (event: ModelEvent): Promise<void> => {
    const last = (await history()).at(-1)?.at ?? 0;
    await addToHistory(join(root, event.name), { ...event, at: Math.max(event.at, last + 1) });
  };

  return { list, load, save, history, record };
}

/** Names of the folders that may be those of names or versions, in alphabetical order. */
async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && folderName.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

async function cardOrFault(path: string): Promise<{ card: ModelCard } | { fault: string }> {
  try {
    return { card: await readJson(path, cardSchema) };
  } catch (fault) {
    isDamage(fault);
    return { fault: (fault as ModelError).message };
  }
}

/** False for a model that is damaged or not there; any other fault is thrown on. */
function isDamage(fault: unknown): false {
  if (fault instanceof ModelError) return false;
  throw fault;
}

/** What processes left behind that were killed while they wrote. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, process] = unfinished.exec(name) ?? [];
    if (process === undefined || isRunning(Number(process))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(process: number): boolean {
  try {
    return globalThis.process.kill(process, 0);
  } catch {
    return false;
  }
}

/** Such as 2022-12-31: the day ends with its close. */
function lastDay({ to }: StoredModel): string {
  return new Date(to - 1).toISOString().slice(0, 10);
}
