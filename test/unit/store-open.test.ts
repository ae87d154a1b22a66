/** Opening a store in an SQLite file: what is asserted, and what is refused with a sentence. */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createSqliteStore, requireVersion } from '../../src/adapters/store/open-sqlite.ts';
import { ConfigError, DataError } from '../../src/base/errors.ts';
import { createStoreFolder } from '../support/store-folder.ts';
import { fillEveryTable, sampleEvent } from '../support/store-samples.ts';

const folder = createStoreFolder();
const fileOf = (name: string): string => join(folder.path, name, 'ballast.db');

async function make(name: string): Promise<string> {
  const file = fileOf(name);
  const store = await createSqliteStore({ file });
  await fillEveryTable(store);
  await store.close();
  return file;
}

test('a new file is made, with its folder, and is in write-ahead mode', async () => {
  const file = await make('new');
  const database = new DatabaseSync(file);
  expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
  database.close();
});

test('what was kept is there after opening again', async () => {
  const store = await createSqliteStore({ file: await make('again') });
  expect((await store.recommendations.get('rec-1'))?.proposer).toBe('system');
  await store.close();
});

test.each(['3.51.3', '3.51.4', '3.52.0', '4.0.0'])('SQLite %s is new enough', (version) => {
  expect(() => requireVersion(version)).not.toThrow();
});

test.each(['3.51.2', '3.50.9', '2.99.99', 'unknown'])('SQLite %s is refused', (version) => {
  expect(() => requireVersion(version)).toThrow(ConfigError);
  expect(() => requireVersion(version)).toThrow(`must be 3.51.3 or newer, was ${version}`);
});

test('a database of a newer program is refused', async () => {
  const file = await make('newer');
  const database = new DatabaseSync(file);
  database.exec(`insert into migrations values (99, 'the future', '')`);
  database.close();
  const opening = createSqliteStore({ file });
  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow('version 99, this program knows versions up to 7');
});

test('a database of another program is refused and left alone', async () => {
  const file = join(folder.path, 'foreign.db');
  const database = new DatabaseSync(file);
  database.exec('create table notes (text text)');
  database.close();
  await expect(createSqliteStore({ file })).rejects.toThrow(DataError);
});

test('a file that is not a database is refused and left alone', async () => {
  const file = join(folder.path, 'letter.txt');
  writeFileSync(file, 'Dear Sir or Madam, '.repeat(100));
  await expect(createSqliteStore({ file })).rejects.toThrow(/damaged \(file is not a database\)/);
  expect(readFileSync(file, 'utf8')).toMatch(/^Dear Sir/);
});

test('a folder in the place of the file is refused', async () => {
  await expect(createSqliteStore({ file: folder.path })).rejects.toThrow(ConfigError);
});

test('a file below another file is refused', async () => {
  const file = join(await make('parent'), 'ballast.db');
  await expect(createSqliteStore({ file })).rejects.toThrow(ConfigError);
});

test('a page of garbage is a DataError, at the start or when it is read', async () => {
  const file = await make('garbage');
  const handle = openSync(file, 'r+');
  for (let page = 1; page < 20; page += 1) writeSync(handle, 'x'.repeat(200), page * 4096);
  closeSync(handle);
  const use = async (): Promise<unknown> => {
    const store = await createSqliteStore({ file });
    return store.recommendations.list({ limit: 9 }).finally(() => store.close());
  };
  await expect(use()).rejects.toThrow(DataError);
});

test('a trigger that is missing is noticed at the start', async () => {
  const file = await make('trigger');
  const database = new DatabaseSync(file);
  database.exec('drop trigger events_refuse_update');
  database.close();
  await expect(createSqliteStore({ file })).rejects.toThrow(
    /a table, index or trigger is not what the migrations made/,
  );
});

test('the triggers refuse to change, delete or replace what is append-only', async () => {
  const database = new DatabaseSync(await make('append-only'));
  database.exec('pragma recursive_triggers = on');
  for (const table of ['events', 'approvals', 'fills']) {
    const refusal = new RegExp(`${table}: (update|delete) is refused`);
    expect(() => database.exec(`update ${table} set at = 1`)).toThrow(refusal);
    expect(() => database.exec(`delete from ${table}`)).toThrow(refusal);
    const replace = `insert or replace into ${table} select * from ${table}`;
    expect(() => database.exec(replace)).toThrow();
  }
  for (const table of ['recommendations', 'executions', 'execution_legs', 'attempts', 'api_keys']) {
    expect(() => database.exec(`delete from ${table}`)).toThrow(`${table}: delete is refused`);
  }
  database.close();
});

test('an event that does not continue the chain is refused', async () => {
  const database = new DatabaseSync(await make('chain'));
  const hash = 'a'.repeat(64);
  const { head } = database.prepare('select hash as head from events').get() as { head: string };
  const insert = (sequence: number, previous: string): void => {
    const { type, at, actor, subject } = sampleEvent();
    const statement = database.prepare('insert into events values (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    statement.run(sequence, type, at, actor, subject, '{}', '[]', previous, hash);
  };
  expect(() => insert(3, head)).toThrow('the chain must be continued');
  expect(() => insert(2, hash)).toThrow('the chain must be continued');
  expect(() => insert(2, head)).not.toThrow();
  database.close();
});

test('a database that another program keeps locked is a ConfigError', async () => {
  const file = await make('locked');
  const database = new DatabaseSync(file);
  database.exec('begin immediate');
  await expect(createSqliteStore({ file, lockTimeoutMs: 10 })).rejects.toThrow(
    /keeps the database locked/,
  );
  database.close();
});
