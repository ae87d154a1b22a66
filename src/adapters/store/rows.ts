/** What the repositories share: reading stored JSON, and the checksum of a row that no event vouches for. */
import { hashOf, type JsonValue } from '../../base/canonical-json.ts';
import { DataError } from '../../base/errors.ts';
import type { CheckedTables } from './schema.ts';

/** Reads JSON that the store has written; `what` names it. Errors: DataError when it is not JSON any more. */
export function parseStored<T = JsonValue>(text: string, what: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new DataError(`the stored ${what} is not readable JSON; the database was changed`, {
      cause,
    });
  }
}

type Content<Row> = Omit<Row, 'checksum'>;

export function checksumOf(table: keyof CheckedTables, content: object): string {
  return hashOf({ table, ...content });
}

export function withChecksum<T extends keyof CheckedTables>(
  table: T,
  content: Content<CheckedTables[T]>,
): Content<CheckedTables[T]> & { readonly checksum: string } {
  return { ...content, checksum: checksumOf(table, content) };
}
