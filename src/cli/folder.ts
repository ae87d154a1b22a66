/** A folder that a person named on the command line. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from '../base/errors.ts';
import type { Call } from './command.ts';

/** Its absolute path, so that a record made from it is understood from anywhere. Errors: ConfigError when it is no folder. */
export function folderGiven(path: string, name: string): string {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigError(`${name} must be a folder that can be read, was ${path} (${code})`, {
      cause,
    });
  }
  if (!isFolder) throw new ConfigError(`${name} must be a folder, was the file ${path}`);
  return resolve(path);
}

/** The folder of inputs from outside, where one was given. */
export function inputsGiven(call: Call): string | undefined {
  const path = call.text('inputs');
  return path === undefined ? undefined : folderGiven(path, '--inputs');
}
