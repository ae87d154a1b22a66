/** The list of faults, and of safeguards that were taken out, names tests that are there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../support/project-files.ts';

const page = readFileSync(join(projectRoot, 'docs/explanation/faults.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| (?!(fault|taken out) \|)/.test(line));
/** Of those there are three columns. */
const faults = rows.filter((row) => row.split(' | ').length === 3);
const named = /`(test\/[^`]+)` “([^”]+)”/g;

it('names at least one test for each fault', () => {
  expect(faults.length).toBeGreaterThan(35);
  expect(faults.filter((row) => row.match(named) === null)).toEqual([]);
});

it('names tests that are there', () => {
  const lost = rows.flatMap((row) =>
    [...row.matchAll(named)]
      .filter(([, file = '', name = '']) => !textOf(file).includes(name))
      .map(([found]) => found),
  );
  expect(lost).toEqual([]);
});

function textOf(file: string): string {
  return readFileSync(join(projectRoot, file), 'utf8');
}
