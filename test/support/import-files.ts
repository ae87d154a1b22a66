/** Candle files of other tools, made from columns: Parquet, Arrow, and the JSON of freqtrade. */
import { gzipSync } from 'node:zlib';
import {
  type DataType,
  float64,
  TimeUnit,
  tableFromArrays,
  tableToIPC,
  timestamp,
} from '@uwdata/flechette';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readCandleTable } from '../../src/adapters/files/candle-table-reader.ts';
import { type ImportOptions, importData } from '../../src/app/candles/import-data.ts';
import type { ParsedCandles } from '../../src/market/candle-checks.ts';
import { parseCandleTable } from '../../src/market/candle-table.ts';
import { type Candles, candleColumns } from '../../src/market/candles.ts';

export type Columns = Readonly<Record<string, readonly unknown[]>>;

/** Columns in the order of candles, the time under this name as whole numbers so many to the millisecond. */
export function columnsOf(candles: Candles, time: string, perMillisecond = 1): Columns {
  const { openTime, open, high, low, close, volume } = candles;
  const prices = { open, high, low, close, volume };
  return {
    [time]: Array.from(openTime, (at) => BigInt(at) * BigInt(perMillisecond)),
    ...Object.fromEntries(Object.entries(prices).map(([name, column]) => [name, [...column]])),
  };
}

/** Every column in plain INT64 or DOUBLE, nulls allowed, but for those with a type of their own. */
export function parquetOf(
  columns: Columns,
  types: Readonly<Record<string, Omit<SchemaElement, 'name'>>> = {},
): Uint8Array {
  const elements = Object.entries(columns).map(([name, cells]): SchemaElement => {
    const type = cells.some((cell) => typeof cell === 'bigint') ? 'INT64' : 'DOUBLE';
    return { name, repetition_type: 'OPTIONAL', ...(types[name] ?? { type }) };
  });
  const buffer = parquetWriteBuffer({
    schema: [{ name: 'root', num_children: elements.length }, ...elements],
    columnData: Object.entries(columns).map(([name, cells]) => ({ name, data: [...cells] })),
    rowGroupSize: 100,
  });
  return new Uint8Array(buffer);
}

/** The column date as time stamps, all others as doubles but for those with a type of their own. */
export function arrowOf(
  columns: Columns,
  types: Readonly<Record<string, DataType>> = {},
): Uint8Array {
  const kinds = Object.keys(columns).map((name): [string, DataType] => [
    name,
    types[name] ?? (name === 'date' ? timestamp(TimeUnit.MILLISECOND, 'UTC') : float64()),
  ]);
  const cells = Object.entries(columns).map(([name, column]): [string, unknown[]] => [
    name,
    column.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)),
  ]);
  const table = tableFromArrays(cells, { types: Object.fromEntries(kinds), maxBatchRows: 100 });
  return tableToIPC(table, { format: 'file' }) ?? new Uint8Array();
}

/** The text of a JSON file of freqtrade. */
export function jsonOf(candles: Candles): string {
  const rows = Array.from(candles.openTime, (_, bar) =>
    candleColumns.map((name) => candles[name][bar]),
  );
  return JSON.stringify(rows);
}

export function gzipOf(text: string): Uint8Array {
  return gzipSync(text);
}

/** What an import sees in the bytes of a file. */
export async function parsedFrom(bytes: Uint8Array, file = 'BTC.parquet'): Promise<ParsedCandles> {
  const answer = await readCandleTable(bytes);
  if ('cause' in answer) throw new Error(answer.cause);
  return parseCandleTable({ symbol: 'BTC', file, table: answer.table });
}

/** An import as the command does it. */
export function importFiles(
  options: Omit<ImportOptions, 'readTable'>,
): ReturnType<typeof importData> {
  return importData({ ...options, readTable: readCandleTable });
}
