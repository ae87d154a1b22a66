/** In whose name a command acts. */
import { userInfo } from 'node:os';
import { checkName } from '../app/keys.ts';
import { ConfigError } from '../base/errors.ts';
import type { Call } from './command.ts';

/** --as, else the user of the terminal. Errors: ConfigError when it is no name, or one that Ballast uses itself. */
export function actorOf(call: Call): string {
  const name = call.text('as') ?? userName();
  checkName(name);
  return name;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new ConfigError('the user of this terminal has no name: give one with --as NAME', {
      cause,
    });
  }
}
