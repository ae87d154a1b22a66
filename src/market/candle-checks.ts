/** What makes a series of bars unfit, whatever kind of file it comes from: bad numbers, impossible bars, disorder, mixed intervals. */
import type { Reason } from '../base/reasons.ts';
import type { Candles } from './candles.ts';
import { barTime, intervalText, listed, notesOf, type RowPlace } from './quality.ts';

/** The numbers of a row in the order of the CSV; faults name these fields. */
export const candleFields = ['timestamp_ms', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Whole milliseconds between 1973 and 5138; seconds and microseconds of our time lie outside. */
export const earliestTime = 1e11;
export const latestTime = 1e14;
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
export type RowFault = Pick<Reason, 'code'> & Readonly<Record<string, string | number>>;

/** A file as a sequence of rows. */
export type CandleRows = {
  readonly symbol: string;
  readonly file: string;
  readonly rows: number;
  readonly placeOf: RowPlace;
  /** Fills `row` with the numbers of the next row; the fault when one of its fields is no number. */
  readonly next: (row: Float64Array) => RowFault | undefined;
};

export function unfitCandles(file: string, faults: readonly Reason[]): ParsedCandles {
  return { candles: undefined, issues: listed(file, faults), unfit: true };
}

/** A file with a fault gives no candles: nothing is skipped or repaired. */
export function checkCandles(source: CandleRows): ParsedCandles {
  const { symbol, file, rows, placeOf } = source;
  const { columns, faults } = readRows(source);
  if (faults.length > 0) return unfitCandles(file, faults);
  if (rows < 2) return unfitCandles(file, [{ code: 'DATA_FEW_ROWS', file, rows, needed: 2 }]);
  const { openTime } = columns;
  const steps = openTime.subarray(1).map((time, index) => time - (openTime[index] as number));
  const intervalMs = mostCommon(steps);
  const offGrid = gridFaults(source, openTime, { steps, intervalMs });
  if (offGrid.length > 0) return unfitCandles(file, offGrid);
  const candles = { symbol, intervalMs, ...columns };
  return { candles, issues: notesOf(file, candles, placeOf), unfit: false };
}

function readRows({ file, rows, placeOf, next }: CandleRows) {
  const columns = {
    openTime: new Float64Array(rows),
    open: new Float64Array(rows),
    high: new Float64Array(rows),
    low: new Float64Array(rows),
    close: new Float64Array(rows),
    volume: new Float64Array(rows),
  };
  const { openTime, open, high, low, close, volume } = columns;
  const targets = [openTime, open, high, low, close, volume];
  const faults: Reason[] = [];
  const row = new Float64Array(candleFields.length);
  let before = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < rows; index += 1) {
    const fault = next(row) ?? faultOf(row, before);
    if (fault !== undefined) {
      const { code, ...details } = fault;
      faults.push({ code, file, ...placeOf(index), ...details });
      continue;
    }
    for (let field = 0; field < targets.length; field += 1) {
      (targets[field] as Float64Array)[index] = row[field] as number;
    }
    before = row[0] as number;
  }
  return { columns, faults };
}

/** What is wrong with the numbers of a row, given the last time before it. */
function faultOf(row: Float64Array, before: number): RowFault | undefined {
  const at = (field: number): number => row[field] as number;
  const [time, open, high, low, close] = [at(0), at(1), at(2), at(3), at(4)];
  if (!Number.isInteger(time) || time < earliestTime || time > latestTime) {
    return { code: 'DATA_TIME', value: time, cause: timeCause(time) };
  }
  for (let field = 1; field < candleFields.length; field += 1) {
    const value = row[field] as number;
    const isVolume = field === candleFields.length - 1;
    if (value < 0 || (value === 0 && !isVolume)) {
      return { code: 'DATA_NOT_POSITIVE', field: candleFields[field] as string, value };
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
  { file, placeOf }: CandleRows,
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
      faults.push({ code: 'DATA_INTERVAL_MIXED', file, ...placeOf(index), value, interval });
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
export function shown(text: string): string {
  return text.slice(0, 60).replace(/[^\x20-\x7e]/g, '?');
}
