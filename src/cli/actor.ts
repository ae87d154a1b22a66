/** In whose name a command acts. */
import { userInfo } from 'node:os';
import { checkName } from '../app/keys.ts';
import type { Call } from './command.ts';

/** --as, else the user of the terminal. Errors: ConfigError when --as is no name, or one that Ballast uses itself. */
export function actorOf(call: Call): string {
  const given = call.text('as');
  if (given === undefined) return userName();
  checkName(given);
  return given;
}

/** A user without a name that may stand in records goes by number. */
function userName(): string {
  try {
    const { username } = userInfo();
    checkName(username);
    return username;
  } catch {
    return `user-${process.getuid?.() ?? 0}`;
  }
}
