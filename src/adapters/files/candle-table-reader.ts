/** Reads candle files of other tools, each kind recognised by its first bytes: Parquet, Arrow and Feather, and JSON, also in gzip. */
import { gunzipSync } from 'node:zlib';
import type { CandleTable } from '../../market/candle-table.ts';
import type { CandleTableReader } from '../../ports/candle-tables.ts';
import { readArrowTable } from './arrow-table.ts';
import { readJsonTable } from './json-table.ts';
import { boundsFor, readParquetGuarded } from './parquet-guard.ts';

/** Far more than any candles; a small file can expand to terabytes. */
const largestExpanded = 2 ** 29;

const kinds = {
  parquet: 'PAR1',
  arrow: 'ARROW1',
  oldFeather: 'FEA1',
  gzip: '\x1f\x8b',
} as const;

export const readCandleTable: CandleTableReader = async (bytes) => {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head.startsWith(kinds.parquet)) return readParquetGuarded(bytes, boundsFor(bytes));
  try {
    return { table: tableOf(bytes, head) };
  } catch (error) {
    // Whatever is thrown at damaged bytes means that the file is unfit.
    return { cause: (error as Error).message };
  }
};

function tableOf(bytes: Uint8Array, head: string): CandleTable {
  if (head.startsWith(kinds.arrow)) return readArrowTable(bytes);
  if (head.startsWith(kinds.gzip)) {
    return readJsonTable(gunzipSync(bytes, { maxOutputLength: largestExpanded }).toString());
  }
  if (head.trimStart().startsWith('[')) return readJsonTable(new TextDecoder().decode(bytes));
  if (head.startsWith(kinds.oldFeather)) {
    throw new RangeError(
      'it is Feather of the first version; write it again with a newer pandas, or: freqtrade convert-data --format-from feather --format-to json',
    );
  }
  throw new RangeError('it is neither Parquet, Arrow (Feather), JSON rows nor JSON in gzip');
}
