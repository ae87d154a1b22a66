/** Importing and checking folders of candle files. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkData } from '../../src/app/candles/check-data.ts';
import { importFiles } from '../support/import-files.ts';
import {
  csv,
  dayMs,
  emptyFolder,
  flatRow,
  folderWith,
  hourly,
  hourMs,
  start,
} from '../support/market-files.ts';

const bars = (from: number, to: number, price = 100): string =>
  csv(...Array.from({ length: to - from }, (_, i) => flatRow(start + (from + i) * hourMs, price)));

describe('an import', () => {
  it('copies what is fit, refuses what is not, and leaves nothing else behind', async () => {
    const from = await folderWith({
      'BTC.csv': hourly(3),
      'ETH.csv': hourly(3).replace('100', '-100'),
      'notes.txt': 'not candles',
    });
    const to = join(await emptyFolder(), 'data', 'candles');
    const { files, refused } = await importFiles({ from, to });
    expect(refused).toBe(1);
    expect(files).toEqual([
      {
        ...{ file: 'BTC.csv', symbol: 'BTC', outcome: 'imported' },
        ...{ bars: 3, addedBars: 3, issues: [] },
      },
      {
        file: 'ETH.csv',
        symbol: 'ETH',
        outcome: 'refused',
        bars: 0,
        addedBars: 0,
        issues: [
          { code: 'DATA_NOT_POSITIVE', file: 'ETH.csv', line: 2, field: 'open', value: -100 },
        ],
      },
    ]);
    expect(await readdir(to)).toEqual(['BTC.csv']);
    expect(await readFile(join(to, 'BTC.csv'), 'utf8')).toBe(hourly(3));
  });

  it('joins bars to those that are there', async () => {
    const to = await folderWith({ 'BTC.csv': bars(2, 5) });
    const early = await folderWith({ 'BTC.csv': bars(0, 3) });
    const late = await folderWith({ 'BTC.csv': bars(4, 7) });
    expect((await importFiles({ from: early, to })).files).toMatchObject([
      { outcome: 'extended', bars: 5, addedBars: 2 },
    ]);
    expect((await importFiles({ from: late, to })).files).toMatchObject([
      { outcome: 'extended', bars: 7, addedBars: 2 },
    ]);
    expect(await readFile(join(to, 'BTC.csv'), 'utf8')).toBe(bars(0, 7));
    expect((await importFiles({ from: late, to })).files).toMatchObject([
      { outcome: 'unchanged', bars: 7, addedBars: 0 },
    ]);
  });

  it('never changes a bar that is there, and names the first difference', async () => {
    const to = await folderWith({ 'BTC.csv': bars(0, 3) });
    const changed = bars(0, 5).replace(flatRow(start + hourMs), flatRow(start + hourMs, 99.5));
    const from = await folderWith({ 'BTC.csv': changed });
    const { files } = await importFiles({ from, to });
    expect(files[0]?.outcome).toBe('refused');
    expect(files[0]?.issues).toEqual([
      {
        code: 'DATA_CONFLICT',
        file: 'BTC.csv',
        field: 'open',
        value: '1672621200000 (2023-01-02T01:00Z)',
        given: 99.5,
        kept: 100,
      },
    ]);
    expect(await readFile(join(to, 'BTC.csv'), 'utf8')).toBe(bars(0, 3));
  });

  it('refuses to join other intervals or another grid', async () => {
    const to = await folderWith({ 'BTC.csv': bars(0, 3) });
    const daily = await folderWith({
      'BTC.csv': csv(flatRow(start + dayMs), flatRow(start + 2 * dayMs)),
    });
    expect((await importFiles({ from: daily, to })).files[0]?.issues[0]?.code).toBe(
      'DATA_INTERVALS_DIFFER',
    );
    const shifted = await folderWith({ 'BTC.csv': bars(10.5, 12.5) });
    expect((await importFiles({ from: shifted, to })).files[0]?.issues[0]?.code).toBe(
      'DATA_INTERVAL_MIXED',
    );
    expect(await readFile(join(to, 'BTC.csv'), 'utf8')).toBe(bars(0, 3));
  });

  it('does not write over a file that is broken', async () => {
    const to = await folderWith({ 'BTC.csv': 'half a fi' });
    const from = await folderWith({ 'BTC.csv': hourly(3) });
    expect((await importFiles({ from, to })).files[0]?.issues[0]?.code).toBe('DATA_HEADER');
    expect(await readFile(join(to, 'BTC.csv'), 'utf8')).toBe('half a fi');
  });

  it('says so when there is nothing to import', async () => {
    const to = await emptyFolder();
    await expect(importFiles({ from: join(to, 'nowhere'), to })).rejects.toThrow(
      /could not be read/,
    );
    await writeFile(join(to, 'readme.md'), '');
    await expect(importFiles({ from: to, to })).rejects.toThrow(/SYMBOL\.csv/);
  });
});

describe('a check', () => {
  it('summarises each file and names what is wrong', async () => {
    const directory = await folderWith({
      'BTC.csv': hourly(4),
      'ETH.csv': csv(flatRow(start), flatRow(start + dayMs), flatRow(start + 2 * dayMs)),
      'SOL.csv': 'rubbish',
    });
    const { files, unfit } = await checkData({ directory, asOf: start + 5 * hourMs });
    expect(unfit).toBe(true);
    expect(
      files.map(({ symbol, summary, issues }) => [symbol, summary?.bars, issues[0]?.code]),
    ).toEqual([
      ['BTC', 4, undefined],
      ['ETH', 3, 'DATA_INTERVALS_DIFFER'],
      ['SOL', undefined, 'DATA_HEADER'],
    ]);
    expect(files[0]?.summary?.staleHours).toBe(1);
  });

  it('points out stale series when asked for a time', async () => {
    const directory = await folderWith({ 'BTC.csv': hourly(4) });
    expect((await checkData({ directory })).unfit).toBe(false);
    const { files } = await checkData({ directory, asOf: start + dayMs });
    expect(files[0]?.issues.map(({ code }) => code)).toEqual(['DATA_STALE']);
  });
});
