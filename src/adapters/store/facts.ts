/** Facts: one JSON value a name. */
import type { Kysely } from 'kysely';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { FactStore } from '../../ports/store.ts';
import { prepared } from './prepared.ts';
import { parseStored, withChecksum } from './rows.ts';
import type { FactRow, Tables } from './schema.ts';

const put = prepared((db, row: FactRow) => {
  const { value, checksum } = row;
  return db
    .insertInto('facts')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, checksum }));
});

export function createFacts(db: Kysely<Tables>): FactStore {
  return {
    async get(name) {
      const row = await db
        .selectFrom('facts')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirst();
      return row && parseStored(row.value, `fact ${name}`);
    },
    async set(name, value) {
      await put(db, withChecksum('facts', { name, value: canonicalJson(value) }));
    },
  };
}
