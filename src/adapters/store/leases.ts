/** Leases: who may write for an account now; each change of hands raises the epoch. That of a process that has ended is free. */
import type { Kysely } from 'kysely';
import type { LeaseStore } from '../../ports/store.ts';
import { prepared } from './prepared.ts';
import { hasEnded, processName } from './process-name.ts';
import { withChecksum } from './rows.ts';
import type { LeaseRow, Tables } from './schema.ts';

const extend = prepared((db, { name, holder, epoch, expiresAt, process, checksum }: LeaseRow) =>
  db
    .updateTable('leases')
    .set({ expiresAt, process, checksum })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .where('epoch', '=', epoch),
);

export function createLeases(db: Kysely<Tables>, now: () => number): LeaseStore {
  const find = (name: string) =>
    db.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst();

  return {
    async take({ name, holder, lastsMs }) {
      const lease = await find(name);
      const isHeld = lease !== undefined && lease.expiresAt > now() && !hasEnded(lease.process);
      if (isHeld) return undefined;
      const epoch = (lease?.epoch ?? 0) + 1;
      const expiresAt = now() + lastsMs;
      const row = withChecksum('leases', { name, holder, process: processName, epoch, expiresAt });
      await db
        .insertInto('leases')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
      return epoch;
    },
    async renew({ name, holder, epoch, lastsMs }) {
      const expiresAt = now() + lastsMs;
      const row = withChecksum('leases', { name, holder, process: processName, epoch, expiresAt });
      return (await extend(db, row)).numAffectedRows === 1n;
    },
  };
}
