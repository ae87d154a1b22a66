/** Opens a store in an SQLite file, after making sure that SQLite will keep what it is given. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { CamelCasePlugin, Kysely } from 'kysely';
import { ConfigError, DataError, InvariantError } from '../../base/errors.ts';
import type { Store } from '../../ports/store.ts';
import { createPublishedHead, unpublishedHead } from './audit-head.ts';
import { createFileSeal, noSeal } from './file-seal.ts';
import { migrate, schemaProblem } from './migrate.ts';
import type { Tables } from './schema.ts';
import { attempt, createSqliteDialect, isLocked } from './sqlite-dialect.ts';
import { sqliteEngine } from './sqlite-engine.ts';
import { createStore } from './store.ts';

const memory = ':memory:';

/** Earlier ones could lose a checkpoint of the write-ahead log when two connections raced. */
const oldestVersion = [3, 51, 3] as const;

const lockPauseMs = 20;

/** Of the write-ahead log, 16 MiB, after which SQLite clears it within a commit; see checkpoints.ts. */
const longestLogPages = 4_000;

type SqliteFile = {
  /** A path, or `:memory:`. */
  readonly file: string;
  /** How long to wait while another process writes. */
  readonly lockTimeoutMs?: number;
  /** Epoch ms that leases go by; the machine's when absent. */
  readonly now?: () => number;
};

/** Errors: ConfigError when the file cannot be used, DataError when it is damaged or not of Ballast. */
export async function createSqliteStore({
  file,
  lockTimeoutMs = 5000,
  now = Date.now,
}: SqliteFile): Promise<Store> {
  const database = open(file);
  try {
    await patiently(() => configure(database, { file, lockTimeoutMs }), lockTimeoutMs);
    refuseForeign(database, file);
    const dialect = createSqliteDialect(database);
    const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
    const isFile = file !== memory;
    const seal = isFile ? createFileSeal(file) : noSeal;
    await prepare(db, file);
    if (read(database, 'select total_changes()') !== 0) seal.break();
    const head = isFile ? createPublishedHead(file) : unpublishedHead;
    return createStore(db, { engine: sqliteEngine, head, seal, now });
  } catch (error) {
    database.close();
    throw error;
  }
}

function open(file: string): DatabaseSync {
  if (file !== memory) createFolder(dirname(file));
  return attempt(() => new DatabaseSync(file));
}

function createFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new ConfigError(`the folder ${folder} of the database cannot be made`, { cause });
  }
}

/** While another process makes the same file, SQLite answers "locked" at once, whatever its own timeout. */
async function patiently(call: () => void, timeoutMs: number): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += lockPauseMs) {
    try {
      return call();
    } catch (error) {
      if (!isLocked(error) || waitedMs >= timeoutMs) throw error;
      await setTimeout(lockPauseMs);
    }
  }
}

/** Each setting is read back, because SQLite keeps silent about those that it does not take. */
function configure(
  database: DatabaseSync,
  { file, lockTimeoutMs }: { file: string; lockTimeoutMs: number },
): void {
  requireVersion(read(database, 'select sqlite_version()'));
  const settings = {
    busy_timeout: lockTimeoutMs,
    journal_mode: file === memory ? 'memory' : 'wal',
    synchronous: 2,
    wal_autocheckpoint: longestLogPages,
    foreign_keys: 1,
    recursive_triggers: 1,
  };
  for (const [name, wanted] of Object.entries(settings)) {
    attempt(() => database.exec(`pragma ${name} = ${wanted}`));
    const found = read(database, `pragma ${name}`);
    if (found !== wanted) {
      throw new ConfigError(`SQLite's ${name} must be ${wanted}, was ${found}: see ${file}`);
    }
  }
}

/** Errors: ConfigError when the version is too old. */
export function requireVersion(version: unknown): void {
  const parts = String(version).split('.').map(Number);
  const first = oldestVersion.findIndex((least, position) => parts[position] !== least);
  if (first >= 0 && !((parts[first] ?? 0) > (oldestVersion[first] as number))) {
    throw new ConfigError(
      `SQLite must be ${oldestVersion.join('.')} or newer, was ${version}: use the Node of this project`,
    );
  }
}

/** Makes or checks the tables; a statement that fails here has met tables that are not ours any more. */
async function prepare(db: Kysely<Tables>, file: string): Promise<void> {
  try {
    await migrate(db, sqliteEngine);
    const problem = await schemaProblem(db, sqliteEngine);
    if (problem !== undefined) throw new DataError(`${file} is damaged: ${problem}`);
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    throw new DataError(`${file} is damaged: ${error.message}`, { cause: error });
  }
}

/** The tables of another program are not touched. */
function refuseForeign(database: DatabaseSync, file: string): void {
  const tables = read(database, 'select count(*) from sqlite_schema');
  const own = read(database, `select count(*) from sqlite_schema where name = 'migrations'`);
  if (tables !== 0 && own === 0) {
    throw new DataError(`${file} is a database of another program, not of Ballast`);
  }
}

/** The one value that a statement gives. */
function read(database: DatabaseSync, sql: string): unknown {
  const row = attempt(() => database.prepare(sql).get());
  return Object.values(row ?? {})[0];
}
