/** Commands in processes of their own: without the secrets of this one, behind it in the queue for the cores, and ended with it. */
import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { CommandRunner } from '../../ports/command-runner.ts';

/** A command that does not stop when it is asked to is ended after this time. */
const patienceMs = 15_000;
const withParent = new URL('./end-with-parent.ts', import.meta.url).href;

/** `program` is the module of the command line. */
export function createCommandRunner(program: URL): CommandRunner {
  return {
    async run(words, { signal, onWords }) {
      signal.throwIfAborted();
      const child = fork(fileURLToPath(program), [...words], {
        execArgv: ['--import', withParent],
        env: openEnvironment(),
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      const ended = Promise.withResolvers<number | null>();
      child.once('error', ended.reject);
      child.once('close', ended.resolve);
      letOthersGoFirst(child);
      const stop = (): void => interrupt(child);
      signal.addEventListener('abort', stop);
      const said: string[] = [];
      createInterface({ input: streamOf(child.stderr) }).on('line', (line) => {
        said.push(line);
        onWords(line);
      });
      try {
        const [exitCode, output] = await Promise.all([ended.promise, text(streamOf(child.stdout))]);
        signal.throwIfAborted();
        return { exitCode, output, words: said };
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}

/** Secrets of Ballast stay here; where its state lives is none. */
function openEnvironment(): NodeJS.ProcessEnv {
  const isOpen = (name: string): boolean => name === 'BALLAST_HOME' || !name.startsWith('BALLAST_');
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isOpen(name)));
}

function letOthersGoFirst({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not let us: it only takes its turn with the others then.
  }
}

function interrupt(child: ChildProcess): void {
  child.kill('SIGINT');
  const last = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  child.once('close', () => clearTimeout(last));
}

function streamOf<Stream>(stream: Stream | null): Stream {
  if (stream === null) throw new TypeError('the streams of the process must be pipes');
  return stream;
}
