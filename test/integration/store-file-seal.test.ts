/** The seal of a database file at rest: a byte between the records is content of nobody, and yet a change of it is found. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { verifyAudit } from '../../src/app/verify-audit.ts';
import { createStoreFolder } from '../support/store-folder.ts';
import { fillEveryTable, sampleEvent } from '../support/store-samples.ts';

const folder = createStoreFolder();

async function fresh(name: string): Promise<{ file: string; seal: string }> {
  const file = join(folder.path, `${name}.sqlite`);
  const store = await createSqliteStore({ file });
  await fillEveryTable(store);
  await store.close();
  return { file, seal: join(folder.path, `${name}.file-seal.json`) };
}

async function problemOf(file: string): Promise<string | undefined> {
  const store = await createSqliteStore({ file });
  return verifyAudit(store)
    .then(({ problem }) => problem)
    .finally(() => store.close());
}

/** Changes a zero in the unused middle of a page. */
function changeUnusedByte(file: string): void {
  const bytes = readFileSync(file);
  const gap = bytes.indexOf(Buffer.alloc(64));
  expect(gap).toBeGreaterThan(0);
  bytes[gap + 32] = 1;
  writeFileSync(file, bytes);
}

test('a file is sealed when its last connection closes, and verifies', async () => {
  const { file, seal } = await fresh('sealed');
  expect(existsSync(seal)).toBe(true);
  expect(await problemOf(file)).toBeUndefined();
});

test('a changed byte that belongs to no record is found', async () => {
  const { file } = await fresh('gap');
  changeUnusedByte(file);
  expect(await problemOf(file)).toMatch(/changed while Ballast was not running/);
});

test('a seal is broken before the first write and made anew at the end', async () => {
  const { file, seal } = await fresh('written');
  const before = readFileSync(seal, 'utf8');
  const store = await createSqliteStore({ file });
  await store.transact(({ events }) => events.append(sampleEvent({ subject: 'later' })));
  expect(existsSync(seal)).toBe(false);
  expect((await verifyAudit(store)).ok).toBe(true);
  await store.close();
  expect(readFileSync(seal, 'utf8')).not.toBe(before);
  expect(await problemOf(file)).toBeUndefined();
});

test('no seal is made while another connection is open', async () => {
  const { file, seal } = await fresh('shared');
  const [one, other] = [await createSqliteStore({ file }), await createSqliteStore({ file })];
  await one.transact(({ events }) => events.append(sampleEvent({ subject: 'one' })));
  await one.close();
  expect(existsSync(seal)).toBe(false);
  await other.close();
  expect(await problemOf(file)).toBeUndefined();
});
