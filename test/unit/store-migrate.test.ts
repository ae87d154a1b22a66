/** Migrations: each runs once, in order, wholly or not at all. */
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, schemaProblem } from '../../src/adapters/store/migrate.ts';
import type { Migration } from '../../src/adapters/store/migration.ts';
import type { Tables } from '../../src/adapters/store/schema.ts';
import { createSqliteDialect } from '../../src/adapters/store/sqlite-dialect.ts';
import { sqliteEngine } from '../../src/adapters/store/sqlite-engine.ts';
import { ConfigError } from '../../src/base/errors.ts';

let database: DatabaseSync;
let db: Kysely<Tables>;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  db = new Kysely<Tables>({
    dialect: createSqliteDialect(database),
    plugins: [new CamelCasePlugin()],
  });
});
afterEach(() => db.destroy());

const step = (version: number, ...statements: string[]): Migration => ({
  version,
  name: `step ${version}`,
  statements: () => statements,
});

const first = step(1, 'create table a (x integer) strict', 'insert into a values (1)');
const second = step(2, 'alter table a add column y integer');

test('only the steps that are missing run, in order', async () => {
  await migrate(db, sqliteEngine, [first]);
  await migrate(db, sqliteEngine, [first, second]);
  await migrate(db, sqliteEngine, [first, second]);
  expect(database.prepare('select x, y from a').all()).toEqual([{ x: 1, y: null }]);
  expect(await schemaProblem(db, sqliteEngine, [first, second])).toBeUndefined();
});

test('a step that fails takes back all that ran with it', async () => {
  const broken = step(3, 'create table b (x integer)', 'create tabel c');
  await migrate(db, sqliteEngine, [first]);
  await expect(migrate(db, sqliteEngine, [first, second, broken])).rejects.toThrow(/syntax error/);
  expect(() => database.prepare('select y from a')).toThrow('no such column');
  expect(await schemaProblem(db, sqliteEngine, [first])).toBeUndefined();
});

test('a database of a later version is refused', async () => {
  await migrate(db, sqliteEngine, [first, second]);
  await expect(migrate(db, sqliteEngine, [first])).rejects.toThrow(ConfigError);
});

test('another name in the record, or another table, is a problem', async () => {
  await migrate(db, sqliteEngine, [first]);
  const renamed = { ...first, name: 'other' };
  expect(await schemaProblem(db, sqliteEngine, [renamed])).toBe(
    'the recorded migrations are "1 step 1", expected "1 other"',
  );
  database.exec('analyze');
  expect(await schemaProblem(db, sqliteEngine, [first])).toBeUndefined();
  database.exec('create index a_x on a (x)');
  expect(await schemaProblem(db, sqliteEngine, [first])).toMatch(/not what the migrations made/);
});
