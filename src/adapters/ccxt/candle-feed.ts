/** The candles of the markets of an exchange, kept in memory: read once, page by page, and then only what is new. */
import { checkCandles, type ParsedCandles } from '../../market/candle-checks.ts';
import { tablePlace } from '../../market/quality.ts';
import type { Connection } from './connection.ts';

/** The times and numbers of one bar, as candleFields has them. */
type Row = readonly number[];

type Kept = { rows: Row[]; parsed: ParsedCandles; underWay?: Promise<void> | undefined };

export type CandleFeed = {
  /** All bars that have closed; a bar that runs is left out. Errors: VenueError. */
  read(market: string): Promise<ParsedCandles>;
  /** The last close that was read. */
  lastClose(market: string): number | undefined;
};

/** More than any venue has pages. */
const mostPages = 1_000;

export function createCandleFeed({ connection }: { connection: Connection }): CandleFeed {
  const { venue, exchange, clock } = connection;
  const { timeframe, intervalMs, perRequest, oldestMs } = venue.candles;
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
    let since = lastOpen ?? Math.floor((now - oldestMs) / intervalMs) * intervalMs;
    for (let page = 0; page < mostPages && since + intervalMs <= now; page += 1) {
      const told = await connection.read(() =>
        exchange.fetchOHLCV(market, timeframe, since, perRequest),
      );
      const closed = told.map((bar) => bar.map(Number)).filter((row) => isClosed(row, now));
      kept.rows = [...kept.rows.filter(([time = 0]) => time < since), ...closed];
      const reached = Number(told.at(-1)?.[0] ?? since + (perRequest - 1) * intervalMs);
      since = Math.max(reached, since) + intervalMs;
    }
    kept.parsed = parse(market, kept.rows);
  };

  const isClosed = ([time = Number.NaN]: Row, now: number): boolean => time + intervalMs <= now;

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

function parse(market: string, rows: readonly Row[]): ParsedCandles {
  const [symbol = ''] = market.split('/');
  if (rows.length === 0) return nothing(market);
  let index = -1;
  return checkCandles({
    ...{ symbol, file: market, rows: rows.length, placeOf: tablePlace },
    next(into) {
      index += 1;
      into.set((rows[index] as Row).slice(0, into.length));
      return undefined;
    },
  });
}
