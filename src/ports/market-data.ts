/** Where prices come from: candles, trading rules and order books. */
import type { Reason } from '../base/reasons.ts';
import type { Candles } from '../market/candles.ts';
import type { OrderBook } from '../market/order-book.ts';
import type { TradingRules } from '../market/trading-rules.ts';

export type CandleAnswer = {
  /** One series for each asset that could be read, in the order asked; bars that closed by `until` only. */
  readonly series: readonly Candles[];
  /** What is wrong or noteworthy; reasons that stop a recommendation stand first. */
  readonly issues: readonly Reason[];
  /** True when an issue makes the data unfit to decide on. */
  readonly unfit: boolean;
};

export interface MarketData {
  /** Names the source in records: `files:…`, `simulated:7`. */
  readonly source: string;
  /** All assets that it has, in alphabetical order. */
  symbols(): Promise<readonly string[]>;
  /** Closed bars of each asset up to a time. */
  candles(symbols: readonly string[], until: number): Promise<CandleAnswer>;
  /** The markets on which the assets trade against the quote currency, then the direct ones asked for. */
  rules(
    symbols: readonly string[],
    quote: string,
    direct: readonly string[],
  ): Promise<{
    readonly rules: readonly TradingRules[];
    readonly assumed: boolean;
  }>;
  /** The order book of a market at the time; undefined when the source has none. */
  book(market: string, at: number): Promise<OrderBook | undefined>;
  /**
   * What positions cost while they are held, at the rates in force: the share of its notional that a long pays a day, by asset; below zero
   * where it is paid. Absent where positions cost nothing.
   */
  fundingPerDay?(symbols: readonly string[]): Promise<Readonly<Record<string, number>>>;
}
