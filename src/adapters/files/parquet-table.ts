/** Parquet files as tables; every compression but LZO and the old LZ4 with its frames. */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  type Compressors,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaElement,
  type SchemaTree,
} from 'hyparquet';
import {
  type CandleTable,
  candleColumnsAmong,
  type TableColumn,
  type TimeUnit,
} from '../../market/candle-table.ts';
import { expandLz4Block } from './lz4.ts';

const compressors: Compressors = {
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: length }),
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: length }),
  LZ4_RAW: expandLz4Block,
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: length }),
};

/** Times stay whole numbers in the unit of the file. */
const parsers = {
  timestampFromMilliseconds: (time: unknown) => time,
  timestampFromMicroseconds: (time: unknown) => time,
  timestampFromNanoseconds: (time: unknown) => time,
  dateFromDays: (days: unknown) => days,
};

const timeUnits: Readonly<Record<string, TimeUnit>> = {
  DATE: 'days',
  INT96: 'nanoseconds',
  MILLIS: 'milliseconds',
  MICROS: 'microseconds',
  NANOS: 'nanoseconds',
  TIMESTAMP_MILLIS: 'milliseconds',
  TIMESTAMP_MICROS: 'microseconds',
};

/** Errors: whatever the library throws when the bytes are no fit Parquet file. */
export async function readParquetTable(bytes: Uint8Array): Promise<CandleTable> {
  const file = {
    byteLength: bytes.length,
    slice: (from: number, to?: number) => Uint8Array.from(bytes.subarray(from, to)).buffer,
  };
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const { children } = parquetSchema(metadata);
  const names = children.map(({ element }) => element.name);
  const rows = Number(metadata.num_rows);
  const columns = new Map<string, TableColumn>();
  const chunks = new Map<string, ArrayLike<unknown>[]>();
  for (const { name } of candleColumnsAmong(names)) {
    const child = children.find(({ element }) => element.name === name);
    if (name === undefined || child === undefined) continue;
    const kind = strangeKind(child);
    if (kind === undefined) chunks.set(name, []);
    else columns.set(name, { kind });
  }
  await parquetRead({
    ...{ file, metadata, compressors, parsers },
    columns: [...chunks.keys()],
    onPage({ columnData: { length } }) {
      // A damaged count can stand for billions; the next page would be one too many.
      if (length > rows) throw new RangeError(`a page of ${length} rows in a file of ${rows}`);
    },
    onChunk({ columnName, columnData }) {
      chunks.get(columnName)?.push(columnData);
    },
  });
  for (const [name, parts] of chunks) {
    const cells = parts.flatMap((part) => Array.from(part));
    if (cells.length !== rows) {
      throw new RangeError(`rows of ${name} were ${cells.length}, must be ${rows}`);
    }
    const unit = unitOf(children.find(({ element }) => element.name === name)?.element);
    columns.set(name, unit === undefined ? { cells } : { cells, unit });
  }
  return { rows, names, columns };
}

/** Of a column that is declared to hold times. */
function unitOf(element: SchemaElement | undefined): TimeUnit | undefined {
  const { logical_type: logical, converted_type: converted, type } = element ?? {};
  if (logical?.type === 'TIMESTAMP') return timeUnits[logical.unit];
  return timeUnits[logical?.type ?? converted ?? type ?? ''];
}

/** What a column holds that can be neither a number nor a time. */
function strangeKind({ element, children }: SchemaTree): string | undefined {
  const { logical_type: logical, converted_type: converted, type, repetition_type } = element;
  if (children.length > 0 || repetition_type === 'REPEATED') return 'nested';
  const annotation = logical?.type ?? converted ?? '';
  const isPlain = /^(|U?INT_\d+|INTEGER|DATE|TIMESTAMP(_MILLIS|_MICROS)?)$/.test(annotation);
  const isNumber = /^(INT32|INT64|INT96|FLOAT|DOUBLE)$/.test(type ?? '');
  return isPlain && isNumber ? undefined : annotation || type || 'unknown';
}
