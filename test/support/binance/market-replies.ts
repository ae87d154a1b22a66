/** Replies on books, public trades and tickers of the test venue. */
import type { Market, PublicTrade } from './market.ts';
import { roundDown, textOf, times, unitsNear, unitsOf } from './units.ts';

const dayMs = 86_400_000;

/** rest-api.md lines 954–966; recorded: py_http_spot_market_depth.json. */
export function depthReply(market: Market, limit: number): unknown {
  const levels = (side: 'BUY' | 'SELL') =>
    market.book.levels(side, limit).map(([price, quantity]) => [textOf(price), textOf(quantity)]);
  return { lastUpdateId: market.updateId(), bids: levels('BUY'), asks: levels('SELL') };
}

/** rest-api.md lines 988–1001; recorded: py_http_spot_market_trades.json. */
export function publicTradeReply(trade: PublicTrade): unknown {
  return {
    id: trade.tradeId,
    price: textOf(trade.price),
    qty: textOf(trade.quantity),
    quoteQty: textOf(trade.quoteQuantity),
    time: trade.timeMs,
    isBuyerMaker: trade.isBuyerMaker,
    isBestMatch: true,
  };
}

/** rest-api.md lines 1100–1113; recorded: py_http_spot_market_agg_trades.json. Each trade stands for itself. */
export function aggregateTradeReply(trade: PublicTrade): unknown {
  const { tradeId, price, quantity, timeMs, isBuyerMaker } = trade;
  return {
    a: tradeId,
    p: textOf(price),
    q: textOf(quantity),
    f: tradeId,
    l: tradeId,
    T: timeMs,
    m: isBuyerMaker,
    M: true,
  };
}

/** rest-api.md lines 1718–1724; recorded: py_http_spot_market_ticker_price.json. */
export function priceTickerReply(market: Market): unknown {
  return { symbol: market.rules().symbol, price: textOf(market.lastPrice()) };
}

/** rest-api.md lines 1252–1259; recorded: spot/http_json/avg_price_response.json. */
export function averagePriceReply(market: Market, nowMs: number): unknown {
  const mins = market.rules().averagePriceMinutes;
  return {
    mins,
    price: textOf(market.averagePrice(mins, nowMs)),
    closeTime: market.tape().at(-1)?.timeMs ?? nowMs,
  };
}

/** rest-api.md lines 1814–1823; recorded: py_http_spot_market_book_ticker.json. An empty side is zero. */
export function bookTickerReply(market: Market): unknown {
  return { symbol: market.rules().symbol, ...bestOf(market) };
}

function bestOf(market: Market) {
  const [bid] = market.book.levels('BUY', 1);
  const [ask] = market.book.levels('SELL', 1);
  return {
    bidPrice: textOf(bid?.[0] ?? 0n),
    bidQty: textOf(bid?.[1] ?? 0n),
    askPrice: textOf(ask?.[0] ?? 0n),
    askQty: textOf(ask?.[1] ?? 0n),
  };
}

/** rest-api.md lines 1354–1379; recorded: spot/http_json/ticker_24hr_response.json. Prices from the path, volume from the tape. */
export function dayTickerReply(market: Market, nowMs: number): unknown {
  const prices = Array.from({ length: 25 }, (_, hour) =>
    roundDown(
      unitsNear(market.price(nowMs - dayMs + (hour * dayMs) / 24)),
      unitsOf(market.rules().tickSize),
    ),
  );
  const last = market.lastPrice();
  const open = prices[0]!;
  const tape = market.tape();
  const volume = tape.reduce((sum, { quantity }) => sum + quantity, 0n);
  const quoteVolume = tape.reduce((sum, { quoteQuantity }) => sum + quoteQuantity, 0n);
  const mean = prices.reduce((sum, price) => sum + price, 0n) / BigInt(prices.length);
  return {
    symbol: market.rules().symbol,
    priceChange: textOf(last - open),
    priceChangePercent: (Number(last - open) / Number(open / 100n)).toFixed(3),
    weightedAvgPrice: textOf(mean),
    prevClosePrice: textOf(open),
    lastPrice: textOf(last),
    lastQty: textOf(tape.at(-1)?.quantity ?? 0n),
    ...bestOf(market),
    openPrice: textOf(open),
    highPrice: textOf(prices.reduce((best, price) => (price > best ? price : best), last)),
    lowPrice: textOf(prices.reduce((best, price) => (price < best ? price : best), last)),
    volume: textOf(volume),
    quoteVolume: textOf(quoteVolume === 0n ? times(volume, last) : quoteVolume),
    openTime: nowMs - dayMs,
    closeTime: nowMs,
    firstId: tape[0]?.tradeId ?? -1,
    lastId: tape.at(-1)?.tradeId ?? -1,
    count: tape.length,
  };
}
