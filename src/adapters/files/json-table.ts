/** The JSON files of freqtrade as tables: rows of [time in ms, open, high, low, close, volume]. */
import { candleFields } from '../../market/candle-checks.ts';
import type { CandleTable } from '../../market/candle-table.ts';

/** Errors: SyntaxError when it is no JSON, RangeError when it is something else. */
export function readJsonTable(text: string): CandleTable {
  const rows: unknown = JSON.parse(text);
  if (!Array.isArray(rows)) throw new RangeError('it must be an array of rows');
  const width = candleFields.length;
  const strange = rows.findIndex((row) => !Array.isArray(row) || row.length !== width);
  if (strange >= 0) {
    const wanted = `[time, open, high, low, close, volume]`;
    throw new RangeError(`row ${strange + 1} must be an array ${wanted}`);
  }
  const columns = candleFields.map((name, index) => {
    const cells = rows.map((row: readonly unknown[]) => row[index]);
    return [name, { cells }] as const;
  });
  return { rows: rows.length, names: candleFields, columns: new Map(columns) };
}
