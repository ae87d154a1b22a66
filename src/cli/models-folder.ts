/** Where stored models are: the folder of a command, else that which comes with Ballast. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../base/errors.ts';
import type { Call } from './command.ts';
import { folderGiven } from './folder.ts';

/** The folder that comes with Ballast. */
export const shippedModels = join(import.meta.dirname, '..', '..', 'models');
const wanted = /^[A-Za-z0-9][\w-]*$/;

export function modelsFolder(call: Call): string {
  const path = call.text('models');
  return path === undefined ? shippedModels : folderGiven(path, '--models');
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
