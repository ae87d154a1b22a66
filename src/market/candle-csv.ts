/**
 * Candle files: CSV bytes in, columns or named faults out, and columns back to text.
 *
 * The header is exact; rows end with LF or CR LF, the last one may lack it, blank lines at the end and a UTF-8 byte
 * order mark at the start are passed over. A file with a fault gives no candles: nothing is skipped or repaired.
 */
import { decimalOf } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import { createFieldReader, type FieldReader } from './candle-csv-fields.ts';
import { type Candles, candleColumns } from './candles.ts';
import { barTime, intervalText, listed, notesOf } from './quality.ts';

const fields = ['timestamp_ms', 'open', 'high', 'low', 'close', 'volume'] as const;

export const candleHeader = fields.join(',');

/** Whole milliseconds between 1973 and 5138; seconds and microseconds of our time lie outside. */
const earliestTime = 1e11;
const latestTime = 1e14;
/** So many equal steps in a row, longer than the interval, are bars of another interval and not gaps. */
const foreignSteps = 5;

export type ParsedCandles = {
  /** Undefined when the file is unfit. */
  readonly candles: Candles | undefined;
  /** The first faults of an unfit file, or what is noteworthy in a fit one. */
  readonly issues: readonly Reason[];
  readonly unfit: boolean;
};

/** Without its place, which is the same for every fault of a row. */
type RowFault = Pick<Reason, 'code'> & Readonly<Record<string, string | number>>;

export function parseCandles(input: {
  symbol: string;
  file: string;
  bytes: Uint8Array;
}): ParsedCandles {
  const { symbol, file, bytes } = input;
  const unfit = (faults: readonly Reason[]): ParsedCandles => ({
    candles: undefined,
    issues: listed(file, faults),
    unfit: true,
  });
  const body = withoutBlankEnds(bytes);
  const reader = createFieldReader(body, 0);
  const header = reader.restOfRow();
  if (header !== candleHeader) {
    return unfit([{ code: 'DATA_HEADER', file, line: 1, value: shown(header) }]);
  }
  reader.nextRow();
  const rows = countRows(body) - 1;
  const { columns, faults } = readRows(reader, file, rows);
  if (faults.length > 0) return unfit(faults);
  if (rows < 2) return unfit([{ code: 'DATA_FEW_ROWS', file, rows, needed: 2 }]);
  const { openTime } = columns;
  const steps = openTime.subarray(1).map((time, index) => time - (openTime[index] as number));
  const intervalMs = mostCommon(steps);
  const offGrid = gridFaults(file, openTime, { steps, intervalMs });
  if (offGrid.length > 0) return unfit(offGrid);
  const candles = { symbol, intervalMs, ...columns };
  return { candles, issues: notesOf(file, candles), unfit: false };
}

/** The file of a series, each number in its shortest form without exponent; reads back to the same bits. */
export function formatCandles(candles: Candles): string {
  const { openTime, open, high, low, close, volume } = candles;
  const lines = [candleHeader];
  for (let index = 0; index < openTime.length; index += 1) {
    lines.push(
      [openTime, open, high, low, close, volume]
        .map((column) => plain(column[index] as number))
        .join(','),
    );
  }
  return `${lines.join('\n')}\n`;
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

function readRows(reader: FieldReader, file: string, rows: number) {
  const columns = {
    openTime: new Float64Array(rows),
    open: new Float64Array(rows),
    high: new Float64Array(rows),
    low: new Float64Array(rows),
    close: new Float64Array(rows),
    volume: new Float64Array(rows),
  };
  const targets = candleColumns.map((name) => columns[name]);
  const faults: Reason[] = [];
  const row = new Float64Array(fields.length);
  let before = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < rows; index += 1) {
    const fault = readRow(reader, row) ?? faultOf(row, before);
    reader.nextRow();
    if (fault !== undefined) {
      const { code, ...details } = fault;
      faults.push({ code, file, line: index + 2, ...details });
      continue;
    }
    for (let field = 0; field < fields.length; field += 1) {
      (targets[field] as Float64Array)[index] = row[field] as number;
    }
    before = row[0] as number;
  }
  return { columns, faults };
}

/** Fills the row; the fault when a field is missing, superfluous or no number. */
function readRow(reader: FieldReader, row: Float64Array): RowFault | undefined {
  for (let field = 0; field < fields.length; field += 1) {
    const value = reader.number();
    if (Number.isNaN(value)) {
      const name = fields[field] as string;
      return { code: 'DATA_ROW', field: name, value: shown(reader.text()), wanted: 'a number' };
    }
    row[field] = value;
    if (field < fields.length - 1) reader.nextField();
  }
  if (!reader.nextField()) return undefined;
  const value = shown(reader.restOfRow());
  return { code: 'DATA_ROW', field: `field ${fields.length + 1}`, value, wanted: 'absent' };
}

/** What is wrong with the numbers of a row, given the last time before it. */
function faultOf(row: Float64Array, before: number): RowFault | undefined {
  const at = (field: number): number => row[field] as number;
  const [time, open, high, low, close] = [at(0), at(1), at(2), at(3), at(4)];
  if (!Number.isInteger(time) || time < earliestTime || time > latestTime) {
    return { code: 'DATA_TIME', value: time, cause: timeCause(time) };
  }
  for (let field = 1; field < fields.length; field += 1) {
    const value = row[field] as number;
    const isVolume = field === fields.length - 1;
    if (value < 0 || (value === 0 && !isVolume)) {
      return { code: 'DATA_NOT_POSITIVE', field: fields[field] as string, value };
    }
  }
  if (high < low) return { code: 'DATA_OHLC', field: 'high', value: high };
  if (open > high || open < low) return { code: 'DATA_OHLC', field: 'open', value: open };
  if (close > high || close < low) return { code: 'DATA_OHLC', field: 'close', value: close };
  if (time === before) return { code: 'DATA_DUPLICATE', value: barTime(time) };
  if (time < before) return { code: 'DATA_NOT_MONOTONIC', value: barTime(time) };
  return undefined;
}

function timeCause(time: number): string {
  if (!Number.isInteger(time)) return 'it must be whole milliseconds';
  if (time > latestTime) return 'which is too large for milliseconds; are these microseconds?';
  if (time >= earliestTime / 1e3) return 'which looks like seconds; milliseconds are wanted';
  return 'which is before 1973';
}

/** Bars beside the grid that most bars lie on, or on a coarser one of their own. */
function gridFaults(
  file: string,
  openTime: Float64Array,
  grid: { steps: Float64Array; intervalMs: number },
): readonly Reason[] {
  const { steps, intervalMs } = grid;
  const phase = mostCommon(openTime.map((time) => time % intervalMs));
  const interval = intervalText(intervalMs);
  const faults: Reason[] = [];
  let equalSteps = 0;
  for (let index = 0; index < openTime.length; index += 1) {
    const time = openTime[index] as number;
    const step = index === 0 ? intervalMs : (steps[index - 1] as number);
    equalSteps = step !== intervalMs && step === steps[index - 2] ? equalSteps + 1 : 1;
    if (time % intervalMs !== phase || equalSteps === foreignSteps) {
      const value = barTime(time);
      faults.push({ code: 'DATA_INTERVAL_MIXED', file, line: index + 2, value, interval });
    }
  }
  return faults;
}

/** The most frequent value, the smallest of several. */
function mostCommon(values: Float64Array): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort(([a, x], [b, y]) => y - x || a - b);
  return best === undefined ? Number.NaN : best[0];
}

/** Text of a file as it may be printed: short, and without control characters. */
function shown(text: string): string {
  return text.slice(0, 60).replace(/[^\x20-\x7e]/g, '?');
}
