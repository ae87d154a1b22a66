/** Parquet files are read within bounds of time and memory, whatever is in them. */
import { describe, expect, it } from 'vitest';
import { boundsFor, readParquetGuarded } from '../../src/adapters/files/parquet-guard.ts';
import { columnsOf, parquetOf } from '../support/import-files.ts';
import { seriesOf } from '../support/market-files.ts';

const bytes = parquetOf(columnsOf(seriesOf([100, 101, 102]), 'timestamp_ms'));

describe('a Parquet file', () => {
  it('is read within its bounds', async () => {
    const answer = await readParquetGuarded(bytes, boundsFor(bytes));
    expect('table' in answer && answer.table.rows).toBe(3);
  });

  it('is given up when it takes too long', async () => {
    // No process starts within a thousandth of a millisecond.
    const answer = await readParquetGuarded(bytes, { longestMs: 0.001, memoryMb: 256 });
    expect(answer).toEqual({ cause: 'it is damaged: reading it took more than 0.000001 s' });
  });

  it('is given up when it takes too much memory, and nothing else ends with it', async () => {
    const answer = await readParquetGuarded(bytes, { longestMs: 60_000, memoryMb: 1 });
    expect(answer).toEqual({ cause: 'it is damaged: reading it took more than 1 MB' });
  });

  it('may take ten seconds, and ten more for each megabyte', () => {
    expect(boundsFor(new Uint8Array(2_000_000)).longestMs).toBe(30_000);
  });
});
