/** Facts: one JSON value a name. */
import type { Kysely } from 'kysely';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { FactStore } from '../../ports/store.ts';
import { parseStored, withChecksum } from './rows.ts';
import type { Tables } from './schema.ts';

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
      const row = withChecksum('facts', { name, value: canonicalJson(value) });
      const { value: text, checksum } = row;
      await db
        .insertInto('facts')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: text, checksum }))
        .execute();
    },
  };
}
