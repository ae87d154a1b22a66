/** Commands in processes of their own: what they are told, what they say, and when they end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { createCommandRunner } from '../../src/adapters/workers/command-process.ts';

const commands = createCommandRunner(new URL('../support/command-child.ts', import.meta.url));
const parent = fileURLToPath(new URL('../support/command-parent.ts', import.meta.url));

afterEach(() => vi.unstubAllEnvs());

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function pidIn(line: string): number {
  return Number(/process (\d+)/.exec(line)?.[1]);
}

it('give their words and data, and their exit code', async () => {
  const said: string[] = [];
  const onWords = (line: string) => said.push(line);
  const { signal } = new AbortController();
  const outcome = await commands.run(['fail'], { signal, onWords });
  expect(outcome).toMatchObject({ exitCode: 3, words: said });
  expect(said).toEqual([expect.stringMatching(/^process \d+$/)]);
  expect(JSON.parse(outcome.output)).toMatchObject({ word: 'fail' });
});

it('are not told the secrets of the one that starts them', async () => {
  vi.stubEnv('BALLAST_ADMIN_TOKEN', 'a-secret-of-24-characters');
  vi.stubEnv('BALLAST_HOME', 'data/state');
  const options = { signal: new AbortController().signal, onWords: () => undefined };
  const { output } = await commands.run(['end'], options);
  expect(JSON.parse(output)).toEqual({ word: 'end', known: ['BALLAST_HOME'] });
});

it('end when they are interrupted', async () => {
  const stop = new AbortController();
  const pid = Promise.withResolvers<number>();
  const options = { signal: stop.signal, onWords: (line: string) => pid.resolve(pidIn(line)) };
  const work = commands.run(['wait'], options);
  expect(isRunning(await pid.promise)).toBe(true);
  stop.abort();
  await expect(work).rejects.toThrow('aborted');
  expect(isRunning(await pid.promise)).toBe(false);
});

it('do not start once they are interrupted', async () => {
  const signal = AbortSignal.abort();
  const run = commands.run(['end'], { signal, onWords: () => undefined });
  await expect(run).rejects.toThrow('aborted');
});

it('end with the process that started them, even when that is killed', async () => {
  const starter = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(starter.stdout, 'data')) as [Buffer];
  const pid = pidIn(String(line));
  expect(isRunning(pid)).toBe(true);
  starter.kill('SIGKILL');
  while (isRunning(pid)) await setTimeout(10);
});
