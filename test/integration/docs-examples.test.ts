/** The examples of the pages run as they stand, each page in a fresh folder, and show what the page says they show. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatCandles } from '../../src/market/candle-csv.ts';
import type { Candles } from '../../src/market/candles.ts';
import { createSimulation } from '../../src/market/simulation.ts';
import { blocksOf, pages } from '../support/documents.ts';
import { projectRoot } from '../support/project-files.ts';

const top = mkdtempSync(join(tmpdir(), 'ballast-docs-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const candleFiles = simulatedFiles();

/** Ten weeks of hours for the folder that the pages call my-candles. */
function simulatedFiles(): readonly { name: string; text: string }[] {
  const simulation = createSimulation({ seed: 11, origin: Date.UTC(2023, 3, 1) });
  return ['BTC', 'ETH', 'SOL', 'PAXG'].map((symbol) => ({
    name: `${symbol}.csv`,
    text: formatCandles(simulation.candles(symbol, Date.UTC(2023, 5, 10)) as Candles),
  }));
}

/** A project as a newcomer has it, without a configuration and without state. */
function freshFolder(name: string): string {
  const folder = join(top, name.replaceAll(/\W/g, '-'));
  for (const part of ['bin', 'data', 'my-candles']) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  for (const path of ['bin/ballast', 'data/samples', 'examples']) {
    symlinkSync(join(projectRoot, path), join(folder, path));
  }
  for (const { name, text } of candleFiles) writeFileSync(join(folder, 'my-candles', name), text);
  return folder;
}

type Outcome = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

function runShell(script: string, folder: string): Promise<Outcome> {
  const environment = {
    ...process.env,
    PATH: `${join(projectRoot, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    BALLAST_HOME: join(folder, 'state'),
  };
  return new Promise((resolve) => {
    execFile('sh', ['-ec', script], { cwd: folder, env: environment }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, stdout, stderr });
    });
  });
}

const runnable = pages.filter((page) =>
  blocksOf(page).some(({ exitCode }) => exitCode !== undefined),
);

describe.concurrent('the examples of', () => {
  it.each(runnable)('$path', { timeout: 180_000 }, async (page) => {
    const folder = freshFolder(page.path);
    let [id, hash, printed] = ['ID', 'HASH', ''];
    for (const { text, exitCode, isShown } of blocksOf(page)) {
      if (isShown) {
        const lost = text.split('\n').filter((line) => !printed.includes(line.trimEnd()));
        expect(lost, 'lines that were not printed').toEqual([]);
      }
      if (exitCode === undefined) continue;
      const script = text.replaceAll(/\bID\b/g, id).replaceAll(/\bHASH\b/g, hash);
      const outcome = await runShell(script, folder);
      expect({ script, ...outcome }).toMatchObject({ script, exitCode });
      printed = outcome.stdout;
      id = /\brec_[0-9a-f]{24}\b/.exec(printed)?.[0] ?? id;
      hash = /\bplan hash ([0-9a-f]{64})\b/.exec(printed)?.[1] ?? hash;
    }
  });

  it('pages with examples, of which there are several', () => {
    expect(runnable.map(({ path }) => path)).toContain('README.md');
  });
});
