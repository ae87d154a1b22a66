/** The quality report of a folder with candle files. */
import type { Reason } from '../../base/reasons.ts';
import { intervalsDiffer } from '../../market/candle-merge.ts';
import type { Candles } from '../../market/candles.ts';
import { type SeriesSummary, staleReason, summaryOf } from '../../market/quality.ts';
import { listSymbols, readCandleFile } from './candle-files.ts';

export type FileCheck = {
  readonly symbol: string;
  readonly file: string;
  /** Absent when the file is unfit. */
  readonly summary?: SeriesSummary;
  readonly issues: readonly Reason[];
  readonly unfit: boolean;
};

export type DataCheck = {
  readonly files: readonly FileCheck[];
  /** True when a file is unfit or the intervals differ. */
  readonly unfit: boolean;
};

/** With a time, series that are stale then are pointed out as well. Errors: DataError when there are no files. */
export async function checkData(options: {
  directory: string;
  asOf?: number;
  /** Instead of all that the folder has. */
  symbols?: readonly string[];
}): Promise<DataCheck> {
  const { directory, asOf, symbols = await listSymbols(directory) } = options;
  const files: FileCheck[] = [];
  let first: Candles | undefined;
  for (const symbol of symbols) {
    const parsed = await readCandleFile(directory, symbol);
    if (parsed === undefined) continue;
    const { candles, issues } = parsed;
    const file = `${symbol}.csv`;
    if (candles === undefined) {
      files.push({ symbol, file, issues, unfit: true });
      continue;
    }
    first ??= candles;
    const differs = candles.intervalMs !== first.intervalMs;
    const stale = asOf === undefined ? undefined : staleReason(candles, asOf);
    const stops = [
      ...(differs ? [intervalsDiffer(first, candles)] : []),
      ...(stale ? [stale] : []),
    ];
    files.push({
      symbol,
      file,
      summary: summaryOf(candles, asOf),
      issues: [...stops, ...issues],
      unfit: stops.length > 0,
    });
  }
  return { files, unfit: files.some(({ unfit }) => unfit) };
}
