/**
 * What happened to the versions of a name, a file for each event: NAME/registry/1.json, 2.json, … An event is written beside its
 * place and linked to the next number. A link to a number that is taken fails, so that of two writers at once neither loses its
 * event, and a writer that is killed leaves a whole event or none.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InvariantError } from '../../base/errors.ts';
import type { ModelEvent } from '../../learning/stored/model-registry.ts';
import { jsonText, readJson, writeSynced } from './model-files.ts';
import { eventSchema } from './model-schema.ts';

/** The folder beside those of the versions. */
export const registryFolder = 'registry';
const eventFile = /^(\d+)\.json$/;
/** Far more writers than there are at once. */
const mostTries = 1_000;

/** In the order of their numbers; `folder` is that of the name. Errors: ModelError when an event is damaged or missing. */
export async function readHistory(folder: string): Promise<readonly Omit<ModelEvent, 'name'>[]> {
  const registry = join(folder, registryFolder);
  const count = await lastNumber(registry);
  const paths = Array.from({ length: count }, (_, k) => join(registry, `${k + 1}.json`));
  return Promise.all(paths.map((path) => readJson(path, eventSchema)));
}

export async function addToHistory(folder: string, event: ModelEvent): Promise<void> {
  const registry = join(folder, registryFolder);
  await mkdir(registry, { recursive: true });
  const { name: _, ...told } = event;
  const part = join(folder, `.${randomUUID()}.${process.pid}.part`);
  await writeSynced(part, jsonText({ schemaVersion: 1, ...told }));
  try {
    for (let tries = 0; tries < mostTries; tries++) {
      const next = (await lastNumber(registry)) + 1;
      if (await isLinked(part, join(registry, `${next}.json`))) return;
    }
  } finally {
    await rm(part);
  }
  throw new InvariantError(`an event of ${folder} must find a number in ${mostTries} tries`);
}

async function isLinked(part: string, path: string): Promise<boolean> {
  try {
    await link(part, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** 0 without a registry. */
async function lastNumber(registry: string): Promise<number> {
  const names = await readdir(registry).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return Math.max(0, ...names.map((name) => Number(eventFile.exec(name)?.[1] ?? 0)));
}
