/** `data import` of files of other tools, as a person calls it. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDesk } from '../support/cli-run.ts';
import { columnsOf, jsonOf, parquetOf } from '../support/import-files.ts';
import { seriesOf } from '../support/market-files.ts';

const desk = createDesk();
const candles = seriesOf([100, 101, 102]);
const folder = join(desk.folder, 'freqtrade');
mkdirSync(folder);
writeFileSync(join(folder, 'BTC_USDT-1h.json'), jsonOf(candles));
writeFileSync(join(folder, 'ETH_EUR-1h.json'), jsonOf(candles));
writeFileSync(join(folder, 'SOL.parquet'), parquetOf(columnsOf(candles, 'timestamp_ms')));

describe('data import', () => {
  it('asks which quote currency is meant, and writes nothing before', async () => {
    const { code, stdout, stderr } = await desk.run('data', 'import', folder, '--to', 'unasked');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch('--quote must say which files are meant: one of EUR, USDT');
    expect(readdirSync(desk.folder)).not.toContain('unasked');
  });

  it('says what became of each file', async () => {
    const { code, stdout } = await desk.run(
      ...['data', 'import', folder, '--to', 'asked', '--quote', 'USDT', '--interval', '1h'],
    );
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trim().split(/\s+/)),
    ).toEqual([
      ['file', 'asset', 'outcome', 'bars', 'new'],
      ['BTC_USDT-1h.json', 'BTC', 'imported', '3', '3'],
      ['ETH_EUR-1h.json', 'ETH', 'skipped', '0', '0'],
      ['SOL.parquet', 'SOL', 'imported', '3', '3'],
    ]);
    expect(readdirSync(join(desk.folder, 'asked'))).toEqual(['BTC.csv', 'SOL.csv']);
  });

  it('ends with 5 when a file is refused', async () => {
    writeFileSync(join(desk.folder, 'ETH.parquet'), 'rubbish');
    const { code, stderr } = await desk.run('data', 'import', '.', '--to', 'refused');
    expect(code).toBe(5);
    expect(stderr).toMatch(/refused: ETH\.parquet: its content could not be understood/);
    expect(stderr).toMatch(/1 file refused; nothing of them was written/);
  });
});
