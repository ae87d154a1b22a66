/**
 * A candle file that grows by what an exchange tells. Bars after its end are appended page by page, so that what was read is
 * kept whatever happens; bars that are there must agree, and where some are missing the file is written anew as a whole.
 */
import { open, readFile, truncate } from 'node:fs/promises';
import { ConfigError } from '../../base/errors.ts';
import type { Reason } from '../../base/reasons.ts';
import { formatCandles, formatRows, parseCandles } from '../../market/candle-csv.ts';
import { mergeCandles } from '../../market/candle-merge.ts';
import {
  type CandleRow,
  candlesOfRows,
  differingField,
  rowsOfCandles,
} from '../../market/candle-rows.ts';
import { type Candles, head } from '../../market/candles.ts';
import { barTime } from '../../market/quality.ts';
import { writeWhole } from '../write-whole.ts';
import { candlePath } from './candle-files.ts';

export type Taken =
  | {
      readonly ok: true;
      readonly added: number;
      /** The last bar, which had still been changing when it was written. */
      readonly mended?: string;
    }
  | { readonly ok: false; readonly issues: readonly Reason[] };

export type GrowingFile = {
  /** Undefined where there is none yet. */
  readonly candles: Candles | undefined;
  /** Adds bars, oldest first; those of the file are compared. Errors: ConfigError when the file cannot be written. */
  take(rows: readonly CandleRow[]): Promise<Taken>;
};

export type OpenedFile =
  | { readonly ok: true; readonly file: GrowingFile }
  | { readonly ok: false; readonly issues: readonly Reason[] };

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * What a run that was killed left torn at the end is cut off; a file with fewer than two bars is begun anew.
 * The reasons when the file is unfit. Errors: ConfigError when it cannot be read.
 */
export async function openGrowingFile(directory: string, symbol: string): Promise<OpenedFile> {
  const path = candlePath(directory, symbol);
  const file = `${symbol}.csv`;
  const bytes = await bytesOf(path);
  const whole = bytes.subarray(0, wholeLength(bytes));
  const parsed = parseCandles({ symbol, file, bytes: whole });
  const isBegun = whole.length > 0 && parsed.issues[0]?.code !== 'DATA_FEW_ROWS';
  if (isBegun && parsed.candles === undefined) return { ok: false, issues: parsed.issues };
  if (isBegun && whole.length < bytes.length) {
    await orNamed(path, () => truncate(path, whole.length));
  }

  let kept = isBegun ? parsed.candles : undefined;
  let last = kept && rowsOfCandles(kept).at(-1);
  let length = whole.length;

  /** Written must be readable: two fit parts may still lie on different grids. */
  const rewrite = async (candles: Candles): Promise<readonly Reason[]> => {
    const text = formatCandles(candles);
    const written = new TextEncoder().encode(text);
    const { unfit, issues } = parseCandles({ symbol, file, bytes: written });
    if (unfit) return issues;
    await orNamed(path, () => writeWhole(path, text));
    length = written.length;
    kept = candles;
    last = rowsOfCandles(candles).at(-1);
    return [];
  };

  const begin = async (rows: readonly CandleRow[]): Promise<Taken> => {
    const { candles, issues } = candlesOfRows(rows, { symbol, file });
    const problems = candles === undefined ? issues : await rewrite(candles);
    return problems.length > 0 ? { ok: false, issues: problems } : { ok: true, added: rows.length };
  };

  const append = async (rows: readonly CandleRow[], after: CandleRow): Promise<Taken> => {
    if (rows.length === 0) return { ok: true, added: 0 };
    const { unfit, issues } = candlesOfRows([after, ...rows], { symbol, file });
    if (unfit) return { ok: false, issues };
    const text = formatRows(rows);
    await orNamed(path, () => appendWhole(path, { text, length }));
    length += text.length;
    last = rows.at(-1);
    return { ok: true, added: rows.length };
  };

  /** The last bar may have been written before the exchange was done with it; all others are final. */
  const compare = async (rows: readonly CandleRow[], has: Candles): Promise<Taken> => {
    if (rows.length === 0) return { ok: true, added: 0 };
    const end = rowsOfCandles(has).at(-1) as CandleRow;
    const told = rows.find(([time]) => time === end[0]);
    const isMended = told !== undefined && differingField(told, end) !== undefined;
    const firm = isMended ? head(has, has.openTime.length - 1) : has;
    const added = { ...firm, ...columnsOf(rows) };
    const merged = mergeCandles({ kept: firm, added, file });
    if (!merged.ok) return { ok: false, issues: [merged.reason] };
    if (merged.added === 0) return { ok: true, added: 0 };
    const issues = await rewrite(merged.candles);
    if (issues.length > 0) return { ok: false, issues };
    return isMended
      ? { ok: true, added: merged.added - 1, mended: barTime(end[0] as number) }
      : { ok: true, added: merged.added };
  };

  const take = async (rows: readonly CandleRow[]): Promise<Taken> => {
    if (rows.length === 0) return { ok: true, added: 0 };
    if (kept === undefined || last === undefined) return begin(rows);
    const [lastTime, keptTime] = [last[0] as number, kept.openTime.at(-1) as number];
    const known = rows.filter(([time = 0]) => time <= keptTime);
    const compared = await compare(known, kept);
    if (!compared.ok) return compared;
    const fresh = await append(
      rows.filter(([time = 0]) => time > lastTime),
      last,
    );
    return fresh.ok ? { ...compared, added: compared.added + fresh.added } : fresh;
  };
  return { ok: true, file: { candles: kept, take } };
}

function columnsOf(rows: readonly CandleRow[]): Omit<Candles, 'symbol' | 'intervalMs'> {
  const column = (place: number): Float64Array =>
    Float64Array.from(rows, (row) => row[place] as number);
  return {
    ...{ openTime: column(0), open: column(1), high: column(2) },
    ...{ low: column(3), close: column(4), volume: column(5) },
  };
}

/** Without a last line that has no end, and without blank lines. */
function wholeLength(bytes: Uint8Array): number {
  const isBreak = (at: number): boolean => bytes[at] === lineFeed || bytes[at] === carriageReturn;
  let end = bytes.lastIndexOf(lineFeed) + 1;
  while (end > 0 && isBreak(end - 1)) end -= 1;
  if (end === 0) return 0;
  return bytes[end] === carriageReturn ? end + 2 : end + 1;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT') return new Uint8Array();
    throw new ConfigError(`${path} cannot be read (${code})`, { cause: error });
  }
}

/** All of the text, or nothing of it. Errors: ConfigError when something else has written to the file. */
async function appendWhole(
  path: string,
  { text, length }: { readonly text: string; readonly length: number },
): Promise<void> {
  const handle = await open(path, 'a');
  try {
    const { size } = await handle.stat();
    if (size !== length) {
      throw new ConfigError(`${path} was changed by another program: let one write to it`);
    }
    try {
      await handle.appendFile(text);
      await handle.sync();
    } catch (fault) {
      await handle.truncate(length);
      throw fault;
    }
  } finally {
    await handle.close();
  }
}

/** Errors: ConfigError that names the file when the system does not let it be written. */
async function orNamed(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new ConfigError(
      `${path} cannot be written (${code}); all that it holds is whole, and the same call goes on from there`,
      { cause },
    );
  }
}
