/** SQLite's side of the store: strict tables, triggers, and its own integrity check. */
import { sql } from 'kysely';
import { hashOf } from '../../base/canonical-json.ts';
import type { Engine } from './engine.ts';

export const sqliteEngine: Engine = {
  integer: 'integer',
  bytes: 'blob',
  tableEnd: 'strict',
  refuse: (table, changes) =>
    changes.map(
      (change) => `create trigger ${table}_refuse_${change} before ${change} on ${table} begin
        select raise(abort, '${table}: ${change} is refused'); end`,
    ),
  refuseBrokenChain: () => [
    `create trigger events_continue_chain before insert on events
      when new.sequence is not (select coalesce(max(sequence), 0) + 1 from events)
        or new.previous_hash is not coalesce(
          (select hash from events order by sequence desc limit 1), '${'0'.repeat(64)}')
      begin select raise(abort, 'events: the chain must be continued'); end`,
  ],
  async schemaHash(db) {
    // Names of SQLite's own, such as its statistics, come and go.
    const query = sql`select type, name, tbl_name, sql from sqlite_schema
      where name not like 'sqlite!_%' escape '!' order by type, name`;
    return hashOf((await query.execute(db)).rows);
  },
  async damage(db) {
    const found = await sql<{ integrityCheck: string }>`pragma integrity_check(1)`.execute(db);
    const [first] = found.rows;
    if (first?.integrityCheck !== 'ok') return `SQLite finds: ${first?.integrityCheck}`;
    const orphans = await sql<{ table: string }>`pragma foreign_key_check`.execute(db);
    const [orphan] = orphans.rows;
    return orphan && `a row of ${orphan.table} belongs to a row that is missing`;
  },
};
