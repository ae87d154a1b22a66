/** Candles of the test venue, made from the price path for any time (rest-api.md lines 1115–1179; recorded: py_http_spot_market_klines.json). */
import { createRandom } from '../../../src/base/random.ts';
import type { Market } from './market.ts';
import { refusals } from './refusal.ts';
import { roundDown, textOf, times, type Units, unitsNear, unitsOf } from './units.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** rest-api.md lines 1139–1146, months aside: they have no fixed length. */
const lengthsMs: Readonly<Record<string, number>> = {
  '1s': 1_000,
  '1m': minuteMs,
  '3m': 3 * minuteMs,
  '5m': 5 * minuteMs,
  '15m': 15 * minuteMs,
  '30m': 30 * minuteMs,
  '1h': hourMs,
  '2h': 2 * hourMs,
  '4h': 4 * hourMs,
  '6h': 6 * hourMs,
  '8h': 8 * hourMs,
  '12h': 12 * hourMs,
  '1d': dayMs,
  '3d': 3 * dayMs,
  '1w': 7 * dayMs,
};

export const klineIntervals = Object.keys(lengthsMs);

/** The first Monday after the epoch; weeks open on Mondays, all other candles count from the epoch. */
const firstMondayMs = 4 * dayMs;
const pricesInside = 7;

export type KlineRequest = {
  readonly interval: string;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly limit: number;
  /** Open time of the first candle that there is. */
  readonly listedMs: number;
  readonly nowMs: number;
};

/**
 * With a start, the oldest from it; else the most recent up to the end (rest-api.md lines 92–96). The running candle is
 * among them.
 */
export function klinesReply(market: Market, request: KlineRequest): readonly unknown[] {
  const { interval, startMs, endMs, limit, nowMs } = request;
  const lengthMs = lengthsMs[interval];
  if (lengthMs === undefined) throw refusals.badCombination();
  const originMs = interval === '1w' ? firstMondayMs : 0;
  const openBefore = (ms: number): number =>
    originMs + Math.floor((ms - originMs) / lengthMs) * lengthMs;
  const openAfter = (ms: number): number => openBefore(ms + lengthMs - 1);

  const firstMs = openAfter(Math.max(startMs ?? request.listedMs, request.listedMs));
  const lastMs = openBefore(Math.min(endMs ?? nowMs, nowMs));
  const count = Math.min(limit, Math.floor((lastMs - firstMs) / lengthMs) + 1);
  const fromMs = startMs === undefined ? lastMs - (count - 1) * lengthMs : firstMs;
  return Array.from({ length: Math.max(0, count) }, (_, place) =>
    klineReply(market, { openMs: fromMs + place * lengthMs, lengthMs, nowMs }),
  );
}

/** rest-api.md lines 1163–1178. */
function klineReply(
  market: Market,
  { openMs, lengthMs, nowMs }: { openMs: number; lengthMs: number; nowMs: number },
): unknown {
  const lastMs = Math.min(openMs + lengthMs - 1, nowMs);
  const tick = unitsOf(market.rules().tickSize);
  const prices = Array.from({ length: pricesInside }, (_, place) =>
    roundDown(
      unitsNear(market.price(openMs + ((lastMs - openMs) * place) / (pricesInside - 1))),
      tick,
    ),
  );
  const random = createRandom(Math.floor(openMs / 1_000) ^ lengthMs);
  const passed = (lastMs - openMs + 1) / minuteMs;
  const close = prices.at(-1)!;
  const volume = unitsNear(passed * (0.5 + random.uniform()) * (1_000_000 / market.price(openMs)));
  const taken = times(volume, unitsNear(0.3 + 0.4 * random.uniform()));
  return [
    openMs,
    textOf(prices[0]!),
    textOf(extreme(prices, (a, b) => a > b)),
    textOf(extreme(prices, (a, b) => a < b)),
    textOf(close),
    textOf(volume),
    openMs + lengthMs - 1,
    textOf(times(volume, close)),
    Math.ceil(passed * 100),
    textOf(taken),
    textOf(times(taken, close)),
    '0',
  ];
}

function extreme(prices: readonly Units[], isBetter: (a: Units, b: Units) => boolean): Units {
  return prices.reduce((best, price) => (isBetter(price, best) ? price : best));
}
