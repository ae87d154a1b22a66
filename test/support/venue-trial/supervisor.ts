/** Keeps one process of a trial running: starts it, tells it what to do, kills it as `kill -9` does, and starts it again. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { BinanceServer } from '../binance/server.ts';
import type { Said } from './child.ts';
import type { Wish } from './portfolio.ts';
import type { Outcome } from './rebalance.ts';

export type Recovery = {
  /** Wall ms from the start of the process until it was ready to trade. */
  readonly readyMs: number;
  /** Of these, venue ms in which executions were brought to their end. */
  readonly reconcileMs: number;
  readonly escalated: number;
  /** Executions that it took up. */
  readonly ended: readonly string[];
  /** Processes that ended by themselves before one was ready, because the venue did not answer. */
  readonly failedStarts: number;
};

export type Supervisor = {
  start(): Promise<Recovery>;
  /** Undefined when the process was killed before it was done. */
  rebalance(wish: Wish): Promise<Outcome | undefined>;
  /** At once, whatever it is doing. */
  kill(): void;
  /** All that processes said on stdout and stderr. */
  output(): string;
  stop(): Promise<void>;
};

const mostStarts = 50;
const childFile = new URL('./child.ts', import.meta.url);

export function createSupervisor(
  server: Pick<BinanceServer, 'url' | 'key'>,
  options: { file: string; speed: number; isOnMargin?: boolean },
): Supervisor {
  const { file, speed, isOnMargin = false } = options;
  let child: ChildProcess | undefined;
  let output = '';
  const { apiKey, secret } = server.key;
  const env = {
    ...process.env,
    BALLAST_BINANCE_API_KEY: apiKey,
    BALLAST_BINANCE_API_SECRET: secret,
  };

  /** Undefined when the process ends first. */
  const next = (from: ChildProcess): Promise<Said | undefined> =>
    new Promise((resolve) => {
      const ended = (): void => resolve(undefined);
      from.once('exit', ended);
      from.once('message', (said) => {
        from.off('exit', ended);
        resolve(said as Said);
      });
    });

  const begin = (): ChildProcess => {
    const words = [file, server.url, String(speed), isOnMargin ? 'margin' : 'spot'];
    const execArgv = ['--disable-warning=ExperimentalWarning'];
    const started = fork(childFile, words, {
      env,
      execArgv,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [started.stdout, started.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    return started;
  };

  return {
    async start() {
      const startedAt = performance.now();
      for (let failedStarts = 0; failedStarts < mostStarts; failedStarts += 1) {
        child = begin();
        const said = await next(child);
        if (said?.kind !== 'ready') continue;
        const { reconcileMs, escalated, ended } = said;
        const readyMs = performance.now() - startedAt;
        return { readyMs, reconcileMs, escalated, ended, failedStarts };
      }
      throw new Error(`no process became ready: ${output.slice(-2_000)}`);
    },
    async rebalance(wish) {
      if (child === undefined) throw new Error('there is no process to trade');
      const told = next(child);
      child.send(wish);
      const said = await told;
      return said?.kind === 'done' ? said.outcome : undefined;
    },
    kill() {
      child?.kill('SIGKILL');
    },
    output: () => output,
    async stop() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      setTimeout(() => child?.kill('SIGKILL'), 2_000).unref();
      await exited;
    },
  };
}
