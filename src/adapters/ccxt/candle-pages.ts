/** One page of the candles of a market at an exchange, without the bar that runs. */
import { candleFields } from '../../market/candle-checks.ts';
import type { CandlePage } from '../../ports/candle-history.ts';
import type { Connection } from './connection.ts';

export type PageRequest = {
  readonly market: string;
  readonly timeframe: string;
  readonly intervalMs: number;
  /** Opens at or after it. */
  readonly since: number;
  /** Closed by then. */
  readonly until: number;
};

/** Errors: VenueError. */
export async function readCandlePage(
  { venue, exchange, read }: Connection,
  { market, timeframe, intervalMs, since, until }: PageRequest,
): Promise<CandlePage> {
  const { perRequest } = venue.candles;
  const told = await read(() => exchange.fetchOHLCV(market, timeframe, since, perRequest));
  const rows = told
    .map((bar) => bar.slice(0, candleFields.length).map(Number))
    .filter(([time = Number.NaN]) => time >= since && time + intervalMs <= until);
  // Where a market was closed for long there may be nothing in a whole page.
  const reached = Number(told.at(-1)?.[0] ?? since + (perRequest - 1) * intervalMs);
  return { rows, next: Math.max(reached, since) + intervalMs };
}
