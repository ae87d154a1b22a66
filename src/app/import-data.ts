/** Copies the fit candle files of a folder into the project's own, joining them with the bars that are there. */
import { mkdir } from 'node:fs/promises';
import type { Reason } from '../base/reasons.ts';
import { formatCandles, parseCandles } from '../market/candle-csv.ts';
import { mergeCandles } from '../market/candle-merge.ts';
import { candlePath, listSymbols, readCandleFile } from './candle-files.ts';
import { writeWhole } from './write-whole.ts';

export type FileImport = {
  readonly symbol: string;
  readonly outcome: 'imported' | 'extended' | 'unchanged' | 'refused';
  /** In the target after the import; 0 when refused. */
  readonly bars: number;
  readonly addedBars: number;
  /** Why it was refused, or what is noteworthy. */
  readonly issues: readonly Reason[];
};

export type DataImport = {
  readonly files: readonly FileImport[];
  readonly refused: number;
};

export const defaultTarget = 'data/candles';

/** Every file is written whole or not at all; an unfit one does not keep the others out. Errors: DataError when there are no files. */
export async function importData(options: { from: string; to: string }): Promise<DataImport> {
  const symbols = await listSymbols(options.from);
  await mkdir(options.to, { recursive: true });
  const files: FileImport[] = [];
  for (const symbol of symbols) files.push(await importFile(symbol, options));
  return { files, refused: files.filter(({ outcome }) => outcome === 'refused').length };
}

async function importFile(
  symbol: string,
  options: { from: string; to: string },
): Promise<FileImport> {
  const refused = (issues: readonly Reason[]): FileImport => ({
    symbol,
    outcome: 'refused',
    bars: 0,
    addedBars: 0,
    issues,
  });
  const source = await readCandleFile(options.from, symbol);
  if (source?.candles === undefined) {
    return refused(source?.issues ?? [{ code: 'DATA_MISSING', symbol }]);
  }
  const target = await readCandleFile(options.to, symbol);
  if (target?.unfit) return refused(target.issues);
  const file = `${symbol}.csv`;
  const merged = target?.candles
    ? mergeCandles({ kept: target.candles, added: source.candles, file })
    : { ok: true as const, candles: source.candles, added: source.candles.openTime.length };
  if (!merged.ok) return refused([merged.reason]);
  const { candles, added } = merged;
  const bars = candles.openTime.length;
  if (added === 0)
    return { symbol, outcome: 'unchanged', bars, addedBars: 0, issues: source.issues };
  const text = formatCandles(candles);
  // What is written must be readable: two fit files may still lie on different grids.
  const written = parseCandles({ symbol, file, bytes: new TextEncoder().encode(text) });
  if (written.unfit) return refused(written.issues);
  await writeWhole(candlePath(options.to, symbol), text);
  const outcome = target === undefined ? 'imported' : 'extended';
  return { symbol, outcome, bars, addedBars: added, issues: written.issues };
}
