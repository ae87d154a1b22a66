/**
 * A contestant: a process that prepares a piece of work, warms up, and then does it once for each line that it is sent. So
 * several can take turns within one measurement. It answers in lines of JSON.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Opening = {
  readonly version: string;
  /** The first run, in which a peer may have to compile. */
  readonly firstSeconds: number;
};

export type Run = {
  readonly seconds: number;
  readonly bars: number;
  /** Bars with a rebalance. */
  readonly events: number;
  readonly finalNav: number;
};

export type Closing = {
  /** Candles included; null where the system does not tell. */
  readonly peakMb: number | null;
  /** Known of Ballast alone. */
  readonly allocatedBytesPerBar?: number;
};

export type Contestant<Result = Run> = {
  readonly opening: Opening;
  /** From the start of the process to the end of its warm-up. */
  readonly startSeconds: number;
  run(): Promise<Result>;
  close(): Promise<Closing>;
};

type Program = {
  readonly file: string;
  readonly parameters: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

/** Errors: when the process cannot be started or ends too soon; what it says about that is on stderr. */
export async function startContestant<Result = Run>(program: Program): Promise<Contestant<Result>> {
  const { file, parameters, environment } = program;
  const startedAt = performance.now();
  const child = spawn(file, parameters, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const failed = new Promise<never>((_, reject) => child.on('error', reject));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <T>(): Promise<T> => {
    const { value, done } = await Promise.race([lines.next(), failed]);
    if (done) throw new Error(`${file} ${parameters.join(' ')} ended without an answer`);
    return JSON.parse(value) as T;
  };
  const opening = await next<Opening>();
  return {
    opening,
    startSeconds: (performance.now() - startedAt) / 1000,
    run() {
      child.stdin.write('\n');
      return next();
    },
    close() {
      child.stdin.end();
      return next();
    },
  };
}

/** The engine of Ballast on the work of a file. */
export function startEngine(workFile: string): Promise<Contestant> {
  const script = fileURLToPath(new URL('./serve-engine.ts', import.meta.url));
  return startContestant({
    file: process.execPath,
    parameters: ['--disable-warning=ExperimentalWarning', script, workFile],
  });
}
