/** Public endpoints of the futures test venue: connectivity, rules, books, candles, mark prices and funding. */
import type { Endpoint } from '../binance/endpoint.ts';
import { klineIntervals, klinesReply } from '../binance/klines.ts';
import type { Market } from '../binance/market.ts';
import { bookTickerReply, depthReply } from '../binance/market-replies.ts';
import { limitOf, parameter, type Sent, timeOf, wholeOf } from '../binance/parameters.ts';
import { Refusal } from '../binance/refusal.ts';
import { textOf } from '../binance/units.ts';
import { exchangeInfoReply } from './exchange-info.ts';
import { markOf } from './margin.ts';
import { nextFundingMs, type UsdmVenue } from './venue.ts';

const dayMs = 86_400_000;
const symbol = parameter('symbol!', 'symbol');
const limit = parameter('limit', 'whole');

/** market-data/rest-api/Order-Book: these limits and no other. */
const depthWeights: Readonly<Record<number, number>> = {
  ...{ 5: 2, 10: 2, 20: 2, 50: 2 },
  ...{ 100: 5, 500: 10, 1000: 20 },
};

/** market-data/rest-api/Kline-Candlestick-Data. */
function klineWeight(sent: Sent): number {
  const bars = limitOf(sent, 500, 1_500);
  if (bars < 100) return 1;
  if (bars < 500) return 2;
  return bars <= 1_000 ? 5 : 10;
}

/** market-data/rest-api/Mark-Price. */
function premiumReply(venue: UsdmVenue, market: Market, nowMs: number): unknown {
  const { symbol: name } = market.rules();
  const contract = venue.contracts.get(name)!;
  const mark = textOf(markOf(market, nowMs));
  return {
    symbol: name,
    markPrice: mark,
    indexPrice: mark,
    estimatedSettlePrice: mark,
    lastFundingRate: contract.fundingRate,
    interestRate: '0.00010000',
    nextFundingTime: nextFundingMs(contract, nowMs),
    time: nowMs,
  };
}

/** One object for a symbol, a list otherwise. */
function oneOrAll(venue: UsdmVenue, sent: Sent, reply: (market: Market) => unknown): unknown {
  const name = sent.get('symbol');
  const { engine } = venue;
  return name === undefined ? engine.markets().map(reply) : reply(engine.market(name));
}

export const marketEndpoints: readonly Endpoint<UsdmVenue>[] = [
  {
    route: 'GET /fapi/v1/ping',
    security: 'NONE',
    weight: () => 1,
    parameters: [],
    reply: () => ({}),
  },
  {
    route: 'GET /fapi/v1/time',
    security: 'NONE',
    weight: () => 1,
    parameters: [],
    reply: (_, { nowMs }) => ({ serverTime: nowMs }),
  },
  {
    route: 'GET /fapi/v1/exchangeInfo',
    security: 'NONE',
    weight: () => 1,
    parameters: [],
    reply: ({ engine, limits, options }, { nowMs }) =>
      exchangeInfoReply({
        ...{ nowMs, limits: limits.limits, markets: engine.markets() },
        startMs: options.startMs - options.historyDays * dayMs,
      }),
  },
  {
    route: 'GET /fapi/v1/depth',
    security: 'NONE',
    weight: (sent) => depthWeights[wholeOf(sent, 'limit') ?? 500] ?? 1,
    parameters: [symbol, limit],
    reply({ engine }, { sent, nowMs }) {
      const levels = wholeOf(sent, 'limit') ?? 500;
      if (depthWeights[levels] === undefined) {
        throw new Refusal(-4021, `${levels} is not valid depth limit.`);
      }
      const book = depthReply(engine.market(sent.get('symbol')!), levels) as object;
      return { ...book, E: nowMs, T: nowMs };
    },
  },
  {
    route: 'GET /fapi/v1/klines',
    security: 'NONE',
    weight: klineWeight,
    parameters: [
      symbol,
      parameter('interval!', 'text', {
        values: klineIntervals.filter((interval) => interval !== '1s'),
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
        limit: limitOf(sent, 500, 1_500),
        listedMs: options.startMs - options.historyDays * dayMs,
        nowMs,
      }),
  },
  {
    route: 'GET /fapi/v1/premiumIndex',
    security: 'NONE',
    weight: (sent) => (sent.has('symbol') ? 1 : 10),
    parameters: [parameter('symbol', 'symbol')],
    reply: (venue, { sent, nowMs }) =>
      oneOrAll(venue, sent, (market) => premiumReply(venue, market, nowMs)),
  },
  {
    // market-data/rest-api/Get-Funding-Rate-Info: symbols that were adjusted, not all.
    route: 'GET /fapi/v1/fundingInfo',
    security: 'NONE',
    weight: () => 0,
    parameters: [],
    reply: ({ contracts }) =>
      [...contracts]
        .filter(([, { fundingHours }]) => fundingHours !== 8)
        .map(([name, { fundingHours }]) => ({
          symbol: name,
          adjustedFundingRateCap: '0.02500000',
          adjustedFundingRateFloor: '-0.02500000',
          fundingIntervalHours: fundingHours,
          disclaimer: false,
        })),
  },
  {
    route: 'GET /fapi/v1/ticker/bookTicker',
    security: 'NONE',
    weight: (sent) => (sent.has('symbol') ? 2 : 5),
    parameters: [parameter('symbol', 'symbol')],
    reply: (venue, { sent, nowMs }) =>
      oneOrAll(venue, sent, (market) => ({
        ...(bookTickerReply(market) as object),
        time: nowMs,
      })),
  },
];
