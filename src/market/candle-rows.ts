/** Bars as rows of numbers, the way exchanges tell them, made into checked columns and back. */
import { candleFields, checkCandles, type ParsedCandles, shown } from './candle-checks.ts';
import { type Candles, candleColumns } from './candles.ts';
import { tablePlace } from './quality.ts';

/** The time and the numbers of one bar, in the order of candleFields. */
export type CandleRow = readonly number[];

/** `file` names the series in what is found. */
export function candlesOfRows(
  rows: readonly CandleRow[],
  { symbol, file }: { readonly symbol: string; readonly file: string },
): ParsedCandles {
  let index = -1;
  return checkCandles({
    ...{ symbol, file, rows: rows.length, placeOf: tablePlace },
    next(into) {
      index += 1;
      const row = rows[index] as CandleRow;
      const place = candleFields.findIndex((_, field) => !Number.isFinite(row[field]));
      into.set(row.slice(0, candleFields.length));
      if (place === -1) return undefined;
      const value = shown(String(row[place]));
      return { code: 'DATA_ROW', field: candleFields[place] as string, value, wanted: 'a number' };
    },
  });
}

export function rowsOfCandles(candles: Candles): CandleRow[] {
  return Array.from(candles.openTime, (_, bar) =>
    candleColumns.map((column) => candles[column][bar] as number),
  );
}

/** The first number in which two bars of one time differ; undefined where they are the same. */
export function differingField(one: CandleRow, other: CandleRow): string | undefined {
  return candleFields.find((_, place) => one[place] !== other[place]);
}
