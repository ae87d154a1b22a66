/** Importing Parquet files and the files of freqtrade: the same candles, whatever they come in, and each fault named. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/base/reasons.ts';
import { formatCandles } from '../../src/market/candle-csv.ts';
import type { Candles } from '../../src/market/candles.ts';
import { simulatedCandles } from '../support/cli-candles.ts';
import {
  arrowOf,
  columnsOf,
  gzipOf,
  importFiles,
  jsonOf,
  parquetOf,
} from '../support/import-files.ts';
import { featherOfPandas } from '../support/import-samples.ts';
import { csv, emptyFolder, folderWith, hourly } from '../support/market-files.ts';

const simulated = (bars: number, seed = 11): Candles =>
  simulatedCandles(['BTC'], { bars, seed })[0] as Candles;

const candles = simulated(250);
const text = formatCandles(candles);
const parquet = parquetOf(columnsOf(candles, 'timestamp_ms'));
const feather = arrowOf(columnsOf(candles, 'date'));

/** What became of each file, with code and sentence of each finding. */
async function outcomes(
  files: Readonly<Record<string, string | Uint8Array>>,
  choice: { quote?: string; interval?: string } = {},
) {
  const [from, to] = [await folderWith(files), await emptyFolder()];
  const { files: imports } = await importFiles({ from, to, ...choice });
  return {
    written: await readdir(to),
    said: Object.fromEntries(
      imports.map(({ file, outcome, issues }) => [
        file,
        [outcome, ...issues.flatMap((issue) => [issue.code, sentenceOf(issue)])],
      ]),
    ),
  };
}

describe('the same candles', () => {
  const timeStamps = {
    date: {
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
    },
  } as const;

  it.each([
    ['CSV', 'BTC.csv', text],
    ['Parquet', 'BTC.parquet', parquet],
    [
      'Parquet of klines',
      'BTC.parquet',
      parquetOf({ ...columnsOf(candles, 'open_time', 1_000), ...columnsOf(candles, 'close_time') }),
    ],
    [
      'Parquet of freqtrade',
      'BTC_USDT-1h.parquet',
      parquetOf(columnsOf(candles, 'date', 1_000), timeStamps),
    ],
    ['Feather of freqtrade', 'BTC_USDT-1h.feather', feather],
    ['JSON of freqtrade', 'BTC_USDT-1h.json', jsonOf(candles)],
    ['JSON in gzip of freqtrade', 'BTC_USDT-1h.json.gz', gzipOf(jsonOf(candles))],
    ['Feather by the name of an asset', 'BTC.feather', feather],
    ['Parquet with the ending of Feather', 'BTC_USDT-1h.feather', parquet],
  ])('come to the same file from %s', async (_, file, content) => {
    const [from, to] = [await folderWith({ [file]: content }), await emptyFolder()];
    expect((await importFiles({ from, to })).files).toMatchObject([
      { file, symbol: 'BTC', outcome: 'imported', bars: 250, addedBars: 250 },
    ]);
    expect(await readFile(join(to, 'BTC.csv'), 'utf8')).toBe(text);
  });

  it('add to those that are there, whatever those came in', async () => {
    const to = await folderWith({ 'BTC.csv': formatCandles(simulated(100)) });
    const from = await folderWith({ 'BTC.parquet': parquet });
    expect((await importFiles({ from, to })).files).toMatchObject([
      { outcome: 'extended', bars: 250, addedBars: 150 },
    ]);
    const again = await folderWith({ 'BTC_USDT-1h.json': jsonOf(candles) });
    expect((await importFiles({ from: again, to })).files).toMatchObject([
      { outcome: 'unchanged', bars: 250, addedBars: 0 },
    ]);
    expect(await readFile(join(to, 'BTC.csv'), 'utf8')).toBe(text);
  });

  it('must be the same where they overlap', async () => {
    const to = await folderWith({ 'BTC.csv': text });
    const other = parquetOf(columnsOf(simulated(250, 12), 'timestamp_ms'));
    const { files } = await importFiles({ from: await folderWith({ 'BTC.parquet': other }), to });
    expect(files[0]?.issues).toMatchObject([{ code: 'DATA_CONFLICT', file: 'BTC.parquet' }]);
    expect(await readFile(join(to, 'BTC.csv'), 'utf8')).toBe(text);
  });

  it('are read as pandas compresses them for freqtrade', async () => {
    const to = await emptyFolder();
    const from = await folderWith({ 'BTC_USDT-1h.feather': featherOfPandas() });
    expect((await importFiles({ from, to })).files).toMatchObject([
      { outcome: 'imported', bars: 48 },
    ]);
    const first = Date.UTC(2022, 0, 1);
    const rows = Array.from({ length: 48 }, (_, bar) => {
      const open = 100 + (bar % 4);
      return [first + bar * 3_600_000, open, open + 1, open - 1, open + 0.5, 2.5].join(',');
    });
    expect(await readFile(join(to, 'BTC.csv'), 'utf8')).toBe(csv(...rows));
  });
});

describe('a folder of freqtrade', () => {
  const both = { 'BTC_USDT-1h.feather': feather, 'ETH_BTC-1h.json': jsonOf(candles) };

  it('with two quote currencies needs a choice', async () => {
    await expect(outcomes(both)).rejects.toThrow(
      '--quote must say which files are meant: one of BTC, USDT',
    );
    await expect(outcomes(both, { quote: 'EUR' })).rejects.toThrow(
      '--quote must be one of BTC, USDT, was EUR',
    );
    expect(await outcomes(both, { quote: 'USDT' })).toEqual({
      written: ['BTC.csv'],
      said: { 'BTC_USDT-1h.feather': ['imported'], 'ETH_BTC-1h.json': ['skipped'] },
    });
  });

  it('with two intervals needs a choice, among files of the chosen quote currency', async () => {
    const files = { ...both, 'BTC_USDT-1d.feather': feather, 'SOL.parquet': parquet };
    await expect(outcomes(files, { quote: 'USDT' })).rejects.toThrow(
      '--interval must say which files are meant: one of 1d, 1h',
    );
    expect(await outcomes(files, { quote: 'USDT', interval: '1h' })).toEqual({
      written: ['BTC.csv', 'SOL.csv'],
      said: {
        'BTC_USDT-1d.feather': ['skipped'],
        'BTC_USDT-1h.feather': ['imported'],
        'ETH_BTC-1h.json': ['skipped'],
        'SOL.parquet': ['imported'],
      },
    });
    expect((await outcomes(files, { quote: 'BTC' })).written).toEqual(['ETH.csv', 'SOL.csv']);
  });

  it('without names that say it has no choice', async () => {
    await expect(outcomes({ 'BTC.csv': text }, { quote: 'USDT' })).rejects.toThrow(
      '--quote was USDT, but no file says its quote in its name',
    );
  });

  it('refuses a name that does not agree with the bars', async () => {
    expect(await outcomes({ 'BTC_USDT-4h.parquet': parquet, 'ETH_USDT-4h.json': '[]' })).toEqual({
      written: [],
      said: {
        'BTC_USDT-4h.parquet': [
          'refused',
          'DATA_INTERVAL_NAME',
          'BTC_USDT-4h.parquet: the bars have 1 h, the name says 4h',
        ],
        'ETH_USDT-4h.json': [
          'refused',
          'DATA_FEW_ROWS',
          'ETH_USDT-4h.json: the rows were 0, at least 2 are needed to tell the interval',
        ],
      },
    });
  });

  it('refuses an asset that two files hold, and imports the others', async () => {
    const files = { 'BTC.csv': text, 'BTC_USDT-1h.json': jsonOf(candles), 'ETH.parquet': parquet };
    expect(await outcomes(files)).toEqual({
      written: ['ETH.csv'],
      said: {
        'BTC.csv': ['refused', 'DATA_TWICE', 'BTC.csv: BTC is in BTC_USDT-1h.json too'],
        'BTC_USDT-1h.json': ['refused', 'DATA_TWICE', 'BTC_USDT-1h.json: BTC is in BTC.csv too'],
        'ETH.parquet': ['imported'],
      },
    });
  });

  it('refuses futures and passes over trades and settings', async () => {
    const { written, said } = await outcomes({
      'BTC_USDT_USDT-1h-futures.feather': feather,
      'BTC_USDT-trades.feather': feather,
      'rules.json': '[]',
      'ETH_USDT-1h.feather': feather,
    });
    expect(written).toEqual(['ETH.csv']);
    expect(said).toEqual({
      'BTC_USDT_USDT-1h-futures.feather': [
        'refused',
        'DATA_NAME',
        expect.stringMatching(/of a spot market/),
      ],
      'ETH_USDT-1h.feather': ['imported'],
    });
  });
});

describe('a damaged file', () => {
  const { volume: _, ...withoutVolume } = columnsOf(candles, 'timestamp_ms');

  it.each([
    ['nothing', 'BTC.parquet', '', /neither Parquet/],
    ['text', 'BTC.parquet', 'not a table', /neither Parquet/],
    ['a table in CSV', 'BTC.parquet', hourly(3), /neither Parquet/],
    ['the first half of Parquet', 'BTC.parquet', parquet.slice(0, parquet.length / 2), /footer/],
    ['the mark of Parquet alone', 'BTC.parquet', 'PAR1', /understood/],
    ['Parquet without its last byte', 'BTC.parquet', parquet.slice(0, -1), /footer/],
    ['Parquet without a column', 'BTC.parquet', parquetOf(withoutVolume), /volume is missing/],
    [
      'the first half of Feather',
      'BTC_USDT-1h.feather',
      feather.slice(0, feather.length / 2),
      /cut short/,
    ],
    ['the mark of Arrow alone', 'BTC_USDT-1h.feather', 'ARROW1', /understood/],
    ['Feather of the first version', 'BTC_USDT-1h.feather', 'FEA1....FEA1', /convert-data/],
    ['half of JSON', 'BTC_USDT-1h.json', jsonOf(candles).slice(0, 500), /JSON/],
    ['rows of five', 'BTC_USDT-1h.json', '[[1,2,3,4,5,6],[1,2,3,4,5]]', /row 2 must be an array/],
    ['objects', 'BTC_USDT-1h.json', '[{"date":1}]', /row 1 must be an array/],
    [
      'null for a price',
      'BTC_USDT-1h.json',
      `[[${candles.openTime[0]},1,1,null,1,1]]`,
      /row 1: low was "null"/,
    ],
    [
      'half of gzip',
      'BTC_USDT-1h.json.gz',
      gzipOf(jsonOf(candles)).slice(0, 500),
      /unexpected end/,
    ],
  ])('is refused by its name, and nothing is written: %s', async (_, file, content, cause) => {
    const { written, said } = await outcomes({ [file]: content, 'ETH.csv': text });
    expect(written).toEqual(['ETH.csv']);
    expect(said[file]?.[0]).toBe('refused');
    expect(['DATA_FORMAT', 'DATA_COLUMN', 'DATA_ROW']).toContain(said[file]?.[1]);
    expect(said[file]?.[2]).toMatch(cause);
    expect(said[file]?.[2]).toContain(`${file}: `);
  });

  it('may be a folder by the name of a file', async () => {
    const from = await emptyFolder();
    await mkdir(join(from, 'BTC.parquet'));
    const { files } = await importFiles({ from, to: await emptyFolder() });
    expect(files[0]?.issues).toEqual([
      { code: 'DATA_UNREADABLE', file: 'BTC.parquet', cause: 'EISDIR' },
    ]);
  });
});
