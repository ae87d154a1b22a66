/** Runs the real command line in a child process, with a state folder and a working directory of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
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
  /** Acts on the program once its words hold a text, at once for an empty one. */
  runUntil(
    text: string,
    act: (child: ChildProcessWithoutNullStreams) => void,
    ...words: readonly string[]
  ): Promise<Answer>;
  /** The same with options of Node before the program. */
  runWith(nodeOptions: readonly string[], ...words: readonly string[]): Promise<Answer>;
};

const program = join(projectRoot, 'src', 'cli', 'main.ts');

/** An empty folder to work in, removed after the tests of the file; with what else the environment of its programs holds. */
export function createDesk(environment: Readonly<Record<string, string>> = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, 'state');
  const start = (words: readonly string[]): ChildProcessWithoutNullStreams => {
    const env = { PATH: process.env.PATH, BALLAST_HOME: home, ...environment };
    const options = ['--disable-warning=ExperimentalWarning', ...words];
    const child = spawn(process.execPath, options, { cwd: folder, env });
    child.stdin.end();
    return child;
  };
  return {
    folder,
    home,
    run: (...words) => answerOf(start([program, ...words])),
    runWith: (nodeOptions, ...words) => answerOf(start([...nodeOptions, program, ...words])),
    runUntil: (text, act, ...words) => {
      const child = start([program, ...words]);
      if (text === '') act(child);
      else child.stderr.on('data', (part) => String(part).includes(text) && act(child));
      return answerOf(child);
    },
  };
}

function answerOf(child: ChildProcessWithoutNullStreams): Promise<Answer> {
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
