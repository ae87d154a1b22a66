/** A file that an option asks for. */
import { dirname } from 'node:path';
import { writeWhole } from '../app/write-whole.ts';
import { ConfigError } from '../base/errors.ts';
import type { Call } from './command.ts';
import { folderGiven } from './folder.ts';

export type FileOption = { readonly option: string; readonly path: string };

/**
 * Undefined when the option was not given. Its folder is looked at before the work, so that a wrong one does not cost a wait.
 * Errors: ConfigError when it is none.
 */
export function fileGiven(call: Call, option: string): FileOption | undefined {
  const path = call.text(option);
  if (path === undefined) return undefined;
  folderGiven(dirname(path), `the folder of --${option}`);
  return { option, path };
}

/** Errors: ConfigError when the file cannot be written. */
export async function writeGiven(
  { option, path }: FileOption,
  text: string | Iterable<string>,
): Promise<void> {
  try {
    await writeWhole(path, text);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === undefined) throw cause;
    throw new ConfigError(`--${option} ${path} cannot be written (${code})`, { cause });
  }
}
