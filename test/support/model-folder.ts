/** Folders of models with one that is promoted, and what can be done to its files; gone after the test. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { describeModel } from '../../src/learning/stored/model-description.ts';
import { modelName } from '../../src/learning/stored/model-registry.ts';
import type { StoredModel } from '../../src/learning/stored/stored-model.ts';
import type { ModelStore } from '../../src/ports/model-store.ts';
import { emptyFolder } from './market-files.ts';
import { cardOf, storedModel } from './models.ts';

export type ModelFolder = {
  readonly root: string;
  readonly models: ModelStore;
  /** Of the model that was promoted last, such as crypto/2022-10-27-1f0e3dad. */
  name(): string;
  /** Stores a model and puts it into use; of the class of the model, unless another is said. */
  promote(change?: Partial<StoredModel>, sessions?: boolean): Promise<void>;
  /** Changes a file of the model that was promoted last. */
  rewrite(file: string, change: (text: string) => string): void;
};

export async function modelFolder(): Promise<ModelFolder> {
  const root = await emptyFolder();
  const models = createModelStore(root);
  let promoted = '';
  let events = 0;
  return {
    root,
    models,
    name: () => promoted,
    async promote(change = {}, sessions) {
      const model = storedModel(change);
      const { sha256 } = describeModel(model).description.weights;
      const card = cardOf(sha256, { sessions: model.sessions });
      const id = await models.save('crypto', { model, card });
      const of = { sessions: sessions ?? model.sessions, at: ++events };
      await models.record({ ...id, ...of, action: 'promoted' });
      promoted = modelName(id);
    },
    rewrite(file, change) {
      const path = join(root, promoted, file);
      writeFileSync(path, change(readFileSync(path, 'utf8')));
    },
  };
}

/** With a model in use. */
export async function folderWithModel(change: Partial<StoredModel> = {}): Promise<ModelFolder> {
  const folder = await modelFolder();
  await folder.promote(change);
  return folder;
}

/** The same model, but for this much in the logs of its forecasts. */
export function shiftedBy(logs: number): Partial<StoredModel> {
  return { smearing: storedModel().smearing.map((constant) => constant + logs) };
}
