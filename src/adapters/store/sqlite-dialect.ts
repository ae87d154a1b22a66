/** Lets Kysely speak to `node:sqlite`: cached statements, write transactions that lock at once, errors in our classes. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';
import { ConfigError, DataError, InvariantError } from '../../base/errors.ts';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';

type Value = null | number | bigint | string | Uint8Array;

/** More than the program has queries; a bound, because lists in queries give them many shapes. */
const cachedStatements = 256;

export function createSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** One connection; Kysely lets its users wait in line. */
class ImmediateDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  readonly #checkpoints: Checkpoints;

  constructor(database: DatabaseSync) {
    super({ database: wrap(database) });
    this.#database = database;
    this.#checkpoints = createCheckpoints(database);
  }

  /** A writer takes the lock at its start: two processes that both read first could not both go on to write. */
  override async beginTransaction(_: DatabaseConnection, settings?: TransactionSettings) {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    attempt(() => this.#database.exec(begin));
  }

  override async commitTransaction() {
    attempt(() => this.#database.exec('commit'));
    this.#checkpoints.afterCommit();
  }

  /** SQLite has rolled back by itself after some failures, such as a full disk. */
  override async rollbackTransaction() {
    if (this.#database.isTransaction) attempt(() => this.#database.exec('rollback'));
  }

  override async destroy() {
    this.#checkpoints.stop();
    await super.destroy();
  }
}

function wrap(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      if (statements.size >= cachedStatements) statements.clear();
      const statement = wrapStatement(attempt(() => database.prepare(sql)));
      statements.set(sql, statement);
      return statement;
    },
  };
}

function wrapStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (values) => attempt(() => statement.all(...(values as Value[]))),
    run: (values) => attempt(() => statement.run(...(values as Value[]))),
    iterate: (values) => statement.iterate(...(values as Value[])),
  };
}

/** Runs a call of the database and turns its errors into ours. */
export function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw translate(error);
  }
}

/** Whether an error of ours says that another process holds the database. */
export function isLocked(error: unknown): boolean {
  const cause = error instanceof ConfigError ? error.cause : undefined;
  if (!(cause instanceof Error) || !('errcode' in cause)) return false;
  return lockedCodes.includes(Number(cause.errcode) & 0xff);
}

/** SQLITE_BUSY and SQLITE_LOCKED. */
const lockedCodes: readonly number[] = [5, 6];

/** By SQLite's primary result codes, https://sqlite.org/rescode.html. */
function translate(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error;
  const options = { cause: error };
  switch (Number(error.errcode) & 0xff) {
    case 5:
    case 6:
      return new ConfigError(
        'another program keeps the database locked: stop it, then try again',
        options,
      );
    case 8:
    case 14:
    case 23:
      return new ConfigError(
        `the database cannot be opened for writing (${error.message}): check the path and its rights`,
        options,
      );
    case 10:
    case 13:
      return new DataError(
        `the disk failed or is full (${error.message}); nothing was written`,
        options,
      );
    case 11:
    case 24:
    case 26:
      return new DataError(
        `the database file is damaged (${error.message}): restore a backup`,
        options,
      );
    case 19:
      return new InvariantError(`the database refused a write: ${error.message}`, options);
    default:
      return new InvariantError(`the database refused a statement: ${error.message}`, options);
  }
}
