/** Where stored models are: the folder of a command, else those that come with Ballast and those of the state folder. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../base/errors.ts';
import { layeredModels, modelStore } from '../compose.ts';
import type { ModelStore } from '../ports/model-store.ts';
import type { Call } from './command.ts';
import { folderGiven } from './folder.ts';
import { stateFolder } from './state-folder.ts';

const shipped = join(import.meta.dirname, '..', '..', 'models');
const wanted = /^[A-Za-z0-9][\w-]*$/;

/** Those of --models, else those of the state folder. */
export function modelsOf(call: Call): ModelStore {
  const given = call.text('models');
  return given === undefined ? stateModels(call) : modelStore(folderGiven(given, '--models'));
}

/** Those that come with Ballast and what has become of them here, with those that were trained here. */
export function stateModels(call: Call): ModelStore {
  return layeredModels({ shipped, own: ownModels(call) });
}

/** Where new ones are written to that are made for no other place. */
export function modelsFolder(call: Call): string {
  const given = call.text('models');
  return given === undefined ? ownModels(call) : folderGiven(given, '--models');
}

/** Those among which a new one in a folder has its champion and its record. */
export function modelsBeside(call: Call, root: string): ModelStore {
  return root === ownModels(call) ? stateModels(call) : modelStore(root);
}

function ownModels(call: Call): string {
  return resolve(stateFolder(call), 'models');
}

/**
 * The folder of a name from --out, looked at before the work, so that a wrong one does not cost a wait.
 * Errors: ConfigError when it cannot be made or written to.
 */
export function outGiven(call: Call): { readonly root: string; readonly name: string } {
  const path = resolve(call.text('out') ?? '');
  const name = basename(path);
  if (!wanted.test(name)) {
    throw new ConfigError(
      `--out must end in a name of letters, digits, - and _, such as models/crypto, was ${call.text('out')}`,
    );
  }
  let present = path;
  while (!existsSync(present)) present = dirname(present);
  if (!statSync(present).isDirectory()) {
    throw new ConfigError(`--out must be a folder, ${present} is a file`);
  }
  try {
    accessSync(present, constants.W_OK);
  } catch (cause) {
    throw new ConfigError(`--out must be in a folder that can be written to, was ${present}`, {
      cause,
    });
  }
  return { root: dirname(path), name };
}
