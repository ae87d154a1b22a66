/** A vitest reporter that writes what passed, failed and was skipped, and why it was skipped, to a JSON file. */
import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

export type TestSummary = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly name: string; readonly reason: string | null }[];
};

/** The reason of a skip: the note given to `context.skip`, or "(skipped: …)" in a title. */
function reasonOf(test: TestCase): string | null {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return note || (/\(skipped: (.+?)\)(?= > |$)/.exec(test.fullName)?.[1] ?? null);
}

export function summarise(
  modules: readonly TestModule[],
  unhandled: readonly SerializedError[],
): TestSummary {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state);
  const broken = suites.filter((suite) => suite.errors().length > 0).length;
  return {
    passed: inState('passed').length,
    failed: inState('failed').length + broken + unhandled.length,
    skipped: tests
      .filter((test) => ['skipped', 'pending'].includes(test.result().state))
      .map((test) => ({ name: test.fullName, reason: reasonOf(test) })),
  };
}

export function createTestSummary(file: string): Reporter {
  return {
    onTestRunEnd(modules, unhandled) {
      writeFileSync(file, JSON.stringify(summarise(modules, unhandled)));
    },
  };
}
