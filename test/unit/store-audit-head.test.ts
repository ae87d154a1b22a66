/** The published end of the audit trail: whatever happens to its file, the last end is there after the next write. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditHeadFile, createPublishedHead } from '../../src/adapters/store/audit-head.ts';
import { createStoreFolder } from '../support/store-folder.ts';

const folder = createStoreFolder();
const headAt = (sequence: number) => ({ sequence, hash: String(sequence % 10).repeat(64) });

test.each<readonly [string, (file: string) => void]>([
  ['is left alone', () => {}],
  ['is removed', (file) => rmSync(file)],
  ['is moved away', (file) => renameSync(file, `${file}.kept`)],
  ['is emptied', (file) => writeFileSync(file, '')],
  ['is made longer', (file) => writeFileSync(file, ' '.repeat(500))],
  ['is replaced by another process', (file) => replaceAsOther(file)],
  [
    'is of an earlier version',
    (file) => writeFileSync(file, `${JSON.stringify(headAt(999_999))}\n`),
  ],
])('a file that %s holds the next end', (what, change) => {
  const database = join(folder.path, `${what}.sqlite`);
  const published = createPublishedHead(database);
  expect(published.read()).toBeUndefined();
  for (const sequence of [1, 9, 10]) {
    published.write(headAt(sequence));
    expect(published.read()).toEqual(headAt(sequence));
  }
  change(auditHeadFile(database));
  for (const sequence of [11, 12]) {
    published.write(headAt(sequence));
    expect(published.read()).toEqual(headAt(sequence));
  }
  published.close();
});

test('the end of an earlier version is read', () => {
  const database = join(folder.path, 'earlier.sqlite');
  writeFileSync(auditHeadFile(database), `${JSON.stringify(headAt(7))}\n`);
  expect(createPublishedHead(database).read()).toEqual(headAt(7));
});

function replaceAsOther(file: string): void {
  writeFileSync(`${file}.other`, readFileSync(file));
  renameSync(`${file}.other`, file);
}
