/** Public endpoints of the test venue: connectivity, rules, books, candles, trades and tickers. */
import type { Endpoint } from './endpoint.ts';
import { exchangeInfoReply } from './exchange-info.ts';
import { klineIntervals, klinesReply } from './klines.ts';
import type { Market } from './market.ts';
import * as replies from './market-replies.ts';
import { limitOf, parameter, type Sent, symbolsOf, timeOf, wholeOf } from './parameters.ts';
import { Refusal, refusals } from './refusal.ts';
import type { Venue } from './venue.ts';

const dayMs = 86_400_000;
const symbol = parameter('symbol!', 'symbol');
const limit = parameter('limit', 'whole');
/** errors.md lines 139–140; values by rest-api.md line 791. */
const symbolStatus = parameter('symbolStatus', 'text', {
  values: ['TRADING', 'HALT', 'BREAK'],
  refusal: new Refusal(-1122, 'Invalid symbolStatus.'),
});
const several = [parameter('symbol', 'symbol'), parameter('symbols'), symbolStatus];

/** One market, several, or all; symbol and symbols cannot be combined (rest-api.md lines 791 and 1324). */
function marketsOf({ engine }: Venue, sent: Sent): readonly Market[] {
  const names = symbolsOf(sent) ?? (sent.has('symbol') ? [sent.get('symbol')!] : undefined);
  if (sent.has('symbol') && sent.has('symbols')) throw refusals.badCombination();
  const status = sent.get('symbolStatus');
  const found = names ? names.map((name) => engine.market(name)) : engine.markets();
  if (sent.has('symbol') && status !== undefined && found[0]?.status() !== status) {
    // errors.md lines 307–308.
    throw new Refusal(-1220, "The symbol's status does not match the requested symbolStatus.");
  }
  return found.filter((market) => status === undefined || market.status() === status);
}

/** One object for a symbol, a list otherwise (rest-api.md lines 1324 and 1725). */
function tickers(venue: Venue, sent: Sent, reply: (market: Market) => unknown): unknown {
  const markets = marketsOf(venue, sent);
  return sent.has('symbol') ? reply(markets[0]!) : markets.map(reply);
}

/** rest-api.md lines 1650–1676 and 1745–1771. */
function tickerWeight(sent: Sent): number {
  return sent.has('symbol') ? 2 : 4;
}

/** rest-api.md lines 936–941. */
function depthWeight(sent: Sent): number {
  const levels = limitOf(sent, 100, 5_000);
  if (levels <= 100) return 5;
  if (levels <= 500) return 25;
  return levels <= 1_000 ? 50 : 250;
}

/** rest-api.md lines 1268–1306. */
function dayTickerWeight(sent: Sent): number {
  if (sent.has('symbol')) return 2;
  const count = symbolsOf(sent)?.length ?? Infinity;
  if (count <= 20) return 2;
  return count <= 100 ? 40 : 80;
}

export const marketEndpoints: readonly Endpoint[] = [
  {
    // rest-api.md lines 730–748.
    route: 'GET /api/v3/ping',
    security: 'NONE',
    weight: () => 1,
    parameters: [],
    reply: () => ({}),
  },
  {
    // rest-api.md lines 750–770.
    route: 'GET /api/v3/time',
    security: 'NONE',
    weight: () => 1,
    parameters: [],
    reply: (_, { nowMs }) => ({ serverTime: nowMs }),
  },
  {
    // rest-api.md lines 774–800.
    route: 'GET /api/v3/exchangeInfo',
    security: 'NONE',
    weight: () => 20,
    parameters: [...several, parameter('permissions'), parameter('showPermissionSets', 'boolean')],
    reply(venue, { sent, nowMs }) {
      const isNamed = sent.has('symbol') || sent.has('symbols');
      if (isNamed && (sent.has('permissions') || sent.has('symbolStatus'))) {
        throw refusals.badCombination();
      }
      const { limits } = venue.limits;
      const showsPermissionSets = sent.get('showPermissionSets')?.toLowerCase() !== 'false';
      return exchangeInfoReply({
        ...{ nowMs, limits, showsPermissionSets, markets: marketsOf(venue, sent) },
      });
    },
  },
  {
    // rest-api.md lines 928–949.
    route: 'GET /api/v3/depth',
    security: 'NONE',
    weight: depthWeight,
    parameters: [symbol, limit, symbolStatus],
    reply: (venue, { sent }) =>
      replies.depthReply(marketsOf(venue, sent)[0]!, limitOf(sent, 100, 5_000)),
  },
  {
    // rest-api.md lines 969–986.
    route: 'GET /api/v3/trades',
    security: 'NONE',
    weight: () => 25,
    parameters: [symbol, limit],
    reply: ({ engine }, { sent }) =>
      engine
        .market(sent.get('symbol')!)
        .tape()
        .slice(-limitOf(sent, 500, 1_000))
        .map(replies.publicTradeReply),
  },
  {
    // rest-api.md lines 1075–1098.
    route: 'GET /api/v3/aggTrades',
    security: 'NONE',
    weight: () => 4,
    parameters: [
      ...[symbol, parameter('fromId', 'whole'), parameter('startTime', 'whole')],
      ...[parameter('endTime', 'whole'), limit],
    ],
    reply({ engine }, { sent }) {
      const [first, startMs] = [wholeOf(sent, 'fromId'), timeOf(sent, 'startTime')];
      const found = engine
        .market(sent.get('symbol')!)
        .tape()
        .filter(
          ({ tradeId, timeMs }) =>
            tradeId >= (first ?? 0) &&
            timeMs >= (startMs ?? 0) &&
            timeMs <= (timeOf(sent, 'endTime') ?? Infinity),
        );
      const count = limitOf(sent, 500, 1_000);
      const isFromStart = first !== undefined || startMs !== undefined;
      return (isFromStart ? found.slice(0, count) : found.slice(-count)).map(
        replies.aggregateTradeReply,
      );
    },
  },
  {
    // rest-api.md lines 1115–1159; timeZone and the interval of a month are not served.
    route: 'GET /api/v3/klines',
    security: 'NONE',
    weight: () => 2,
    parameters: [
      symbol,
      parameter('interval!', 'text', {
        values: klineIntervals,
        refusal: new Refusal(-1120, 'Invalid interval.'),
      }),
      parameter('startTime', 'whole'),
      parameter('endTime', 'whole'),
      limit,
    ],
    reply: ({ engine, options }, { sent, nowMs }) =>
      klinesReply(engine.market(sent.get('symbol')!), {
        interval: sent.get('interval')!,
        startMs: timeOf(sent, 'startTime'),
        endMs: timeOf(sent, 'endTime'),
        limit: limitOf(sent, 500, 1_000),
        listedMs: options.startMs - options.historyDays * dayMs,
        nowMs,
      }),
  },
  {
    // rest-api.md lines 1234–1250.
    route: 'GET /api/v3/avgPrice',
    security: 'NONE',
    weight: () => 2,
    parameters: [symbol],
    reply: ({ engine }, { sent, nowMs }) =>
      replies.averagePriceReply(engine.market(sent.get('symbol')!), nowMs),
  },
  {
    route: 'GET /api/v3/ticker/price',
    security: 'NONE',
    weight: tickerWeight,
    parameters: several,
    reply: (venue, { sent }) => tickers(venue, sent, replies.priceTickerReply),
  },
  {
    route: 'GET /api/v3/ticker/bookTicker',
    security: 'NONE',
    weight: tickerWeight,
    parameters: several,
    reply: (venue, { sent }) => tickers(venue, sent, replies.bookTickerReply),
  },
  {
    // rest-api.md lines 1262–1350, FULL only.
    route: 'GET /api/v3/ticker/24hr',
    security: 'NONE',
    weight: dayTickerWeight,
    parameters: [...several, parameter('type', 'text', { values: ['FULL'] })],
    reply: (venue, { sent, nowMs }) =>
      tickers(venue, sent, (market) => replies.dayTickerReply(market, nowMs)),
  },
];
