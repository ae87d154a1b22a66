/** Schedule slots: each is claimed once, whoever asks. */
import type { Kysely } from 'kysely';
import type { ScheduleStore } from '../../ports/store.ts';
import { withChecksum } from './rows.ts';
import type { Tables } from './schema.ts';

export function createSchedule(db: Kysely<Tables>): ScheduleStore {
  return {
    async claim(scheduleId, slot) {
      const claimed = await db
        .insertInto('scheduleSlots')
        .values(withChecksum('scheduleSlots', { scheduleId, slot }))
        .onConflict((conflict) => conflict.columns(['scheduleId', 'slot']).doNothing())
        .returning('slot')
        .executeTakeFirst();
      return claimed !== undefined;
    },
    async lastSlot(scheduleId) {
      const last = await db
        .selectFrom('scheduleSlots')
        .select('slot')
        .where('scheduleId', '=', scheduleId)
        .orderBy('slot', 'desc')
        .limit(1)
        .executeTakeFirst();
      return last?.slot;
    },
  };
}
