/** `npm test`: types, style, unused code, then every test; its last line is `N passed, N failed, N skipped`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { areServicesRequired } from './services.mjs';
import type { TestSummary } from './test-summary.ts';

const root = join(import.meta.dirname, '..');
const programs = join(root, 'node_modules', '.bin');

const checks = [
  { name: 'types', program: 'tsc', parameters: ['--noEmit'] },
  { name: 'style', program: 'biome', parameters: ['check'] },
  { name: 'unused code and dependencies', program: 'knip', parameters: [] },
] as const;

function run(
  program: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): boolean {
  const { status } = spawnSync(join(programs, program), parameters, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PATH: `${programs}${delimiter}${process.env.PATH ?? ''}`,
      ...environment,
    },
  });
  return status === 0;
}

function step<T>(name: string, work: () => T): T {
  const startedAt = performance.now();
  console.log(`\n── ${name}`);
  const result = work();
  console.log(`── ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return result;
}

/** Runs vitest; without a summary, as after a crash, one failure. */
function runTests(parameters: readonly string[]): TestSummary {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-test-'));
  const file = join(folder, 'summary.json');
  try {
    const ok = run('vitest', ['run', ...parameters], {
      BALLAST_TEST_SUMMARY: file,
      // Tests and browsers keep out of the home folder, which may be missing or read-only.
      HOME: folder,
      ...(areServicesRequired(process.env) ? { BALLAST_REQUIRE_SERVICES: '1' } : {}),
    });
    const summary = JSON.parse(readFileSync(file, 'utf8')) as TestSummary;
    return ok || summary.failed > 0 ? summary : { ...summary, failed: 1 };
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prints each reason once, with the number of its tests; answers how many tests were skipped without one. */
function printSkipped(skipped: TestSummary['skipped']): number {
  const silent = skipped.filter(({ reason }) => reason === null);
  const counts = new Map<string, number>();
  for (const { reason } of skipped) {
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  if (skipped.length > 0) console.log('\nSkipped:');
  for (const [reason, count] of counts) console.log(`  ${count} × ${reason}`);
  for (const { name } of silent) console.log(`  without a reason, which is a failure: ${name}`);
  return silent.length;
}

const results = checks.map(({ name, program, parameters }) => ({
  name,
  ok: step(name, () => run(program, parameters)),
}));
const summary = step('tests', () => runTests(process.argv.slice(2)));
const silent = printSkipped(summary.skipped);
const failedChecks = results.filter(({ ok }) => !ok);
for (const { name } of failedChecks) console.log(`\nThe check of ${name} failed; see above.`);

const nothingRan = summary.passed + summary.failed === 0;
if (nothingRan) console.log('\nNo test ran, which is a failure.');
const passed = results.length - failedChecks.length + summary.passed;
const failed = failedChecks.length + summary.failed + silent + (nothingRan ? 1 : 0);
process.exitCode = failed === 0 ? 0 : 1;
console.log(`\n${passed} passed, ${failed} failed, ${summary.skipped.length - silent} skipped`);
