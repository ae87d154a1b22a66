/** The summary of a test run: counts what passed and failed in every way a test can, and keeps the reasons of skips. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TestSummary } from '../../scripts/test-summary.ts';
import { projectRoot } from '../support/project-files.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-summary-'));
  mkdirSync(join(folder, 'test'));
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function summaryOf(files: Readonly<Record<string, string>>): TestSummary {
  for (const [name, lines] of Object.entries(files)) {
    const head = "import { beforeAll, describe, expect, it } from 'vitest';\n";
    writeFileSync(join(folder, 'test', `${name}.test.ts`), head + lines);
  }
  const summary = join(folder, 'summary.json');
  const vitest = join(projectRoot, 'node_modules', '.bin', 'vitest');
  const config = join(projectRoot, 'vitest.config.ts');
  spawnSync(process.execPath, [vitest, 'run', '--config', config, '--root', folder], {
    env: { ...process.env, BALLAST_TEST_SUMMARY: summary },
  });
  return JSON.parse(readFileSync(summary, 'utf8')) as TestSummary;
}

it('counts failures of tests, hooks and whole files, and keeps why something was skipped', () => {
  const summary = summaryOf({
    plain: "it('a', () => {}); it('b', () => expect(1).toBe(2));",
    broken: "throw new Error('at import');",
    hook: "describe('h', () => { beforeAll(() => { throw new Error('x'); }); it('c', () => {}); });",
    skips: `it.skip('d', () => {});
      it('e', (context) => context.skip('no data'));
      describe.skip('f (skipped: no Chromium; see above)', () => it('g', () => {}));`,
  });
  expect(summary.passed).toBe(1);
  // b, the file that does not load, and the hook.
  expect(summary.failed).toBe(3);
  expect(summary.skipped.filter(({ name }) => name !== 'h > c')).toEqual([
    { name: 'd', reason: null },
    { name: 'e', reason: 'no data' },
    { name: 'f (skipped: no Chromium; see above) > g', reason: 'no Chromium; see above' },
  ]);
});
