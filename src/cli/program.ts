/** The program: finds the command in the table, calls it, and turns what happens into an exit code. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { createCall, type Surroundings } from './call.ts';
import type { ExitCode } from './command.ts';
import { faultOf } from './faults.ts';
import { commandHelp, overviewHelp } from './help.ts';
import { parseCommandLine } from './parse.ts';
import { commandTable } from './table.ts';
import { version } from './version.ts';

async function main(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { print, say } = surroundings;
  try {
    const parsed = parseCommandLine(words, commandTable);
    if (parsed.kind === 'version') {
      print(version);
      return 0;
    }
    if (parsed.kind === 'help') {
      print(parsed.entry === undefined ? overviewHelp(commandTable) : commandHelp(parsed.entry));
      return 0;
    }
    const { run } = await parsed.entry.load();
    return await run(createCall(parsed.entry, parsed, surroundings));
  } catch (error) {
    const { exitCode, says } = faultOf(error);
    for (const line of says.split('\n')) say(`ballast: ${line}`);
    return exitCode;
  }
}

/** The first interruption asks the command to stop where it may be taken up again; the second ends the program. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}

/** A reader that has seen enough (`| head`) is no fault. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Runs a command line, given without the name of the program, as this process: its exit code is set when it is done. */
export async function runProgram(words: readonly string[]): Promise<void> {
  // Commands load in half the time when their modules need not be compiled again; beside them, where nobody else may write.
  enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compiled'));
  ignoreClosedPipe(process.stdout);
  ignoreClosedPipe(process.stderr);
  process.exitCode = await main(words, {
    print: (text) => process.stdout.write(`${text}\n`),
    say: (text) => process.stderr.write(`${text}\n`),
    environment: process.env,
    signal: interruption(),
  });
}
