/** Candle files of a folder, for the commands that check and import them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../base/errors.ts';
import { type ParsedCandles, unfitCandles } from '../market/candle-checks.ts';
import { parseCandles } from '../market/candle-csv.ts';

const ending = '.csv';

/** Everything in the folder, in alphabetical order. Errors: DataError when it is not there. */
export async function listNames(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (cause) {
    const message = `the folder with candle files could not be read, was ${directory}`;
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
