/**
 * Arrow files as tables, among them the Feather files of freqtrade and pandas, plain or compressed by LZ4 or Zstandard.
 *
 * Source: arrow.apache.org/docs/format/Columnar.html with File.fbs, Message.fbs and Schema.fbs beside it, whose field
 * numbers stand here. Read by ourselves, because a damaged file must end in a sentence and never in exhausted memory.
 */
import { zstdDecompressSync } from 'node:zlib';
import {
  type CandleTable,
  candleColumnsAmong,
  type TableColumn,
} from '../../market/candle-table.ts';
import { type ArrowField, arrowFieldOf } from './arrow-fields.ts';
import { flatTableAt } from './flat-table.ts';
import { expandLz4Frame } from './lz4.ts';

/** The bytes at the end: the length of the footer and ARROW1. */
const tailBytes = 10;
const recordBatch = 3;

/** Some rows of all columns. */
type Batch = {
  readonly rows: number;
  /** Length and count of nulls of each column. */
  readonly nodes: readonly (readonly number[])[];
  /** The content of a buffer, expanded. */
  readonly bufferOf: (index: number) => Uint8Array;
};

/** Errors: RangeError, or an error of Zstandard, when the bytes are no fit Arrow file. */
export function readArrowTable(bytes: Uint8Array): CandleTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (Buffer.from(bytes.subarray(-6)).toString('latin1') !== 'ARROW1') {
    throw new RangeError('it does not end with ARROW1; it is cut short');
  }
  const end = bytes.length - tailBytes;
  const footer = flatTableAt(view, end - view.getInt32(end, true));
  const schema = footer.table(1);
  if (schema === undefined) throw new RangeError('it has no schema');
  if (schema.number(0, 2, 0) !== 0) throw new RangeError('its numbers are big-endian');
  const fields = schema.tables(1).map(arrowFieldOf);
  const batches = footer.structs(3, 3).map(([offset = 0, lengths = 0]) => {
    // The length of the metadata is 32 bits wide, behind it are four bytes without meaning.
    return batchAt(bytes, offset, Number(BigInt.asUintN(32, BigInt(lengths))));
  });
  const names = fields.map(({ name }) => name);
  const columns = new Map<string, TableColumn>();
  for (const { name } of candleColumnsAmong(names)) {
    if (name === undefined) continue;
    columns.set(name, columnOf(fields, names.indexOf(name), batches));
  }
  return { rows: batches.reduce((sum, { rows }) => sum + rows, 0), names, columns };
}

/** The message at the offset, whose content follows its metadata of so many bytes. */
function batchAt(bytes: Uint8Array, offset: number, metadataBytes: number): Batch {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Before the metadata stand a mark of four bytes and their length.
  const message = flatTableAt(view, offset + 8);
  const batch = message.number(1, 1, 0) === recordBatch ? message.table(2) : undefined;
  if (batch === undefined) throw new RangeError(`at byte ${offset} there is no batch of rows`);
  const body = bytes.subarray(offset + metadataBytes);
  const buffers = batch.structs(2, 2);
  const compression = batch.table(3);
  const codec = compression?.number(0, 1, 0);
  return {
    rows: batch.number(0, 8, 0),
    nodes: batch.structs(1, 2),
    bufferOf(index) {
      const [from = 0, length] = buffers[index] ?? [];
      if (length === undefined) throw new RangeError('a column stands behind a nested one');
      const content = body.subarray(from, from + length);
      if (content.length < length) throw new RangeError('a column is cut short');
      return codec === undefined || length === 0 ? content : expand(content, codec);
    },
  };
}

/** A buffer with its length before it, or -1 when it did not become smaller. */
function expand(content: Uint8Array, codec: number): Uint8Array {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const length = Number(view.getBigInt64(0, true));
  const packed = content.subarray(8);
  if (length === -1) return packed;
  if (codec === 0) return expandLz4Frame(packed, length);
  if (codec === 1) return zstdDecompressSync(packed, { maxOutputLength: length });
  throw new RangeError(`its compression ${codec} is not known`);
}

function columnOf(
  fields: readonly ArrowField[],
  index: number,
  batches: readonly Batch[],
): TableColumn {
  const { values, unit, kind } = fields[index] as ArrowField;
  if (values === undefined) return { kind };
  const first = fields.slice(0, index).reduce((sum, { buffers }) => sum + buffers, 0);
  const cells: unknown[] = [];
  for (const { rows, nodes, bufferOf } of batches) {
    const nulls = nodes[index]?.[1] ?? 0;
    const present = nulls === 0 ? undefined : bufferOf(first);
    const wanted = rows * values.BYTES_PER_ELEMENT;
    const content = bufferOf(first + 1);
    if (!(wanted >= 0 && wanted <= content.length)) throw new RangeError('a column is cut short');
    // A copy, because typed arrays must begin at a multiple of their width.
    const numbers = new values(Uint8Array.from(content.subarray(0, wanted)).buffer);
    for (let row = 0; row < rows; row += 1) {
      const isPresent =
        present === undefined || (((present[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
      cells.push(isPresent ? numbers[row] : null);
    }
  }
  return unit === undefined ? { cells } : { cells, unit };
}
