/** The candle files of a folder that can be imported, of whatever kind: what their names say, which are meant, and what is in them. */
import { ConfigError, DataError } from '../../base/errors.ts';
import { type ParsedCandles, unfitCandles } from '../../market/candle-checks.ts';
import { type CandleName, nameOfCandles } from '../../market/candle-name.ts';
import { parseCandleTable } from '../../market/candle-table.ts';
import { intervalText } from '../../market/quality.ts';
import type { CandleTableReader } from '../../ports/candle-tables.ts';
import { listNames, parseFile, readCandleFile } from './candle-files.ts';

export type CandleSource = {
  readonly file: string;
  readonly name: CandleName | 'unclear';
};

/** Of files whose names say them; without a choice they must all say the same. */
export type SourceChoice = { readonly quote?: string; readonly interval?: string };

/** In alphabetical order. Errors: DataError when there are none. */
export async function listSources(directory: string): Promise<readonly CandleSource[]> {
  const sources = (await listNames(directory)).flatMap((file) => {
    const name = nameOfCandles(file);
    return name === undefined ? [] : [{ file, name }];
  });
  if (sources.length > 0) return sources;
  throw new DataError(
    `the folder must hold candle files such as SYMBOL.csv, SYMBOL.parquet or BTC_USDT-1h.feather, was ${directory}`,
  );
}

/** Those that are meant. Errors: ConfigError when the choice fits no file, or there is none and one is needed. */
export function meantAmong(
  sources: readonly CandleSource[],
  choice: SourceChoice,
): readonly CandleSource[] {
  const ofQuote = chosenBy('quote', choice.quote, sources, ({ quote }) => quote);
  return chosenBy('interval', choice.interval, ofQuote, ({ interval }) => interval?.text);
}

/** Files whose names do not say it are always meant. */
function chosenBy(
  option: 'quote' | 'interval',
  wanted: string | undefined,
  sources: readonly CandleSource[],
  saidBy: (name: CandleName) => string | undefined,
): readonly CandleSource[] {
  const said = sources.map(({ name }) => (name === 'unclear' ? undefined : saidBy(name)));
  const found = [...new Set(said)].filter((each) => each !== undefined).sort();
  if (wanted === undefined && found.length <= 1) return sources;
  if (wanted !== undefined && found.includes(wanted)) {
    return sources.filter((_, index) => [undefined, wanted].includes(said[index]));
  }
  const among = found.join(', ');
  if (wanted === undefined) {
    throw new ConfigError(`--${option} must say which files are meant: one of ${among}`);
  }
  throw new ConfigError(
    found.length === 0
      ? `--${option} was ${wanted}, but no file says its ${option} in its name`
      : `--${option} must be one of ${among}, was ${wanted}`,
  );
}

/** Undefined when the file has gone. */
export async function readSource(options: {
  directory: string;
  file: string;
  name: CandleName;
  readTable: CandleTableReader;
}): Promise<ParsedCandles | undefined> {
  const { directory, file, name, readTable } = options;
  const { symbol, interval } = name;
  if (file === `${symbol}.csv`) return readCandleFile(directory, symbol);
  return parseFile(directory, file, async (bytes) => {
    const answer = await readTable(bytes);
    if ('cause' in answer) {
      return unfitCandles(file, [{ code: 'DATA_FORMAT', file, cause: answer.cause }]);
    }
    const parsed = parseCandleTable({ symbol, file, table: answer.table });
    const found = parsed.candles?.intervalMs;
    if (found === undefined || interval === undefined || found === interval.intervalMs) {
      return parsed;
    }
    const [is, named] = [intervalText(found), interval.text];
    return unfitCandles(file, [{ code: 'DATA_INTERVAL_NAME', file, interval: is, named }]);
  });
}
