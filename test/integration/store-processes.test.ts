/** Processes that share a database file: killed at any moment, or writing at the same time, they leave it whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { createStoreFolder } from '../support/store-folder.ts';

const folder = createStoreFolder();
const script = fileURLToPath(new URL('../support/store-writer.ts', import.meta.url));

function startWriter(file: string, name: string, count: number): ChildProcess {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  return spawn(process.execPath, [script, file, name, String(count)], { stdio: [...stdio] });
}

/** Kills the writer at once when it has reported so many transactions; answers the last one it reported. */
async function killAfter(writer: ChildProcess, reports: number): Promise<number> {
  const exit = once(writer, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface({ input: writer.stdout as NodeJS.ReadableStream })) {
    lines.push(line);
    if (lines.length === reports) writer.kill('SIGKILL');
  }
  expect(await exit).toEqual([null, 'SIGKILL']);
  return Number(lines.at(-1));
}

/** Whether each transaction is there as a whole or not at all; answers how many are. */
async function expectWhole(file: string): Promise<number> {
  const store = await createSqliteStore({ file });
  const { events, problem } = await store.events.verify();
  const written = Number(await store.facts.get('written'));
  const records = await store.recommendations.list({ limit: 10_000 });
  const last = await store.events.list({ subject: `rec-${written}`, limit: 10 });
  await store.close();
  expect(problem).toBeUndefined();
  expect(events).toBe(2 * written);
  expect(records).toHaveLength(written);
  expect(last).toHaveLength(2);
  return written;
}

test('after SIGKILL every transaction is whole or absent, and none that was reported is lost', async () => {
  const file = join(folder.path, 'killed.db');
  for (const reports of [1, 2, 3, 7, 20, 45]) {
    const reported = await killAfter(startWriter(file, 'victim', 100_000), reports);
    expect(await expectWhole(file)).toBeGreaterThanOrEqual(reported);
  }
});

test('two processes that make and write the same database leave one unbroken chain', async () => {
  const file = join(folder.path, 'shared.db');
  const names = ['one', 'two', 'three'];
  const writers = names.map((name) => startWriter(file, name, 60));
  for (const writer of writers) writer.stdout?.resume();
  const exits = await Promise.all(writers.map((writer) => once(writer, 'exit')));
  expect(exits).toEqual(names.map(() => [0, null]));
  expect(await expectWhole(file)).toBe(names.length * 60);
  const store = await createSqliteStore({ file });
  const actors = (await store.events.list({ limit: 1000 })).map(({ actor }) => actor);
  await store.close();
  for (const name of names) expect(actors.filter((actor) => actor === name)).toHaveLength(120);
});
