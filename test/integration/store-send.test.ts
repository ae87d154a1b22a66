/** What is asked of the store while an order waits to be sent. */
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { unpublishedHead } from '../../src/adapters/store/audit-head.ts';
import { noSeal } from '../../src/adapters/store/file-seal.ts';
import { migrate } from '../../src/adapters/store/migrate.ts';
import type { Tables } from '../../src/adapters/store/schema.ts';
import { createSqliteDialect } from '../../src/adapters/store/sqlite-dialect.ts';
import { sqliteEngine } from '../../src/adapters/store/sqlite-engine.ts';
import { createStore } from '../../src/adapters/store/store.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { record } from '../support/execution-plans.ts';
import { createTestWorkspace, propose } from '../support/execution-workspace.ts';

test('lease, state and permission are read and the attempt is kept in 16 statements, the chain last', async () => {
  const asked: string[] = [];
  const db = new Kysely<Tables>({
    dialect: createSqliteDialect(new DatabaseSync(':memory:')),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => void asked.push(query.sql),
  });
  await migrate(db, sqliteEngine);
  const given = { engine: sqliteEngine, head: unpublishedHead, seal: noSeal, now: Date.now };
  const workspace = await createTestWorkspace({ store: createStore(db, given) });
  const { id, hash } = await propose(workspace, record());
  await approve(workspace, { id, hash, actor: 'eva' });
  expect(await execute(workspace, { id, actor: 'eva' })).toMatchObject({ ok: true });

  const kept = asked.findIndex((sql) => sql.startsWith('insert into "attempts"'));
  const leased = asked.findLastIndex((sql, at) => at < kept && sql.startsWith('update "leases"'));
  const chained = asked.findIndex((sql, at) => at > kept && sql.startsWith('insert into "facts"'));
  const kinds = asked.slice(leased, chained + 1).map((sql) => /^\w+/.exec(sql)?.[0]);
  expect(kinds).toEqual([
    'update',
    ...Array.from({ length: 7 }, () => 'select'),
    ...['insert', 'insert', 'insert'],
    ...['select', 'insert'],
    ...['update', 'insert', 'insert'],
  ]);
  await workspace.store.close();
});
