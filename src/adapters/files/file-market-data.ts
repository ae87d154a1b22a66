/** Market data from a folder with one candle file for each asset, SYMBOL.csv, and optionally rules.json. */

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Reason } from '../../base/reasons.ts';
import { hourMs } from '../../base/time.ts';
import { knownBy } from '../../market/candle-answer.ts';
import type { ParsedCandles } from '../../market/candle-checks.ts';
import { parseCandles } from '../../market/candle-csv.ts';
import { type Candles, closedBy, firstIndexAtOrAfter } from '../../market/candles.ts';
import { bookAround } from '../../market/synthetic-book.ts';
import { assumedRules } from '../../market/trading-rules.ts';
import type { MarketData } from '../../ports/market-data.ts';
import { readRulesFile } from './rules-file.ts';

/** Files hold no books: one is made up that is tight and deep enough for small orders and costs more for large ones. */
const bookShape = { halfSpreadBps: 2, levelStepBps: 1, levels: 50 } as const;
const directHalfSpreadBps = 4;
/** A level holds this fraction of the mean volume of an hour over the last day, but no less than a notional. */
const levelVolumeShare = 0.002;
const directLevelVolumeShare = 0.0005;
const leastLevelNotional = 2_500;

const ending = '.csv';

function isCandleFile(name: string): boolean {
  return name.endsWith(ending) && !name.startsWith('.');
}

export type FileMarketData = MarketData & {
  /** The open of the first bar that opens at or after the time. */
  nextOpen(
    symbol: string,
    at: number,
  ): Promise<{ readonly at: number; readonly price: number } | undefined>;
};

/** Each file is read once in the life of the adapter. Errors: DataError when rules.json is wrong. */
export function createFileMarketData(options: { directory: string }): FileMarketData {
  const { directory } = options;
  const files = new Map<string, Promise<ParsedCandles>>();

  const load = (symbol: string): Promise<ParsedCandles> => {
    const known = files.get(symbol);
    if (known !== undefined) return known;
    const read = readSymbol(directory, symbol);
    files.set(symbol, read);
    return read;
  };

  const nextOpen = async (symbol: string, at: number) => {
    const { candles } = await load(symbol);
    return candles && openAtOrAfter(candles, at);
  };

  return {
    source: `files:${directory}`,

    async symbols() {
      const names = (await readdir(directory)).sort();
      return names.filter(isCandleFile).map((name) => basename(name, ending));
    },

    async candles(symbols, until) {
      const read = symbols.map(async (symbol) => ({
        ...{ symbol, name: `${symbol}.csv` },
        parsed: await load(symbol),
      }));
      return knownBy(until, await Promise.all(read));
    },

    async rules(symbols, quote, direct) {
      const known = await readRulesFile(directory);
      const markets = [...symbols.map((symbol) => `${symbol}/${quote}`), ...direct];
      const rules = markets.map((market) => {
        const [base = '', counter = ''] = market.split('/');
        return known.get(market) ?? assumedRules(base, counter);
      });
      return { rules, assumed: markets.some((market) => !known.has(market)) };
    },

    async book(market, at) {
      const [base = '', counter = ''] = market.split('/');
      const [baseFile, counterFile] = await Promise.all([load(base), load(counter)]);
      // A counter asset with candles of its own makes a direct market; else it is the currency the candles are in.
      const isDirect = counterFile.candles !== undefined;
      const price = baseFile.candles && referencePrice(baseFile.candles, at);
      const unit = counterFile.candles ? referencePrice(counterFile.candles, at) : 1;
      if (baseFile.candles === undefined || price === undefined || unit === undefined) return;
      const share = isDirect ? directLevelVolumeShare : levelVolumeShare;
      const hourly = hourlyVolume(baseFile.candles, at);
      return bookAround({
        market,
        mid: price / unit,
        asOf: at,
        ...bookShape,
        halfSpreadBps: isDirect ? directHalfSpreadBps : bookShape.halfSpreadBps,
        quantityPerLevel: Math.max(hourly * share, leastLevelNotional / price),
      });
    },

    nextOpen,
  };
}

async function readSymbol(directory: string, symbol: string): Promise<ParsedCandles> {
  const file = symbol + ending;
  const refused = (reason: Reason): ParsedCandles => ({
    candles: undefined,
    issues: [reason],
    unfit: true,
  });
  if (basename(symbol) !== symbol) return refused({ code: 'DATA_MISSING', symbol });
  try {
    return parseCandles({ symbol, file, bytes: await readFile(join(directory, file)) });
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code;
    if (cause === undefined) throw error;
    if (cause === 'ENOENT') return refused({ code: 'DATA_MISSING', symbol });
    return refused({ code: 'DATA_UNREADABLE', file, cause });
  }
}

function openAtOrAfter(candles: Candles, at: number) {
  const index = firstIndexAtOrAfter(candles.openTime, at);
  const time = candles.openTime[index];
  return time === undefined ? undefined : { at: time, price: candles.open[index] as number };
}

/** The next open, else the last close by the time. */
function referencePrice(candles: Candles, at: number): number | undefined {
  return openAtOrAfter(candles, at)?.price ?? closedBy(candles, at).close.at(-1);
}

/** Mean over the last day of closed bars, in base units; 0 when there is none. */
function hourlyVolume(candles: Candles, at: number): number {
  const day = Math.max(1, Math.round((24 * hourMs) / candles.intervalMs));
  const volumes = closedBy(candles, at).volume.slice(-day);
  const hours = (volumes.length * candles.intervalMs) / hourMs;
  return volumes.length === 0 ? 0 : volumes.reduce((sum, volume) => sum + volume, 0) / hours;
}
