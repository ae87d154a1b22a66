/** Runs the real command line in a child process, with a state folder and a working directory of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { projectRoot } from './project-files.ts';

export type Answer = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Desk = {
  /** The working directory, where ballast.yaml is looked for. */
  readonly folder: string;
  /** BALLAST_HOME. */
  readonly home: string;
  run(...words: readonly string[]): Promise<Answer>;
  /** The same with options of Node before the program. */
  runWith(nodeOptions: readonly string[], ...words: readonly string[]): Promise<Answer>;
};

const program = join(projectRoot, 'src', 'cli', 'main.ts');

/** An empty folder to work in, removed after the tests of the file. */
export function createDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, 'state');
  const runWith = (nodeOptions: readonly string[], ...words: readonly string[]) =>
    runNode([...nodeOptions, program, ...words], { folder, home });
  return { folder, home, runWith, run: (...words) => runWith([], ...words) };
}

function runNode(
  words: readonly string[],
  { folder, home }: { folder: string; home: string },
): Promise<Answer> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, BALLAST_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      parts[stream] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...parts }));
  });
}
