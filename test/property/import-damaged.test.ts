/** Damaged files of other tools: whatever the bytes, the reader answers, and a file that is cut short is never fit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCandleTable } from '../../src/adapters/files/candle-table-reader.ts';
import { parseCandleTable } from '../../src/market/candle-table.ts';
import { arrowOf, columnsOf, gzipOf, jsonOf, parquetOf } from '../support/import-files.ts';
import { featherOfPandas } from '../support/import-samples.ts';
import { seriesOf } from '../support/market-files.ts';

const candles = seriesOf(Array.from({ length: 30 }, (_, bar) => 100 + (bar % 7)));

/** Each file with so many runs; a Parquet file starts a thread every time. */
const files = [
  ['Parquet', parquetOf(columnsOf(candles, 'timestamp_ms')), 20],
  ['Arrow', arrowOf(columnsOf(candles, 'date')), 300],
  ['compressed Arrow', featherOfPandas(), 300],
  ['JSON in gzip', gzipOf(jsonOf(candles)), 300],
  ['JSON', new TextEncoder().encode(jsonOf(candles)), 300],
] as const;

/** Whether the bytes give candles. Throws when anything but an answer comes back. */
async function isFit(bytes: Uint8Array): Promise<boolean> {
  const answer = await readCandleTable(bytes);
  if ('cause' in answer) {
    expect(answer.cause).not.toBe('');
    return false;
  }
  const { unfit, issues } = parseCandleTable({ symbol: 'X', file: 'X', table: answer.table });
  if (unfit) expect(issues.length).toBeGreaterThan(0);
  return !unfit;
}

describe.each(files)('a file in %s', (_, whole, numRuns) => {
  it('is fit', async () => {
    expect(await isFit(whole)).toBe(true);
  });

  it('is unfit wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (length) => {
        expect(await isFit(whole.slice(0, length))).toBe(false);
      }),
      { numRuns, seed: 1 },
    );
  });

  it('has an answer whichever bytes are damaged', async () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => {
        const damaged = Uint8Array.from(whole);
        for (const [at, value] of bytes) damaged[at] = value;
        expect(await isFit(damaged)).toBeTypeOf('boolean');
      }),
      { numRuns, seed: 2 },
    );
  });
});
