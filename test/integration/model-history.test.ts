/** What happened to models, recorded by several processes at the same time. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { emptyFolder } from '../support/market-files.ts';

const child = fileURLToPath(new URL('../support/history-child.ts', import.meta.url));
const count = 40;

it('loses no event of any of them', async () => {
  const root = await emptyFolder();
  const versions = ['1', '2', '3'];
  await Promise.all(versions.map((version) => recordedBy(root, version)));
  const events = await createModelStore(root).history();
  const counts = versions.map((version) => events.filter((e) => e.version === version).length);
  expect(counts).toEqual([count, count, count]);
  expect(readdirSync(join(root, 'crypto'))).toEqual(['registry']);
});

/** Runs a child that records so many events of a version. */
function recordedBy(root: string, version: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, root, version, String(count)], {
      stdio: 'inherit',
    });
    running.on('error', reject);
    running.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))));
  });
}
