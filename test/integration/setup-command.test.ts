/** bin/ballast: finds the project through links, a Node that is new enough, sets up, and passes everything on. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-files.ts';

let root = '';

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ballast-command-')));
  for (const folder of ['bin', 'elsewhere', 'path', 'scripts', 'src/cli', 'node_modules/.bin']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  copyFileSync(join(projectRoot, 'bin', 'ballast'), join(root, 'bin', 'ballast'));
  writeFileSync(join(root, 'package-lock.json'), '{}');
  utimesSync(join(root, 'package-lock.json'), 1000, 1000);
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), '{}');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A program that stands for Node: answers --version, else prints its name and what it was asked to run. */
function putNode(path: string, version: string): void {
  const file = join(root, path, 'node');
  const answer = `if [ "$1" = --version ]; then echo ${version}; else echo ${path}; printf '%s\\n' "$@"; fi`;
  writeFileSync(file, `#!/bin/sh\n${answer}\n`);
  chmodSync(file, 0o755);
}

function run(command: string, ...parameters: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(command, parameters, {
    cwd: join(root, 'elsewhere'),
    env: { PATH: `${join(root, 'path')}:/usr/bin:/bin` },
    encoding: 'utf8',
  });
  return { lines: stdout.trimEnd().split('\n'), stderr, status };
}

function expected(runtime: string, ...parameters: readonly string[]): readonly string[] {
  const main = join(root, 'src', 'cli', 'main.ts');
  return [runtime, '--disable-warning=ExperimentalWarning', main, ...parameters];
}

describe('bin/ballast', () => {
  it('uses the Node of the machine when it is 24 or later', () => {
    putNode('path', 'v24.0.0');
    putNode('node_modules/.bin', 'v24.21.0');
    const { lines } = run(join(root, 'bin', 'ballast'), 'report', '--json');
    expect(lines).toEqual(expected('path', 'report', '--json'));
  });

  it('uses the one of the dependencies when that of the machine is older', () => {
    putNode('path', 'v22.12.0');
    putNode('node_modules/.bin', 'v24.21.0');
    const { lines } = run(join(root, 'bin', 'ballast'), 'doctor');
    expect(lines).toEqual(expected('node_modules/.bin', 'doctor'));
  });

  it('says what to do when neither will do', () => {
    putNode('path', 'v22.12.0');
    const { status, stderr } = run(join(root, 'bin', 'ballast'));
    expect(status).toBe(2);
    expect(stderr).toContain('Node.js was v22.12.0, it must be 24 or later');
  });

  it('works through relative and absolute links, and keeps spaces in its arguments', () => {
    putNode('path', 'v24.0.0');
    symlinkSync('../bin/ballast', join(root, 'elsewhere', 'near'));
    symlinkSync(join(root, 'elsewhere', 'near'), join(root, 'elsewhere', 'far'));
    const { lines } = run('./far', 'reject', 'ID', '--reason', 'too late');
    expect(lines).toEqual(expected('path', 'reject', 'ID', '--reason', 'too late'));
  });

  it('sets up first when the dependencies are missing, in words on stderr', () => {
    putNode('path', 'v24.0.0');
    rmSync(join(root, 'node_modules', '.package-lock.json'));
    const { lines, stderr } = run(join(root, 'bin', 'ballast'), 'doctor');
    expect(stderr).toContain(join(root, 'scripts', 'setup.mjs'));
    expect(lines).toEqual(expected('path', 'doctor'));
  });

  it.each([
    ['of another project', 'elsewhere/node_modules'],
    ['that is gone', 'elsewhere/nothing'],
  ])('does not install into the dependencies %s through a link', (_, target) => {
    for (const file of ['setup.mjs', 'services.mjs']) {
      copyFileSync(join(projectRoot, 'scripts', file), join(root, 'scripts', file));
    }
    rmSync(join(root, 'node_modules', '.package-lock.json'));
    renameSync(join(root, 'node_modules'), join(root, 'elsewhere', 'node_modules'));
    symlinkSync(join(root, target), join(root, 'node_modules'));
    const { status, stderr } = spawnSync(join(root, 'bin', 'ballast'), ['doctor'], {
      env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` },
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toBe(
      `ballast: node_modules is a link to ${join(root, target)}, which npm ci would empty: remove the link and try again, or install the dependencies there.\n`,
    );
    expect(existsSync(join(root, 'elsewhere', 'node_modules', '.bin'))).toBe(true);
  });
});
