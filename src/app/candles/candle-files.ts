/** Candle files of a folder, for the commands that check and import them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../../base/errors.ts';
import { type Reason, sentenceOf } from '../../base/reasons.ts';
import { type ParsedCandles, unfitCandles } from '../../market/candle-checks.ts';
import { parseCandles } from '../../market/candle-csv.ts';
import type { Candles } from '../../market/candles.ts';

const ending = '.csv';

/** Everything in the folder, in alphabetical order. Errors: DataError when it is not there. */
export async function listNames(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (cause) {
    const message = `the folder could not be read, was ${directory}`;
    throw new DataError(`${message}: ${(cause as Error).message}`, { cause });
  }
}

/** The symbols that have a file, in alphabetical order. Errors: DataError when the folder has none or is not there. */
export async function listSymbols(directory: string): Promise<readonly string[]> {
  const names = await listNames(directory);
  const symbols = names.filter((name) => name.endsWith(ending) && !name.startsWith('.'));
  if (symbols.length === 0) {
    throw new DataError(`the folder must hold candle files named SYMBOL.csv, was ${directory}`);
  }
  return symbols.map((name) => name.slice(0, -ending.length)).sort();
}

export function candlePath(directory: string, symbol: string): string {
  return join(directory, symbol + ending);
}

/** One file parsed; undefined when there is none. */
export async function readCandleFile(
  directory: string,
  symbol: string,
): Promise<ParsedCandles | undefined> {
  const file = symbol + ending;
  return parseFile(directory, file, async (bytes) => parseCandles({ symbol, file, bytes }));
}

/** The candles of these symbols, in their order. Errors: DataError with all that makes any of them unfit. */
export async function readFitCandles(
  directory: string,
  symbols: readonly string[],
  mismatchOf: (first: Candles, other: Candles) => Reason | undefined = () => undefined,
): Promise<readonly Candles[]> {
  const series: Candles[] = [];
  const faults: Reason[] = [];
  for (const symbol of symbols) {
    const parsed = await readCandleFile(directory, symbol);
    if (parsed?.candles === undefined) {
      faults.push(...(parsed?.issues ?? [{ code: 'DATA_MISSING' as const, symbol }]));
      continue;
    }
    const mismatch = mismatchOf(series[0] ?? parsed.candles, parsed.candles);
    if (mismatch !== undefined) faults.push(mismatch);
    series.push(parsed.candles);
  }
  if (faults.length === 0) return series;
  throw new DataError(faults.map((fault) => `${fault.code}: ${sentenceOf(fault)}`).join('\n'));
}

/** The bytes of a file parsed, or why the system did not give them; undefined when there is no such file. */
export async function parseFile(
  directory: string,
  file: string,
  parse: (bytes: Uint8Array) => Promise<ParsedCandles>,
): Promise<ParsedCandles | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(directory, file));
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code;
    if (cause === undefined) throw error;
    return cause === 'ENOENT'
      ? undefined
      : unfitCandles(file, [{ code: 'DATA_UNREADABLE', file, cause }]);
  }
  return parse(bytes);
}
