/** A process that runs a command and says the process of that, so that a test can kill the one and watch the other. */
import { createCommandRunner } from '../../src/adapters/workers/command-process.ts';

await createCommandRunner(new URL('./command-child.ts', import.meta.url)).run(['wait'], {
  signal: new AbortController().signal,
  onWords: (line) => process.stdout.write(`${line}\n`),
});
