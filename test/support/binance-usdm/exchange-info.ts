/** The reply of GET /fapi/v1/exchangeInfo: shape by ccxt's parseMarket, filters and limits by common-definition of the documentation. */
import type { Market } from '../binance/market.ts';
import type { Limits } from '../binance/rate-limits.ts';
import type { SymbolRules } from '../binance/symbol-rules.ts';

/** A perpetual ends on Christmas of the year 2100, by which ccxt knows one. */
const deliveryMs = 4_133_404_800_000;

/** The documentation names a limit of orders a minute as well, which is not kept here. */
export function exchangeInfoReply(world: {
  nowMs: number;
  startMs: number;
  limits: Limits;
  markets: readonly Market[];
}): unknown {
  const { nowMs, startMs, limits, markets } = world;
  const limit = (rateLimitType: string, interval: string, intervalNum: number, most: number) => ({
    ...{ rateLimitType, interval, intervalNum, limit: most },
  });
  const quotes = new Set(markets.map((market) => market.rules().quoteAsset));
  return {
    timezone: 'UTC',
    serverTime: nowMs,
    futuresType: 'U_MARGINED',
    rateLimits: [
      limit('REQUEST_WEIGHT', 'MINUTE', 1, limits.weightPerMinute),
      limit('ORDERS', 'SECOND', 10, limits.ordersPer10Seconds),
    ],
    exchangeFilters: [],
    assets: [...quotes].map((asset) => ({ asset, marginAvailable: true, autoAssetExchange: null })),
    symbols: markets.map((market) => symbolReply(market, startMs)),
  };
}

function symbolReply(market: Market, onboardDate: number): unknown {
  const rules = market.rules();
  const { symbol, baseAsset, quoteAsset } = rules;
  return {
    symbol,
    pair: symbol,
    contractType: 'PERPETUAL',
    deliveryDate: deliveryMs,
    onboardDate,
    status: market.status(),
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    baseAsset,
    quoteAsset,
    marginAsset: quoteAsset,
    pricePrecision: placesOf(rules.tickSize),
    quantityPrecision: placesOf(rules.stepSize),
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: [],
    triggerProtect: '0.0500',
    liquidationFee: '0.012500',
    marketTakeBound: '0.05',
    orderTypes: ['LIMIT', 'MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
    filters: filtersReply(rules),
  };
}

function filtersReply(rules: SymbolRules): readonly unknown[] {
  const { minimumQuantity: minQty, stepSize } = rules;
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: rules.minimumPrice,
      maxPrice: rules.maximumPrice,
      tickSize: rules.tickSize,
    },
    { filterType: 'LOT_SIZE', minQty, maxQty: rules.maximumQuantity, stepSize },
    { filterType: 'MARKET_LOT_SIZE', minQty, maxQty: rules.maximumMarketQuantity, stepSize },
    { filterType: 'MAX_NUM_ORDERS', limit: rules.maximumOpenOrders },
    { filterType: 'MIN_NOTIONAL', notional: rules.minimumNotional },
    {
      filterType: 'PERCENT_PRICE',
      multiplierUp: rules.bidMultiplierUp,
      multiplierDown: rules.askMultiplierDown,
      multiplierDecimal: '4',
    },
  ];
}

export function placesOf(step: string): number {
  return (step.split('.')[1] ?? '').length;
}
