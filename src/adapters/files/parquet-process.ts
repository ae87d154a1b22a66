/** One process: reads the Parquet file that its parent sends, and answers. */
import type { TableAnswer } from '../../ports/candle-tables.ts';
import { readParquetTable } from './parquet-table.ts';

async function answerTo(bytes: Uint8Array): Promise<TableAnswer> {
  try {
    return { table: await readParquetTable(bytes) };
  } catch (error) {
    // The library throws errors of every kind at damaged bytes; each means that the file is unfit.
    return { cause: (error as Error).message };
  }
}

process.once('message', (bytes: Uint8Array) => {
  void answerTo(bytes).then((answer) => process.send?.(answer));
});
