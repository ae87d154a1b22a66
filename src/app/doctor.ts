/** Whether an installation is sound: versions, state folder, space, database, configuration, models, clock. Changes nothing. */
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { dayMs } from '../base/time.ts';
import { className, type StoredModel } from '../learning/stored/stored-model.ts';
import type { ModelStore } from '../ports/model-store.ts';
import type { Store } from '../ports/store.ts';
import { autonomyWords } from '../report/autonomy-words.ts';
import { isoTime, plural } from '../report/format.ts';
import { endedOn } from '../report/text-model-card.ts';
import { tradingWords } from '../report/trading-words.ts';
import { findChampion } from './learning/find-champion.ts';
import { autonomyNow } from './plans/autonomy.ts';
import type { Workspace } from './workspace.ts';

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
  /** Reads the configuration; undefined when there is none. Errors: ConfigError. */
  readonly readConfig: () => PatientConfig | undefined;
  readonly models: ModelStore;
  readonly versions: { readonly node: string; readonly sqlite: string };
  /** Wall time, epoch ms. */
  readonly now: number;
};

export type PatientConfig = Pick<Workspace, 'autonomy' | 'settings'> & {
  /** Which portfolio it is, in words. */
  readonly portfolio: string;
};

const oldestNode = 24;
const spareMb = 500;
const leastMb = 50;
/** The program was not written before. */
const earliest = Date.UTC(2024, 0, 1);

export async function examine(patient: Patient): Promise<readonly Diagnosis[]> {
  const { config, diagnosis } = configuration(patient);
  return [
    nodeVersion(patient.versions.node),
    { check: 'SQLite', status: 'ok', found: patient.versions.sqlite },
    await stateFolder(patient.home),
    await freeSpace(patient.home),
    ...(await database(patient, config)),
    diagnosis,
    ...(await promotedModels(patient, config)),
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
async function database(
  patient: Patient,
  config: PatientConfig | undefined,
): Promise<readonly Diagnosis[]> {
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
        await trading(store),
        ...(config === undefined ? [] : [await autonomy(store, config)]),
      ];
    } finally {
      await store.close();
    }
  } catch (error) {
    const advice = 'stop other programs that use it, or restore a backup';
    return [{ check, status: 'fail', found: messageOf(error), advice }];
  }
}

async function trading(store: Store): Promise<Diagnosis> {
  const now = await store.trading.get();
  const found = { check: 'kill switch', found: tradingWords(now) };
  if (now.state === 'active') return { ...found, status: 'ok' };
  return { ...found, status: 'warn', advice: 'bin/ballast resume --reason TEXT' };
}

async function autonomy(store: Store, config: PatientConfig): Promise<Diagnosis> {
  const now = await autonomyNow(store, config);
  const found = { check: 'autonomy', found: autonomyWords(now).replace(/^autonomy /, '') };
  if (now.demotion === null) return { ...found, status: 'ok' };
  return { ...found, status: 'warn', advice: 'bin/ballast autonomy promote --reason TEXT' };
}

function configuration({ readConfig }: Patient): {
  readonly config?: PatientConfig;
  readonly diagnosis: Diagnosis;
} {
  const check = 'configuration';
  try {
    const config = readConfig();
    if (config !== undefined) {
      return { config, diagnosis: { check, status: 'ok', found: config.portfolio } };
    }
    const advice = 'bin/ballast init writes one';
    return { diagnosis: { check, status: 'warn', found: 'none yet', advice } };
  } catch (error) {
    return { diagnosis: { check, status: 'fail', found: messageOf(error), advice: 'mend it' } };
  }
}

/** Of markets that never close, and of those with sessions where one is promoted. */
async function promotedModels(
  patient: Patient,
  config: PatientConfig | undefined,
): Promise<readonly Diagnosis[]> {
  const lines: Diagnosis[] = [];
  for (const sessions of [false, true]) {
    const check = `model for ${className({ sessions })}`;
    const found = await findChampion(patient.models, sessions).catch((error: unknown) => ({
      name: null,
      cause: messageOf(error),
    }));
    if (sessions && found.name === null) continue;
    if ('cause' in found) {
      const advice = 'a simpler forecast stands in; bin/ballast models lists what is stored';
      lines.push({ check, status: 'warn', found: found.cause, advice });
      continue;
    }
    lines.push({ check, ...ageOf(found, { now: patient.now, config }) });
  }
  return lines;
}

/** The age of a model is that of its training data. */
function ageOf(
  { name, model }: { readonly name: string; readonly model: Pick<StoredModel, 'to'> },
  { now, config }: { readonly now: number; readonly config: PatientConfig | undefined },
): Pick<Diagnosis, 'status' | 'found' | 'advice'> {
  const days = Math.floor((now - model.to) / dayMs);
  const found = `${name}, learnt up to ${endedOn(isoTime(model.to))}, ${plural(days, 'day')} ago`;
  const most = config?.settings.forecast.modelMaxAgeDays ?? Number.POSITIVE_INFINITY;
  if (days <= most) return { status: 'ok', found };
  const advice = `forecast.modelMaxAgeDays allows ${most}: a simpler forecast stands in; bin/ballast train learns a new one`;
  return { status: 'warn', found, advice };
}

function clock(now: number): Diagnosis {
  const found = { check: 'clock', found: new Date(now).toISOString() };
  if (now >= earliest) return { ...found, status: 'ok' };
  return { ...found, status: 'fail', advice: 'set the clock of this machine' };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
