/** Secrets of the environment: NAME holds it, or NAME_FILE the path of a file with it. */
import { readFileSync } from 'node:fs';
import { ConfigError } from '../base/errors.ts';
import type { Call } from './command.ts';

/** Undefined when neither is set. Errors: ConfigError when both are, or the file cannot be read; never shows the secret. */
export function secretFrom(environment: Call['environment'], name: string): string | undefined {
  const secret = environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  if (file === undefined) return secret;
  if (secret !== undefined) throw new ConfigError(`${name} and ${name}_FILE are both set; use one`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigError(`the file ${file} of ${name}_FILE cannot be read (${code})`, { cause });
  }
}

/** The secrets of a call by name. */
export function secretsOf({ environment }: Call): (name: string) => string | undefined {
  return (name) => secretFrom(environment, name);
}
