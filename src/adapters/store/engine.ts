/** What differs between database engines: words of table definitions, and how an engine looks after itself. */
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

export type Engine = {
  /** Column type of whole numbers up to 2⁵³, and of bytes. */
  readonly integer: string;
  readonly bytes: string;
  /** Stands behind the last parenthesis of a table definition. */
  readonly tableEnd: string;
  /** Statements that make the database refuse such changes of a table. */
  refuse(table: string, changes: readonly ('update' | 'delete')[]): readonly string[];
  /** Statements that make the database refuse an event that does not continue the chain. */
  refuseBrokenChain(): readonly string[];
  /** A hash of all table, index and trigger definitions. */
  schemaHash(db: Kysely<Tables>): Promise<string>;
  /** What the engine itself finds wrong with its files, if anything. */
  damage(db: Kysely<Tables>): Promise<string | undefined>;
};
