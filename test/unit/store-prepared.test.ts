/** Queries that are built once: other values, other databases, and no values at all give what a query built for each would give. */
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../src/adapters/store/migrate.ts';
import { prepared } from '../../src/adapters/store/prepared.ts';
import type { ScheduleSlotRow, Tables } from '../../src/adapters/store/schema.ts';
import { createSqliteDialect } from '../../src/adapters/store/sqlite-dialect.ts';
import { sqliteEngine } from '../../src/adapters/store/sqlite-engine.ts';

const open: Kysely<Tables>[] = [];
let db: Kysely<Tables>;
let builds: number;

async function createDatabase(): Promise<Kysely<Tables>> {
  const dialect = createSqliteDialect(new DatabaseSync(':memory:'));
  const made = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  await migrate(made, sqliteEngine);
  open.push(made);
  return made;
}

beforeEach(async () => {
  builds = 0;
  db = await createDatabase();
});
afterEach(() => Promise.all(open.splice(0).map((made) => made.destroy())));

const keep = prepared((session, row: ScheduleSlotRow) => {
  builds += 1;
  return session.insertInto('scheduleSlots').values(row);
});

const slots = prepared((session, { scheduleId }: { scheduleId: string }) =>
  session.selectFrom('scheduleSlots').selectAll().where('scheduleId', '=', scheduleId),
);

const slotsOf = async (session: Kysely<Tables>, scheduleId: string) =>
  (await slots(session, { scheduleId })).rows;

const rows: readonly ScheduleSlotRow[] = ['a', 'b', 'a'].map((scheduleId, slot) => ({
  ...{ scheduleId, slot, checksum: `${scheduleId}${slot}` },
}));

test('other values go into the query that was built for the first ones', async () => {
  await db.transaction().execute(async (session) => {
    for (const row of rows) await keep(session, row);
    expect(builds).toBe(1);
    expect(await slotsOf(session, 'a')).toEqual([rows[0], rows[2]]);
    expect(await slotsOf(session, 'b')).toEqual([rows[1]]);
    expect(await slotsOf(session, 'c')).toEqual([]);
  });
});

test('the order in which the values are named does not matter', async () => {
  await db.transaction().execute(async (session) => {
    await keep(session, { scheduleId: 'a', slot: 1, checksum: 'x' });
    await keep(session, { checksum: 'y', slot: 2, scheduleId: 'a' });
    expect(await slotsOf(session, 'a')).toEqual([
      { scheduleId: 'a', slot: 1, checksum: 'x' },
      { scheduleId: 'a', slot: 2, checksum: 'y' },
    ]);
  });
});

test('each database has queries of its own', async () => {
  const other = await createDatabase();
  for (const [slot, database] of [db, other, db].entries()) {
    const row = { scheduleId: 'a', slot, checksum: 'x' };
    await database.transaction().execute((session) => keep(session, row));
  }
  expect(builds).toBe(2);
  expect(await slotsOf(db, 'a')).toHaveLength(2);
  expect(await slotsOf(other, 'a')).toHaveLength(1);
});

test('outside a transaction each query is built, so that it can be refused', async () => {
  await keep(db, { scheduleId: 'a', slot: 1, checksum: 'x' });
  await keep(db, { scheduleId: 'a', slot: 2, checksum: 'x' });
  expect(builds).toBe(2);
});
