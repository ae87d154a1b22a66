/** The candles of an exchange for a download: patient with limits and short failures, because a read may be made again. */
import { VenueError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import type { CandleHistory } from '../../ports/candle-history.ts';
import { readCandlePage } from './candle-pages.ts';
import { type Connection, connect } from './connection.ts';
import type { VenueQuirks } from './venue-quirks.ts';

export type CandleHistoryOptions = {
  readonly venue: VenueQuirks;
  readonly baseUrl: string | null;
  readonly speed: number;
  readonly signal: AbortSignal;
  /** Told of every wait. */
  readonly say: (text: string) => void;
};

/** Before a failed read is made again. */
const pausesMs = [1_000, 4_000, 15_000];
/** A venue that wants to be left alone for longer has banned the address. */
const longestQuietMs = 15 * 60_000;

const unitsMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: dayMs,
};

/** Needs no key. Errors: VenueError when the venue cannot be reached. */
export async function openCandleHistory(options: CandleHistoryOptions): Promise<CandleHistory> {
  const { venue, baseUrl, speed, signal } = options;
  const connection = await connect({ venue, baseUrl: baseUrl ?? undefined, speed });
  const { clock, exchange } = connection;
  const intervals = intervalsOf(exchange.timeframes);
  const patience = { connection, signal, say: options.say };
  return {
    venue: venue.name,
    intervals,
    mostBars: venue.candles.mostBars,
    now: clock.now,
    async quotesOf(asset) {
      const markets = await patiently(() => connection.markets(), patience);
      return [...markets.values()]
        .filter(({ base }) => base === asset)
        .map(({ quote }) => quote)
        .sort();
    },
    page({ market, interval, since, until }) {
      const intervalMs = intervals.get(interval) ?? Number.NaN;
      const request = { market, timeframe: interval, intervalMs, since, until };
      return patiently(() => readCandlePage(connection, request), patience);
    },
  };
}

/** Longer ones do not begin with a day. */
function intervalsOf(timeframes: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const lengths = Object.keys(timeframes).map((name): [string, number] => {
    const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(name) ?? [];
    return [name, Number(count) * (unitsMs[unit] ?? Number.NaN)];
  });
  return new Map(lengths.filter(([, ms]) => dayMs % ms === 0).sort(([, a], [, b]) => a - b));
}

type Patience = Pick<CandleHistoryOptions, 'signal' | 'say'> & { readonly connection: Connection };

async function patiently<T>(
  read: () => Promise<T>,
  { connection, signal, say }: Patience,
): Promise<T> {
  const { clock, quietMs, venue } = connection;
  for (const pauseMs of pausesMs) {
    try {
      return await read();
    } catch (fault) {
      if (!(fault instanceof VenueError) || fault.kind !== 'unavailable') throw fault;
      const quiet = quietMs();
      if (quiet > longestQuietMs) throw fault;
      const waitMs = Math.max(quiet, pauseMs);
      const seconds = Math.ceil(waitMs / 1_000);
      say(
        quiet > 0
          ? `${venue.name} wants to be left alone: going on in ${seconds} s`
          : `${fault.message}; trying again in ${seconds} s`,
      );
      await clock.sleep(waitMs, signal);
      signal.throwIfAborted();
    }
  }
  return read();
}
