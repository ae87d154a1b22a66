/** Recorded order books, second by second, as a source of market data that a paper account can trade at. */
import { readFileSync } from 'node:fs';
import { type BookLevel, midPrice, type OrderBook } from '../src/market/order-book.ts';
import type { TradingRules } from '../src/market/trading-rules.ts';
import type { MarketData } from '../src/ports/market-data.ts';

export type Recording = {
  readonly rules: TradingRules;
  readonly books: readonly OrderBook[];
};

const levels = 20;
/** How long the last book of a recording stands. */
const lastMs = 1_000;
const hourMs = 3_600_000;

/** Columns: time, then price and quantity of 20 bids, then of 20 asks. */
export function readRecording(file: string, rules: TradingRules): Recording {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const books = lines.map((line): OrderBook => {
    const [asOf = Number.NaN, ...numbers] = line.split(',').map(Number);
    const side = (from: number): readonly BookLevel[] =>
      Array.from({ length: levels }, (_, level) => ({
        price: numbers[from + 2 * level] as number,
        quantity: numbers[from + 2 * level + 1] as number,
      })).filter(({ quantity }) => quantity > 0);
    return { market: rules.market, asOf, bids: side(0), asks: side(2 * levels) };
  });
  return { rules, books };
}

/** The book that stood at a time; empty after the end of the recording. */
export function bookAt({ books }: Recording, at: number): OrderBook {
  const last = books.findLast(({ asOf }) => asOf <= at) as OrderBook;
  const isOver = last === books.at(-1) && at > last.asOf + lastMs;
  return isOver ? { ...last, asOf: at, bids: [], asks: [] } : last;
}

export function replayedMarket(recording: Recording): MarketData {
  const { rules, books } = recording;
  const { base } = rules;
  return {
    source: 'recorded books',
    symbols: async () => [base],
    async candles(_, until) {
      const price = Float64Array.of(midPrice(books[0] as OrderBook) ?? Number.NaN);
      const bars = { open: price, high: price, low: price, close: price };
      const openTime = Float64Array.of(until - hourMs);
      const one = { symbol: base, intervalMs: hourMs, openTime, ...bars };
      return { series: [{ ...one, volume: Float64Array.of(0) }], issues: [], unfit: false };
    },
    rules: async () => ({ rules: [rules], assumed: false }),
    book: async (_, at) => bookAt(recording, at),
  };
}
