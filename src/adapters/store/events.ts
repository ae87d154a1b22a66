/** The event log: the chain of all that happened, read in order. */
import type { Kysely } from 'kysely';
import type { LedgerEvent, RecordSeal } from '../../ledger/event.ts';
import type { EventLog } from '../../ports/store.ts';
import { parseStored } from './rows.ts';
import type { EventRow, Tables } from './schema.ts';
import type { Trail } from './trail.ts';

export function createEvents(
  db: Kysely<Tables>,
  trail: Trail,
  verify: EventLog['verify'],
): EventLog {
  return {
    append: trail.append,
    async list({ after = 0, subject, types, limit }) {
      await trail.flush();
      let query = db.selectFrom('events').selectAll().where('sequence', '>', after);
      if (subject !== undefined) query = query.where('subject', '=', subject);
      if (types !== undefined) query = query.where('type', 'in', types);
      const rows = await query.orderBy('sequence').limit(limit).execute();
      return rows.map(eventOf);
    },
    async newest({ type, before, limit }) {
      await trail.flush();
      let query = db.selectFrom('events').selectAll().where('type', '=', type);
      if (before !== undefined) query = query.where('sequence', '<', before);
      const rows = await query.orderBy('sequence', 'desc').limit(limit).execute();
      return rows.map(eventOf);
    },
    async head() {
      await trail.flush();
      const row = await db
        .selectFrom('events')
        .selectAll()
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && eventOf(row);
    },
    async verify() {
      await trail.flush();
      return verify();
    },
  };
}

export function eventOf(row: EventRow): LedgerEvent {
  const what = `event ${row.sequence}`;
  const payload = parseStored(row.payload, `payload of ${what}`);
  const records = parseStored<readonly RecordSeal[]>(row.records, `records of ${what}`);
  return { ...row, payload, records };
}
