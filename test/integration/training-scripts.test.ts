/** `npm run train` and `npm run evaluate`: the commands of the same names, with their options and exit codes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import scripts from '../../package.json' with { type: 'json' };
import { projectRoot } from '../support/project-files.ts';

function run(...words: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, words, {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

describe.each(['train', 'evaluate'] as const)('npm run %s', (name) => {
  const script = join('training', `${name}.ts`);
  const command = [join('src', 'cli', 'main.ts'), name];

  it('sets up first and runs its script', () => {
    expect(scripts.scripts).toMatchObject({
      [`pre${name}`]: 'node scripts/setup.mjs',
      [name]: `node ${script}`,
    });
  });

  it.each([
    [['--help'], 0],
    [['--data', 'no/such/folder', '--out', 'x', '--from', '1', '--to', '2'], 2],
  ])('answers %j as the command does', (words, status) => {
    const answer = run(script, ...words);
    expect(answer).toEqual(run(...command, ...words));
    expect(answer.status).toBe(status);
  });
});
