/**
 * The mutation check: takes one safeguard at a time out of a copy of the source, and tells which test notices. A safeguard that can be
 * taken out without a test that fails is not safe. `npm run mutations`, some minutes.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreMutations } from './mutations/core-mutations.ts';
import { marginMutations } from './mutations/margin-mutations.ts';
import type { Mutation } from './mutations/mutation.ts';
import { railMutations } from './mutations/rail-mutations.ts';

const root = join(import.meta.dirname, '..');
const copied = ['src', 'api', 'test', 'scripts', 'examples', 'package.json', 'vitest.config.ts'];

function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-mutations-'));
  for (const part of copied) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function run(folder: string, program: string, parameters: readonly string[]) {
  const file = program === 'node' ? process.execPath : join(root, 'node_modules', '.bin', program);
  const { status, stdout, stderr } = spawnSync(file, parameters, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: {
      ...process.env,
      NO_COLOR: '1',
      PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
    },
  });
  return { isFailed: status !== 0, text: stdout + stderr };
}

/** What noticed the mutation; undefined when nothing did. */
function noticed(folder: string, { seeds, tests = [] }: Mutation): string | undefined {
  if (seeds !== undefined) {
    const { isFailed, text } = run(folder, 'node', [
      'scripts/simulate.ts',
      '--seeds',
      String(seeds),
    ]);
    if (isFailed) return `simulation, ${firstViolations(text)}`;
  }
  for (const test of tests) {
    const { isFailed, text } = run(folder, 'vitest', ['run', test]);
    if (isFailed) return `${test}: ${/FAIL .*? > (.*)/.exec(text)?.[1] ?? 'failed'}`;
  }
  return undefined;
}

/** The invariants that broke, and in how many seeds. */
function firstViolations(text: string): string {
  const names = new Set([...text.matchAll(/^ {2}(I\d+ [a-z ]+):/gm)].map(([, name]) => name));
  const [, count = 'all'] = /(\d+) seeds broke/.exec(text) ?? [];
  return `${count} seeds: ${[...names].slice(0, 4).join(', ')}`;
}

function mutate(folder: string, mutation: Mutation): string | undefined {
  const file = join(folder, mutation.file);
  const text = readFileSync(file, 'utf8');
  if (text.split(mutation.from).length !== 2) {
    throw new Error(
      `${mutation.file} must hold once what is mutated, was otherwise: ${mutation.name}`,
    );
  }
  writeFileSync(
    file,
    text.replace(mutation.from, () => mutation.to),
  );
  try {
    return noticed(folder, mutation);
  } finally {
    writeFileSync(file, text);
  }
}

const [only = ''] = process.argv.slice(2);
const folder = copyOfProject();
let survivors = 0;
try {
  for (const mutation of [...coreMutations, ...railMutations, ...marginMutations]) {
    if (!mutation.name.includes(only)) continue;
    const notice = mutate(folder, mutation);
    if (notice === undefined) survivors += 1;
    console.log(
      `${notice === undefined ? 'SURVIVED' : 'noticed '}  ${mutation.name}: ${notice ?? ''}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${survivors} mutations survived`);
process.exitCode = survivors > 0 ? 1 : 0;
