/** A database of an earlier version is brought up with all that it holds, and its events stay one chain that nobody can change. */
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { unpublishedHead } from '../../src/adapters/store/audit-head.ts';
import { noSeal } from '../../src/adapters/store/file-seal.ts';
import { migrate } from '../../src/adapters/store/migrate.ts';
import { firstTables } from '../../src/adapters/store/migrations/0001-first-tables.ts';
import { jobs } from '../../src/adapters/store/migrations/0002-jobs.ts';
import { targetChanges } from '../../src/adapters/store/migrations/0003-target-changes.ts';
import { orderDetails } from '../../src/adapters/store/migrations/0004-order-details.ts';
import { activityOrder } from '../../src/adapters/store/migrations/0005-activity-order.ts';
import { openPaperOrders } from '../../src/adapters/store/migrations/0006-open-paper-orders.ts';
import type { Tables } from '../../src/adapters/store/schema.ts';
import { createSqliteDialect } from '../../src/adapters/store/sqlite-dialect.ts';
import { sqliteEngine } from '../../src/adapters/store/sqlite-engine.ts';
import { createStore } from '../../src/adapters/store/store.ts';
import { fillEveryTable, sampleEvent } from '../support/store-samples.ts';

const earlier = [firstTables, jobs, targetChanges, orderDetails, activityOrder, openPaperOrders];

test('events of version 6 are the same chain afterwards, and it goes on', async () => {
  const database = new DatabaseSync(':memory:');
  const dialect = createSqliteDialect(database);
  const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  await migrate(db, sqliteEngine, earlier);
  const given = { engine: sqliteEngine, head: unpublishedHead, seal: noSeal, now: Date.now };
  const store = createStore(db, given);
  await fillEveryTable(store);
  for (let k = 0; k < 3; k += 1) {
    await store.transact(({ events }) => events.append(sampleEvent({ subject: `key-${k}` })));
  }
  const before = await store.events.list({ limit: 10 });
  expect(before).toHaveLength(4);

  await migrate(db, sqliteEngine);
  expect(await store.events.list({ limit: 10 })).toEqual(before);
  await store.transact(({ events }) => events.append(sampleEvent()));
  const { problem, events } = await store.events.verify();
  expect({ problem, events }).toEqual({ problem: undefined, events: 5 });

  expect(() => database.exec('update events set actor = actor')).toThrow('update is refused');
  expect(() => database.exec('delete from events')).toThrow('delete is refused');
  await store.close();
});
