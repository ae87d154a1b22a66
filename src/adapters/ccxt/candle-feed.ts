/**
 * The candles of the markets of an exchange, kept in memory: recalled from what earlier processes read or read page by page, and then
 * only what is new.
 */
import type { Reason } from '../../base/reasons.ts';
import { dayMs } from '../../base/time.ts';
import type { ParsedCandles } from '../../market/candle-checks.ts';
import {
  type CandleRow,
  candlesOfRows,
  differingField,
  rowsOfCandles,
} from '../../market/candle-rows.ts';
import type { Candles } from '../../market/candles.ts';
import { barTime } from '../../market/quality.ts';
import { readCandlePage } from './candle-pages.ts';
import type { Connection } from './connection.ts';

type Kept = {
  rows: readonly CandleRow[];
  parsed: ParsedCandles;
  /** What was recalled is compared with what the venue tells now, once. */
  stage: 'new' | 'recalled' | 'compared';
  change?: { readonly reason: Reason; readonly foundAt: number };
  underWay?: Promise<void> | undefined;
};

export type CandleFeed = {
  /** All bars that have closed; a bar that runs is left out. Errors: VenueError. */
  read(market: string): Promise<ParsedCandles>;
  /** The last close that was read. */
  lastClose(market: string): number | undefined;
  /** That the past of a market was found to be another today than it was. */
  change(market: string): Reason | undefined;
};

export type CandleFeedOptions = {
  readonly connection: Connection;
  readonly recall: (market: string) => Promise<Candles | undefined>;
};

/** Series begin on such a grid: those of a month then share their past, and are archived once. */
const beginningsMs = 30 * dayMs;
/** More than any venue has pages. */
const mostPages = 1_000;
/** So many bars at the end of what was recalled are compared; they come with what is new in one request. */
const comparedBars = 100;

export function createCandleFeed({ connection, recall }: CandleFeedOptions): CandleFeed {
  const { venue, clock } = connection;
  const { timeframe, intervalMs, oldestMs } = venue.candles;
  const feeds = new Map<string, Kept>();

  const keptOf = (market: string): Kept => {
    const kept = feeds.get(market) ?? { rows: [], parsed: nothing(market), stage: 'new' };
    feeds.set(market, kept);
    return kept;
  };

  /** The last bar is read again: a venue may still have changed it just after its close. */
  const extend = async (market: string, kept: Kept): Promise<void> => {
    if (kept.stage === 'new') {
      const recalled = await recall(market);
      kept.rows = recalled === undefined ? [] : rowsOfCandles(recalled);
      kept.parsed = parse(market, kept.rows);
      kept.stage = recalled === undefined ? 'compared' : 'recalled';
    }
    const now = clock.now();
    const lastOpen = kept.rows.at(-1)?.[0];
    if (lastOpen !== undefined && now < lastOpen + 2 * intervalMs) return;
    const again = kept.rows.at(-(kept.stage === 'recalled' ? comparedBars : 1)) ?? kept.rows[0];
    let since = again?.[0] ?? Math.floor((now - oldestMs) / beginningsMs) * beginningsMs;
    for (let page = 0; page < mostPages && since + intervalMs <= now; page += 1) {
      const request = { market, timeframe, intervalMs, since, until: now };
      const { rows, next } = await readCandlePage(connection, request);
      const changed = kept.stage === 'recalled' ? changedBar(kept.rows, rows) : undefined;
      if (rows.length > 0) kept.stage = 'compared';
      if (changed !== undefined) {
        const value = barTime(changed);
        kept.change = { foundAt: now, reason: { code: 'DATA_PAST_CHANGED', market, value } };
        kept.rows = [];
        return extend(market, kept);
      }
      kept.rows = joined(kept.rows, rows);
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
    change(market) {
      const { change } = keptOf(market);
      return change && clock.now() - change.foundAt < dayMs ? change.reason : undefined;
    },
  };
}

/** Time of the first bar that is not what it was; the last one that was kept may still have been changing. */
function changedBar(kept: readonly CandleRow[], told: readonly CandleRow[]): number | undefined {
  const [from, to] = [told[0]?.[0] ?? Number.NaN, told.at(-1)?.[0] ?? Number.NaN];
  const last = kept.at(-1)?.[0] ?? Number.NaN;
  const isCommon = ([time = Number.NaN]: CandleRow): boolean =>
    time >= from && time <= to && time < last;
  const [before, now] = [kept.filter(isCommon), told.filter(isCommon)];
  const length = Math.max(before.length, now.length);
  for (let place = 0; place < length; place += 1) {
    const [one, other] = [before[place] ?? [], now[place] ?? []];
    if (differingField(one, other) !== undefined) return one[0] ?? other[0];
  }
  return undefined;
}

/** What was told takes the place of what was kept for the same time; a venue that lags takes nothing away. */
function joined(kept: readonly CandleRow[], told: readonly CandleRow[]): readonly CandleRow[] {
  const [from, to] = [told[0]?.[0], told.at(-1)?.[0]];
  if (from === undefined || to === undefined) return kept;
  const before = kept.filter(([time = 0]) => time < from);
  const after = kept.filter(([time = 0]) => time > to);
  return [...before, ...told, ...after];
}

function nothing(market: string): ParsedCandles {
  const [symbol = ''] = market.split('/');
  return { candles: undefined, issues: [{ code: 'DATA_MISSING', symbol }], unfit: true };
}

function parse(market: string, rows: readonly CandleRow[]): ParsedCandles {
  const [symbol = ''] = market.split('/');
  return rows.length === 0 ? nothing(market) : candlesOfRows(rows, { symbol, file: market });
}
