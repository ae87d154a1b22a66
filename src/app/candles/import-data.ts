/** Copies the fit candle files of a folder into the project's own, joining them with the bars that are there. */
import { mkdir } from 'node:fs/promises';
import type { Reason } from '../../base/reasons.ts';
import { formatCandles, parseCandles } from '../../market/candle-csv.ts';
import { mergeCandles } from '../../market/candle-merge.ts';
import type { Candles } from '../../market/candles.ts';
import type { CandleTableReader } from '../../ports/candle-tables.ts';
import { writeWhole } from '../write-whole.ts';
import { candlePath, readCandleFile } from './candle-files.ts';
import {
  type CandleSource,
  listSources,
  meantAmong,
  readSource,
  type SourceChoice,
} from './candle-sources.ts';

export type FileImport = {
  readonly file: string;
  readonly symbol: string;
  /** Skipped: of another quote currency or interval than the chosen one. */
  readonly outcome: 'imported' | 'extended' | 'unchanged' | 'refused' | 'skipped';
  /** In the target after the import; 0 when refused or skipped. */
  readonly bars: number;
  readonly addedBars: number;
  /** Why it was refused, or what is noteworthy. */
  readonly issues: readonly Reason[];
};

export type DataImport = {
  readonly files: readonly FileImport[];
  readonly refused: number;
};

export type ImportOptions = SourceChoice & {
  readonly from: string;
  readonly to: string;
  readonly readTable: CandleTableReader;
};

export const defaultTarget = 'data/candles';

/**
 * Every file is written whole or not at all; an unfit one does not keep the others out.
 * Errors: DataError when there are no files, ConfigError when it is not clear which are meant.
 */
export async function importData(options: ImportOptions): Promise<DataImport> {
  const sources = await listSources(options.from);
  const meant = meantAmong(sources, options);
  await mkdir(options.to, { recursive: true });
  const files: FileImport[] = [];
  for (const source of sources) {
    files.push(
      meant.includes(source)
        ? await importSource(source, meant, options)
        : { ...idle(source), outcome: 'skipped', issues: [] },
    );
  }
  return { files, refused: files.filter(({ outcome }) => outcome === 'refused').length };
}

function idle({ file, name }: CandleSource) {
  const symbol = name === 'unclear' ? file.replace(/\..*$/, '') : name.symbol;
  return { file, symbol, bars: 0, addedBars: 0 };
}

async function importSource(
  source: CandleSource,
  meant: readonly CandleSource[],
  options: ImportOptions,
): Promise<FileImport> {
  const { file, name } = source;
  const refused = (issues: readonly Reason[]): FileImport => ({
    ...idle(source),
    outcome: 'refused',
    issues,
  });
  if (name === 'unclear') return refused([{ code: 'DATA_NAME', file }]);
  const { symbol } = name;
  const twin = meant.find(
    (other) => other !== source && other.name !== 'unclear' && other.name.symbol === symbol,
  );
  if (twin !== undefined) return refused([{ code: 'DATA_TWICE', file, symbol, other: twin.file }]);
  const { from: directory, to, readTable } = options;
  const parsed = await readSource({ directory, file, name, readTable });
  if (parsed?.candles === undefined) {
    return refused(parsed?.issues ?? [{ code: 'DATA_MISSING', symbol }]);
  }
  const kept = await keep(parsed.candles, file, to);
  if (!kept.ok) return refused(kept.issues);
  const { outcome, bars, addedBars } = kept;
  const issues = outcome === 'unchanged' ? parsed.issues : kept.issues;
  return { file, symbol, outcome, bars, addedBars, issues };
}

type Kept =
  | { readonly ok: false; readonly issues: readonly Reason[] }
  | ({ readonly ok: true } & Omit<FileImport, 'file' | 'symbol'>);

/** Writes the candles, with those that are there already, to the file of their symbol. */
async function keep(added: Candles, file: string, to: string): Promise<Kept> {
  const { symbol } = added;
  const target = await readCandleFile(to, symbol);
  if (target?.unfit) return { ok: false, issues: target.issues };
  const merged = target?.candles
    ? mergeCandles({ kept: target.candles, added, file })
    : { ok: true as const, candles: added, added: added.openTime.length };
  if (!merged.ok) return { ok: false, issues: [merged.reason] };
  const bars = merged.candles.openTime.length;
  if (merged.added === 0) {
    return { ok: true, outcome: 'unchanged', bars, addedBars: 0, issues: [] };
  }
  const text = formatCandles(merged.candles);
  // What is written must be readable: two fit files may still lie on different grids.
  const bytes = new TextEncoder().encode(text);
  const written = parseCandles({ symbol, file: `${symbol}.csv`, bytes });
  if (written.unfit) return { ok: false, issues: written.issues };
  await writeWhole(candlePath(to, symbol), text);
  const outcome = target === undefined ? 'imported' : 'extended';
  return { ok: true, outcome, bars, addedBars: merged.added, issues: written.issues };
}
