/** The reason that a person gives for an act. */
import { ConfigError } from '../base/errors.ts';
import type { Call } from './command.ts';

/** Errors: ConfigError when it is empty. */
export function reasonGiven(call: Call): string {
  const reason = (call.text('reason') ?? '').trim();
  if (reason === '') throw new ConfigError('--reason must say why, was empty');
  return reason;
}
