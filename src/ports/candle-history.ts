/** Port to the candles of an exchange, asked for page by page. */
import type { CandleRow } from '../market/candle-rows.ts';

export type CandlePage = {
  /** Bars that have closed, oldest first. */
  readonly rows: readonly CandleRow[];
  /** Open of the first bar that the next page may hold. */
  readonly next: number;
};

export interface CandleHistory {
  /** The name of the exchange. */
  readonly venue: string;
  /** What it calls intervals that divide a day, and how long they are, in ms. */
  readonly intervals: ReadonlyMap<string, number>;
  /** It tells no more than its latest bars, so many of them; undefined: all that there are. */
  readonly mostBars: number | undefined;
  /** Time of the exchange, epoch ms. */
  now(): number;
  /** What an asset is traded against, in alphabetical order. Errors: VenueError. */
  quotesOf(asset: string): Promise<readonly string[]>;
  /**
   * Bars from a time (inclusive) that closed by another. Waits where the exchange wants to be left alone, and tries again
   * after a failure. Errors: VenueError when that was in vain; AbortError when the signal aborts while it waits.
   */
  page(request: {
    readonly market: string;
    readonly interval: string;
    readonly since: number;
    readonly until: number;
  }): Promise<CandlePage>;
}
