/**
 * Candle files: CSV bytes in, columns or named faults out, and columns back to text.
 *
 * The header is exact; rows end with LF or CR LF, the last one may lack it, blank lines at the end and a UTF-8 byte
 * order mark at the start are passed over.
 */
import { decimalOf } from '../base/decimal.ts';
import {
  candleFields,
  checkCandles,
  type ParsedCandles,
  type RowFault,
  shown,
  unfitCandles,
} from './candle-checks.ts';
import { createFieldReader, type FieldReader } from './candle-csv-fields.ts';
import { type CandleRow, rowsOfCandles } from './candle-rows.ts';
import type { Candles } from './candles.ts';
import { csvPlace } from './quality.ts';

export const candleHeader = candleFields.join(',');

export function parseCandles(input: {
  symbol: string;
  file: string;
  bytes: Uint8Array;
}): ParsedCandles {
  const { symbol, file, bytes } = input;
  const body = withoutBlankEnds(bytes);
  const reader = createFieldReader(body, 0);
  const header = reader.restOfRow();
  if (header !== candleHeader) {
    return unfitCandles(file, [{ code: 'DATA_HEADER', file, line: 1, value: shown(header) }]);
  }
  reader.nextRow();
  const next = (row: Float64Array): RowFault | undefined => {
    const fault = readRow(reader, row);
    reader.nextRow();
    return fault;
  };
  return checkCandles({ symbol, file, rows: countRows(body) - 1, placeOf: csvPlace, next });
}

/** The file of a series, each number in its shortest form without exponent; reads back to the same bits. */
export function formatCandles(candles: Candles): string {
  return `${candleHeader}\n${formatRows(rowsOfCandles(candles))}`;
}

/** Lines of a file, each with its end. */
export function formatRows(rows: readonly CandleRow[]): string {
  return rows.map((row) => `${row.map(plain).join(',')}\n`).join('');
}

function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? decimalOf(value) : text;
}

function withoutBlankEnds(bytes: Uint8Array): Uint8Array {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end -= 1;
  return bytes.subarray(marked ? 3 : 0, end);
}

function countRows(body: Uint8Array): number {
  let rows = 1;
  for (let at = body.indexOf(0x0a); at !== -1; at = body.indexOf(0x0a, at + 1)) rows += 1;
  return rows;
}

/** Fills the row; the fault when a field is missing, superfluous or no number. */
function readRow(reader: FieldReader, row: Float64Array): RowFault | undefined {
  for (let field = 0; field < candleFields.length; field += 1) {
    const value = reader.number();
    if (Number.isNaN(value)) {
      const name = candleFields[field] as string;
      return { code: 'DATA_ROW', field: name, value: shown(reader.text()), wanted: 'a number' };
    }
    row[field] = value;
    if (field < candleFields.length - 1) reader.nextField();
  }
  if (!reader.nextField()) return undefined;
  const value = shown(reader.restOfRow());
  return { code: 'DATA_ROW', field: `field ${candleFields.length + 1}`, value, wanted: 'absent' };
}
