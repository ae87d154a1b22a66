/** Options that hold one of a few words, a weight, or the name of a file to read. */
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../base/errors.ts';
import type { Call } from './command.ts';

/** Undefined when the option was not given. Errors: ConfigError naming the words. */
export function oneOf<Value extends string>(
  call: Call,
  option: string,
  values: readonly Value[],
): Value | undefined {
  const text = call.text(option);
  const found = values.find((value) => value === text);
  if (text === undefined || found !== undefined) return found;
  throw new ConfigError(`--${option} must be one of ${values.join(', ')}, was ${text}`);
}

/** A weight: 0.05 or 5%. */
export function fractionGiven(call: Call, option: string): number | undefined {
  const text = call.text(option);
  if (text === undefined) return undefined;
  const value = /^\d+(\.\d+)?%$/.test(text)
    ? Number.parseFloat(text) / 100
    : Number(text || 'none');
  if (value >= 0 && value <= 1) return value;
  throw new ConfigError(
    `--${option} must be a weight from 0 to 1, such as 5% or 0.05, was ${text}`,
  );
}

/** Errors: ConfigError when the file cannot be read. */
export async function textOf(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`--${option} must be a file that can be read, was ${file} (${code})`, {
      cause,
    });
  }
}
