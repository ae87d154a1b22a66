/** The engine as a contestant of the benchmarks: one answer for each line, the same each time, and what `backtest` gives. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startContestant, startEngine } from '../../bench/contestant.ts';
import { exampleWork, settingsOfWork, universeOfWork } from '../../bench/work.ts';
import { backtest } from '../../src/backtest/backtest.ts';

describe('the engine as a contestant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-bench-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('answers every run with what the backtest gives', async () => {
    const work = { ...exampleWork(500), band: 0.005 };
    const file = join(folder, 'work.json');
    writeFileSync(file, JSON.stringify(work));
    const engine = await startEngine(file);
    const [first, second] = [await engine.run(), await engine.run()];
    const closing = await engine.close();

    const universe = await universeOfWork(work);
    const settings = settingsOfWork(work);
    const { bars, finalNav, eventsPerYear } = backtest({
      ...{ settings, universe, initialNav: work.initialNav, start: 'targets' },
    });
    expect(first).toMatchObject({ bars, finalNav });
    expect(first.events).toBeCloseTo((eventsPerYear * bars) / 8_760, 6);
    expect(first.events).toBeGreaterThan(3);
    expect({ ...second, seconds: 0 }).toEqual({ ...first, seconds: 0 });
    expect(closing.peakMb).toBeGreaterThan(10);
  });

  it('says so when a contestant ends without an answer', async () => {
    const silent = startContestant({ file: process.execPath, parameters: ['--eval', '0'] });
    await expect(silent).rejects.toThrow('ended without an answer');
  });
});
