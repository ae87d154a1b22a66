/** Whether an installation is sound: versions, state folder, space, database, configuration, clock. Changes nothing. */
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Store } from '../ports/store.ts';

export type Diagnosis = {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
};

export type Patient = {
  /** The state folder, and the database in it. */
  readonly home: string;
  readonly database: string;
  readonly openStore: () => Promise<Store>;
  /** Reads the configuration and says which portfolio it is; undefined when there is none. Errors: ConfigError. */
  readonly readConfig: () => string | undefined;
  readonly versions: { readonly node: string; readonly sqlite: string };
  /** Wall time, epoch ms. */
  readonly now: number;
};

const oldestNode = 24;
const spareMb = 500;
const leastMb = 50;
/** The program was not written before. */
const earliest = Date.UTC(2024, 0, 1);

export async function examine(patient: Patient): Promise<readonly Diagnosis[]> {
  return [
    nodeVersion(patient.versions.node),
    { check: 'SQLite', status: 'ok', found: patient.versions.sqlite },
    await stateFolder(patient.home),
    await freeSpace(patient.home),
    ...(await database(patient)),
    configuration(patient),
    clock(patient.now),
  ];
}

function nodeVersion(version: string): Diagnosis {
  const isOld = Number.parseInt(version, 10) < oldestNode;
  const found = { check: 'Node.js', found: version };
  if (!isOld) return { ...found, status: 'ok' };
  return { ...found, status: 'fail', advice: `install Node.js ${oldestNode} or later` };
}

async function stateFolder(home: string): Promise<Diagnosis> {
  const folder = await nearestFolder(home);
  const check = 'state folder';
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    const advice =
      'give yourself the right to write there, or set BALLAST_HOME to a folder of yours';
    return { check, status: 'fail', found: `${folder} cannot be written to`, advice };
  }
  const found = folder === resolve(home) ? home : `${home} is made at the first use`;
  return { check, status: 'ok', found };
}

async function freeSpace(home: string): Promise<Diagnosis> {
  const { bavail, bsize } = await statfs(await nearestFolder(home));
  const megabytes = Math.floor((bavail * bsize) / 2 ** 20);
  const status = megabytes < leastMb ? 'fail' : megabytes < spareMb ? 'warn' : 'ok';
  const found = { check: 'free disk', status, found: `${megabytes} MB` } as const;
  return status === 'ok' ? found : { ...found, advice: 'free some space before trading' };
}

/** The folder itself, or the nearest above it that is there. */
async function nearestFolder(path: string): Promise<string> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() || folder === dirname(folder)) return folder;
  }
}

/** Opening it checks its settings (write-ahead log, full synchronisation), its version and its tables. */
async function database(patient: Patient): Promise<readonly Diagnosis[]> {
  const check = 'database';
  if ((await stat(patient.database).catch(() => undefined)) === undefined) {
    return [{ check, status: 'ok', found: 'none yet; it is made at the first use' }];
  }
  try {
    const store = await patient.openStore();
    try {
      const head = await store.events.head();
      const events = head === undefined ? 'no events yet' : `${head.sequence} events`;
      return [
        { check, status: 'ok', found: `${patient.database}: WAL, synchronous FULL` },
        {
          check: 'audit trail',
          status: 'ok',
          found: head === undefined ? events : `${events}, head ${head.hash}`,
          advice: 'bin/ballast audit verify recomputes all of it',
        },
      ];
    } finally {
      await store.close();
    }
  } catch (error) {
    const advice = 'stop other programs that use it, or restore a backup';
    return [{ check, status: 'fail', found: messageOf(error), advice }];
  }
}

function configuration({ readConfig }: Patient): Diagnosis {
  const check = 'configuration';
  try {
    const found = readConfig();
    if (found !== undefined) return { check, status: 'ok', found };
    return { check, status: 'warn', found: 'none yet', advice: 'bin/ballast init writes one' };
  } catch (error) {
    return { check, status: 'fail', found: messageOf(error), advice: 'mend it' };
  }
}

function clock(now: number): Diagnosis {
  const found = { check: 'clock', found: new Date(now).toISOString() };
  if (now >= earliest) return { ...found, status: 'ok' };
  return { ...found, status: 'fail', advice: 'set the clock of this machine' };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
