/** A folder for the databases of one test file, removed at its end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export function createStoreFolder(): { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'ballast-store-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return { path };
}
