/** API keys, found by the hash of their secret. */
import type { Kysely } from 'kysely';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { ApiKey, KeyStore } from '../../ports/store.ts';
import { parseStored } from './rows.ts';
import type { ApiKeyRow, Tables } from './schema.ts';
import type { Trail } from './trail.ts';

export function createKeys(db: Kysely<Tables>, trail: Trail): KeyStore {
  return {
    async insert({ id, name, scopes, secretHash, createdAt, expiresAt, revokedAt }) {
      const times = { createdAt, expiresAt, revokedAt };
      const row = await db
        .insertInto('apiKeys')
        .values({ id, name, scopes: canonicalJson(scopes), secretHash, ...times })
        .returningAll()
        .executeTakeFirstOrThrow();
      trail.seal('apiKeys', row);
    },
    async findByHash(secretHash) {
      const row = await db
        .selectFrom('apiKeys')
        .selectAll()
        .where('secretHash', '=', secretHash)
        .executeTakeFirst();
      return row && keyOf(row);
    },
    async list() {
      const rows = await db
        .selectFrom('apiKeys')
        .selectAll()
        .orderBy('createdAt')
        .orderBy('id')
        .execute();
      return rows.map(keyOf);
    },
    async revoke(id, at) {
      const row = await db
        .updateTable('apiKeys')
        .set({ revokedAt: at })
        .where('id', '=', id)
        .where('revokedAt', 'is', null)
        .returningAll()
        .executeTakeFirst();
      if (row) trail.seal('apiKeys', row);
      return row !== undefined;
    },
  };
}

function keyOf(row: ApiKeyRow): ApiKey {
  return { ...row, scopes: parseStored<readonly string[]>(row.scopes, `scopes of key ${row.id}`) };
}
