/** Candles from a table with named columns, such as a Parquet or Arrow file holds, or from the rows of a JSON file. */
import {
  candleFields,
  checkCandles,
  earliestTime,
  latestTime,
  type ParsedCandles,
  type RowFault,
  shown,
  unfitCandles,
} from './candle-checks.ts';
import { tablePlace } from './quality.ts';

/** One of each unit in milliseconds, as a fraction of whole numbers, so that conversion is exact. */
const units = {
  days: [86_400_000, 1],
  seconds: [1_000, 1],
  milliseconds: [1, 1],
  microseconds: [1, 1_000],
  nanoseconds: [1, 1_000_000],
} as const;

export type TimeUnit = keyof typeof units;

export type TableColumn =
  | {
      /** As they stand in the file, whatever they are. */
      readonly cells: ArrayLike<unknown>;
      /** Of a column that the file itself declares to hold times. */
      readonly unit?: TimeUnit;
    }
  /** A column whose values are no numbers, and what they are. */
  | { readonly kind: string };

export type CandleTable = {
  readonly rows: number;
  /** The names of all columns. */
  readonly names: readonly string[];
  /** Those that candles need, by name. */
  readonly columns: ReadonlyMap<string, TableColumn>;
};

/** Times may have any of these names, the first that is there counts; case and spaces do not. */
const timeNames = [
  'timestamp_ms',
  'timestamp',
  'open_time',
  'opentime',
  'date',
  'datetime',
  'time',
];

type Chosen = { readonly field: string; readonly name: string | undefined };

/** For each field of candles the column that holds it, or undefined. */
export function candleColumnsAmong(names: readonly string[]): readonly Chosen[] {
  const plain = names.map((name) => name.trim().toLowerCase().replaceAll(' ', '_'));
  return candleFields.map((field) => {
    const wanted = field === 'timestamp_ms' ? timeNames : [field];
    const found = wanted.map((name) => plain.indexOf(name)).find((index) => index >= 0);
    return { field, name: found === undefined ? undefined : names[found] };
  });
}

export function parseCandleTable(input: {
  symbol: string;
  file: string;
  table: CandleTable;
}): ParsedCandles {
  const { symbol, file, table } = input;
  const readers: CellReader[] = [];
  for (const { field, name } of candleColumnsAmong(table.names)) {
    const reader = name === undefined ? undefined : readerOf(field, name, table);
    if (reader === undefined) {
      const columns = table.names.map(shown).join(', ') || 'none';
      return unfitCandles(file, [{ code: 'DATA_COLUMN', file, field, columns }]);
    }
    if ('code' in reader) return unfitCandles(file, [{ ...reader, file }]);
    readers.push(reader);
  }
  let index = -1;
  const next = (row: Float64Array): RowFault | undefined => {
    index += 1;
    for (let field = 0; field < readers.length; field += 1) {
      const { name, cells, numberOf } = readers[field] as CellReader;
      const value = numberOf(cells[index]);
      if (!Number.isFinite(value)) {
        const cell = shown(String(cells[index]));
        return { code: 'DATA_ROW', field: shown(name), value: cell, wanted: 'a number' };
      }
      row[field] = value;
    }
    return undefined;
  };
  return checkCandles({ symbol, file, rows: table.rows, placeOf: tablePlace, next });
}

/** Reads a field from its column, or what is wrong with the column; undefined when it is not there. */
function readerOf(
  field: string,
  name: string,
  { columns }: CandleTable,
): CellReader | RowFault | undefined {
  const column = columns.get(name);
  if (column === undefined) return undefined;
  const isTime = field === candleFields[0];
  if (!('kind' in column) && (isTime || column.unit === undefined)) {
    return isTime ? timesOf(name, column) : { name, cells: column.cells, numberOf };
  }
  const kind = 'kind' in column ? column.kind : 'time stamp';
  const wanted = isTime ? 'numbers or time stamps' : 'numbers';
  return { code: 'DATA_COLUMN_KIND', field: shown(name), kind: shown(kind), wanted };
}

type CellReader = {
  readonly name: string;
  readonly cells: ArrayLike<unknown>;
  /** NaN when the cell is no number. */
  readonly numberOf: (cell: unknown) => number;
};

function numberOf(cell: unknown): number {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'bigint' ? Number(cell) : Number.NaN;
}

/** Epoch ms of whatever the column holds. */
function timesOf(
  name: string,
  { cells, unit }: Extract<TableColumn, { cells: unknown }>,
): CellReader {
  const meant = name.trim().toLowerCase() === 'timestamp_ms' ? 'milliseconds' : unitLike(cells[0]);
  const [times, over] = units[unit ?? meant];
  const wholeOver = BigInt(over);
  return {
    name,
    cells,
    numberOf(cell) {
      if (typeof cell === 'number') return (cell * times) / over;
      if (typeof cell !== 'bigint') return Number.NaN;
      // Nanoseconds of our time are beyond the whole numbers that a double holds.
      return Number(cell / wholeOver) * times + Number(cell % wholeOver) / over;
    },
  };
}

/** The unit in which a number is a time between 1973 and 5138; there is one at most. */
function unitLike(cell: unknown): TimeUnit {
  const value = numberOf(cell);
  if (value >= earliestTime / 1e3 && value < earliestTime) return 'seconds';
  if (value > latestTime * 1e3) return 'nanoseconds';
  return value > latestTime ? 'microseconds' : 'milliseconds';
}
