/** Candles from tables: the columns, units of time, and how each fault is named. */
import { dateDay, int64, utf8 } from '@uwdata/flechette';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/base/reasons.ts';
import type { ParsedCandles } from '../../src/market/candle-checks.ts';
import {
  type CandleTable,
  parseCandleTable,
  type TimeUnit,
} from '../../src/market/candle-table.ts';
import { arrowOf, type Columns, parquetOf, parsedFrom } from '../support/import-files.ts';
import { dayMs, hourMs, start } from '../support/market-files.ts';

/** Four bars at 100, 101, 102 and 103, with these cells in place of others. */
const cells = (changed: Columns = {}): Columns => ({
  timestamp: [0, 1, 2, 3].map((bar) => start + bar * hourMs),
  open: [100, 101, 102, 103],
  high: [110, 111, 112, 113],
  low: [90, 91, 92, 93],
  close: [105, 106, 107, 108],
  volume: [1, 0, 2.5, 4],
  ...changed,
});

function parse(columns: Columns, units: Readonly<Record<string, TimeUnit>> = {}) {
  const entries = Object.entries(columns).map(([name, values]) => {
    const unit = units[name];
    return [name, unit === undefined ? { cells: values } : { cells: values, unit }] as const;
  });
  const names = Object.keys(columns);
  const table: CandleTable = { rows: 4, names, columns: new Map(entries) };
  return parseCandleTable({ symbol: 'BTC', file: 'BTC.parquet', table });
}

const times = (of: (time: number) => unknown) =>
  [0, 1, 2, 3].map((bar) => of(start + bar * hourMs));
const sentences = ({ issues }: ParsedCandles) => issues.map(sentenceOf);

describe('a table', () => {
  it('becomes columns stamped at the open', () => {
    expect(parse(cells()).candles).toEqual({
      symbol: 'BTC',
      intervalMs: hourMs,
      openTime: Float64Array.from(times(Number) as number[]),
      open: Float64Array.of(100, 101, 102, 103),
      high: Float64Array.of(110, 111, 112, 113),
      low: Float64Array.of(90, 91, 92, 93),
      close: Float64Array.of(105, 106, 107, 108),
      volume: Float64Array.of(1, 0, 2.5, 4),
    });
  });

  it.each([
    ['seconds', (time: number) => time / 1e3],
    ['milliseconds', (time: number) => BigInt(time)],
    ['microseconds', (time: number) => time * 1e3],
    ['whole microseconds', (time: number) => BigInt(time) * 1_000n],
    ['nanoseconds', (time: number) => BigInt(time) * 1_000_000n],
  ])('may have its times as numbers in %s', (_, of) => {
    expect(parse(cells({ timestamp: times(of) }))).toEqual(parse(cells()));
  });

  it('takes times that the file declares in their unit, also in 1970', () => {
    const days = [7_000, 7_001, 7_002, 7_003];
    const { candles } = parse(cells({ timestamp: days }), { timestamp: 'days' });
    expect(candles?.intervalMs).toBe(dayMs);
    expect(candles?.openTime[1]).toBe(Date.UTC(1989, 2, 3));
    const early = times((time) => time - start);
    expect(parse(cells({ timestamp: early }), { timestamp: 'milliseconds' }).issues[0]).toEqual({
      ...{ code: 'DATA_TIME', file: 'BTC.parquet', row: 1, value: 0 },
      cause: 'which is before 1973',
    });
  });

  it.each(['open_time', 'Open time', 'openTime', 'date', 'Timestamp_ms', 'DateTime', 'time'])(
    'may call its time %s, and have columns beside',
    (name) => {
      const { timestamp = [], ...rest } = cells();
      const columns = { [name]: timestamp, ...rest, close_time: ['x'], 'quote volume': ['y'] };
      expect(parse(columns)).toEqual(parse(cells()));
    },
  );

  it('prefers the time stamp where there is a date as well', () => {
    expect(parse(cells({ date: ['2023-01-02', '', '', ''] })).unfit).toBe(false);
  });

  it('takes timestamp_ms at its word', () => {
    const { timestamp = [], ...rest } = cells();
    const seconds = timestamp.map((time) => Number(time) / 1e3);
    expect(parse({ timestamp_ms: seconds, ...rest }).issues[0]?.cause).toMatch(/like seconds/);
  });
});

describe('a fault of a table', () => {
  it.each([
    ['null', null, 'null'],
    ['nothing', undefined, 'undefined'],
    ['text', '102', '102'],
    ['not a number', Number.NaN, 'NaN'],
    ['infinity', Number.POSITIVE_INFINITY, 'Infinity'],
    ['an escape', '\u001b[31m', '?[31m'],
  ])('names file, row, field and value: %s', (_, cell, value) => {
    expect(parse(cells({ low: [90, 91, cell, 93] })).issues).toEqual([
      { code: 'DATA_ROW', file: 'BTC.parquet', row: 3, field: 'low', value, wanted: 'a number' },
    ]);
  });

  it('is one of the same faults that a text has, by its row', () => {
    const faults = parse(
      cells({
        timestamp: [0, 1, 1, 0].map((bar) => start + bar * hourMs),
        open: [120, 101, 102, 103],
      }),
    );
    expect(sentences(faults)).toEqual([
      'BTC.parquet: row 1: open was 120, outside the low and high of its bar',
      'BTC.parquet: row 3: the bar 1672621200000 (2023-01-02T01:00Z) was there already',
      'BTC.parquet: row 4: the bar 1672617600000 (2023-01-02T00:00Z) stands after a later one',
    ]);
    expect(parse(cells({ volume: [1, -1, 1, 1] })).issues[0]?.code).toBe('DATA_NOT_POSITIVE');
    const shifted = times((time) => (time === start + 3 * hourMs ? time + 1 : time));
    expect(parse(cells({ timestamp: shifted })).issues[0]).toMatchObject({
      ...{ code: 'DATA_INTERVAL_MIXED', row: 4 },
    });
  });

  it('is a time of another unit than the first', () => {
    const mixed = times((time) => (time === start ? time : time * 1e3));
    expect(
      parse(cells({ timestamp: mixed })).issues.map(({ code, row }) => `${code}:${row}`),
    ).toEqual(['DATA_TIME:2', 'DATA_TIME:3', 'DATA_TIME:4']);
  });

  it('is a missing column', () => {
    const { volume: _, ...rest } = cells();
    expect(sentences(parse(rest))).toEqual([
      'BTC.parquet: a column for volume is missing, the columns were timestamp, open, high, low, close',
    ]);
    expect(parse({}).issues).toMatchObject([{ code: 'DATA_COLUMN', field: 'timestamp_ms' }]);
  });

  it('is a price that is declared to be a time', () => {
    expect(sentences(parse(cells(), { open: 'seconds' }))).toEqual([
      'BTC.parquet: the column open was of the kind time stamp, it must hold numbers',
    ]);
  });
});

describe('the kinds of columns in files', () => {
  it.each([
    ['text', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, ['a', 'b', 'c', 'd'], 'STRING|UTF8'],
    [
      'decimals',
      { type: 'INT32', converted_type: 'DECIMAL', scale: 2, precision: 5 },
      [1, 2, 3, 4],
      'DECIMAL',
    ],
    ['booleans', { type: 'BOOLEAN' }, [true, false, true, false], 'BOOLEAN'],
  ] as const)('of Parquet are refused: %s', async (_, type, close, kind) => {
    const { issues } = await parsedFrom(parquetOf(cells({ close }), { close: type }));
    expect(issues).toEqual([
      {
        ...{ code: 'DATA_COLUMN_KIND', file: 'BTC.parquet', field: 'close', wanted: 'numbers' },
        kind: expect.stringMatching(new RegExp(`^(${kind})$`)),
      },
    ]);
  });

  it('of Parquet may be days, whole numbers and nulls beside candles', async () => {
    const columns = cells({
      timestamp: [7_000, 7_001, 7_002, 7_003],
      volume: [1n, 2n, 3n, 4n],
      note: [null, null, null, null],
    });
    const types = { timestamp: { type: 'INT32', converted_type: 'DATE' } } as const;
    const { candles } = await parsedFrom(parquetOf(columns, types));
    expect(candles?.intervalMs).toBe(dayMs);
    expect(candles?.volume).toEqual(Float64Array.of(1, 2, 3, 4));
  });

  it('of Arrow may be days and whole numbers; text before the candles is passed over', async () => {
    const columns = { name: ['a', 'b', 'c', 'd'], ...cells({ volume: [1, 2, 3, 4] }) };
    const days = { timestamp: [7_000, 7_001, 7_002, 7_003].map((day) => day * dayMs) };
    const types = { name: utf8(), timestamp: dateDay(), volume: int64() };
    const { candles } = await parsedFrom(arrowOf({ ...columns, ...days }, types));
    expect(candles?.openTime[0]).toBe(7_000 * dayMs);
    expect(candles?.volume).toEqual(Float64Array.of(1, 2, 3, 4));
  });

  it('of Arrow are refused when they are text, and nulls by their row', async () => {
    const text = arrowOf(cells({ close: ['a', 'b', 'c', 'd'] }), { close: utf8() });
    expect(sentences(await parsedFrom(text))).toEqual([
      'BTC.parquet: the column close was of the kind text, it must hold numbers',
    ]);
    const empty = arrowOf(cells({ close: [105, null, 107, null] }));
    expect((await parsedFrom(empty)).issues.map(({ row, value }) => [row, value])).toEqual([
      [2, 'null'],
      [4, 'null'],
    ]);
  });
});
