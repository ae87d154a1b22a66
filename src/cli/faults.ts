/** What a command that failed says, and the exit code it ends with: what, why, what to do; a trace only for mistakes of our own. */
import { ConfigError, DataError, ModelError, VenueError } from '../base/errors.ts';
import type { ExitCode } from './command.ts';

export type Fault = { readonly exitCode: ExitCode; readonly says: string };

export function faultOf(error: unknown): Fault {
  if (isInterruption(error)) return { exitCode: 130, says: 'interrupted' };
  if (error instanceof ConfigError) return { exitCode: 2, says: error.message };
  if (error instanceof DataError || error instanceof ModelError) {
    return { exitCode: 5, says: error.message };
  }
  if (error instanceof VenueError) {
    return { exitCode: 4, says: `the venue: ${error.message} (${error.kind})` };
  }
  return { exitCode: 1, says: bugReport(error) };
}

/** A question or a wait that ended because the person interrupted it. */
function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function bugReport(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a mistake in Ballast, not yours. Please report it with the command and these lines:\n${trace}`;
}
