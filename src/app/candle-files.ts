/** Candle files of a folder, for the commands that check and import them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../base/errors.ts';
import type { ParsedCandles } from '../market/candle-checks.ts';
import { parseCandles } from '../market/candle-csv.ts';

const ending = '.csv';

/** The symbols that have a file, in alphabetical order. Errors: DataError when the folder has none or is not there. */
export async function listSymbols(directory: string): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = await readdir(directory);
  } catch (cause) {
    const message = `the folder with candle files could not be read, was ${directory}`;
    throw new DataError(`${message}: ${(cause as Error).message}`, { cause });
  }
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
  try {
    return parseCandles({ symbol, file, bytes: await readFile(candlePath(directory, symbol)) });
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code;
    if (cause === undefined) throw error;
    if (cause === 'ENOENT') return undefined;
    return { candles: undefined, issues: [{ code: 'DATA_UNREADABLE', file, cause }], unfit: true };
  }
}
