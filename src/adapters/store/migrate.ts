/** Brings the tables to the version of the program, each step once and in one transaction with its record. */
import { type Kysely, sql } from 'kysely';
import { ConfigError } from '../../base/errors.ts';
import type { Engine } from './engine.ts';
import type { Migration } from './migration.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { jobs } from './migrations/0002-jobs.ts';
import { targetChanges } from './migrations/0003-target-changes.ts';
import { orderDetails } from './migrations/0004-order-details.ts';
import { activityOrder } from './migrations/0005-activity-order.ts';
import { openPaperOrders } from './migrations/0006-open-paper-orders.ts';
import { chainBySequence } from './migrations/0007-chain-by-sequence.ts';
import type { Tables } from './schema.ts';

const migrations: readonly Migration[] = [
  firstTables,
  jobs,
  targetChanges,
  orderDetails,
  activityOrder,
  openPaperOrders,
  chainBySequence,
];

const table = ({ integer, tableEnd }: Engine): string =>
  `create table if not exists migrations (
    version ${integer} primary key check (version > 0),
    name text not null,
    schema_hash text not null
  ) ${tableEnd}`;

/** Errors: ConfigError when a newer program has written the database. */
export function migrate(
  db: Kysely<Tables>,
  engine: Engine,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await sql.raw(table(engine)).execute(transaction);
    const done = (await lastMigration(transaction))?.version ?? 0;
    const known = steps.at(-1)?.version ?? 0;
    if (done > known) {
      throw new ConfigError(
        `the database has version ${done}, this program knows versions up to ${known}: use a newer Ballast`,
      );
    }
    for (const { version, name, statements } of steps) {
      if (version <= done) continue;
      for (const statement of statements(engine)) await sql.raw(statement).execute(transaction);
      const schemaHash = await engine.schemaHash(transaction);
      await transaction.insertInto('migrations').values({ version, name, schemaHash }).execute();
      // All of them know the tables of now, so that no row of them can be changed unseen.
      await transaction.updateTable('migrations').set({ schemaHash }).execute();
    }
  });
}

/** What differs between the tables and those that the migrations made, if anything. */
export async function schemaProblem(
  db: Kysely<Tables>,
  engine: Engine,
  steps: readonly Migration[] = migrations,
): Promise<string | undefined> {
  const rows = await db.selectFrom('migrations').selectAll().orderBy('version').execute();
  const recorded = rows.map(({ version, name }) => `${version} ${name}`).join(', ');
  const known = steps.map(({ version, name }) => `${version} ${name}`).join(', ');
  if (recorded !== known) return `the recorded migrations are "${recorded}", expected "${known}"`;
  const hash = await engine.schemaHash(db);
  if (rows.every(({ schemaHash }) => schemaHash === hash)) return undefined;
  return 'a table, index or trigger is not what the migrations made';
}

function lastMigration(db: Kysely<Tables>): Promise<{ version: number } | undefined> {
  const query = db.selectFrom('migrations').select('version').orderBy('version', 'desc').limit(1);
  return query.executeTakeFirst();
}
