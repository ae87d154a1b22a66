/** The candles of the markets of an exchange, kept in memory: read once, page by page, and then only what is new. */
import { dayMs } from '../../base/time.ts';
import type { ParsedCandles } from '../../market/candle-checks.ts';
import { type CandleRow, candlesOfRows } from '../../market/candle-rows.ts';
import { readCandlePage } from './candle-pages.ts';
import type { Connection } from './connection.ts';

type Kept = { rows: CandleRow[]; parsed: ParsedCandles; underWay?: Promise<void> | undefined };

export type CandleFeed = {
  /** All bars that have closed; a bar that runs is left out. Errors: VenueError. */
  read(market: string): Promise<ParsedCandles>;
  /** The last close that was read. */
  lastClose(market: string): number | undefined;
};

/** Series begin on such a grid: those of a month then share their past, and are archived once. */
const beginningsMs = 30 * dayMs;
/** More than any venue has pages. */
const mostPages = 1_000;

export function createCandleFeed({ connection }: { connection: Connection }): CandleFeed {
  const { venue, clock } = connection;
  const { timeframe, intervalMs, oldestMs } = venue.candles;
  const feeds = new Map<string, Kept>();

  const keptOf = (market: string): Kept => {
    const kept = feeds.get(market) ?? { rows: [], parsed: nothing(market) };
    feeds.set(market, kept);
    return kept;
  };

  /** The last bar is read again: a venue may still have changed it just after its close. */
  const extend = async (market: string, kept: Kept): Promise<void> => {
    const now = clock.now();
    const lastOpen = kept.rows.at(-1)?.[0];
    if (lastOpen !== undefined && now < lastOpen + 2 * intervalMs) return;
    let since = lastOpen ?? Math.floor((now - oldestMs) / beginningsMs) * beginningsMs;
    for (let page = 0; page < mostPages && since + intervalMs <= now; page += 1) {
      const request = { market, timeframe, intervalMs, since, until: now };
      const { rows, next } = await readCandlePage(connection, request);
      kept.rows = [...kept.rows.filter(([time = 0]) => time < since), ...rows];
      since = next;
    }
    kept.parsed = parse(market, kept.rows);
  };

  return {
    async read(market) {
      const kept = keptOf(market);
      kept.underWay ??= extend(market, kept).finally(() => {
        kept.underWay = undefined;
      });
      await kept.underWay;
      return kept.parsed;
    },
    lastClose: (market) => feeds.get(market)?.rows.at(-1)?.[4],
  };
}

function nothing(market: string): ParsedCandles {
  const [symbol = ''] = market.split('/');
  return { candles: undefined, issues: [{ code: 'DATA_MISSING', symbol }], unfit: true };
}

function parse(market: string, rows: readonly CandleRow[]): ParsedCandles {
  const [symbol = ''] = market.split('/');
  return rows.length === 0 ? nothing(market) : candlesOfRows(rows, { symbol, file: market });
}
