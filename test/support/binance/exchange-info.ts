/** The reply of GET /api/v3/exchangeInfo (rest-api.md lines 774–876; recorded: py_http_spot_market_exchange_info.json). */
import type { Market } from './market.ts';
import type { Limits } from './rate-limits.ts';
import type { SymbolRules } from './symbol-rules.ts';
import { textOf, unitsOf } from './units.ts';

/** rest-api.md lines 813–875; "sors" is left out, as it is where no smart order routing is available (line 867). */
export function exchangeInfoReply(world: {
  nowMs: number;
  limits: Limits;
  markets: readonly Market[];
  showsPermissionSets: boolean;
}): unknown {
  return {
    timezone: 'UTC',
    serverTime: world.nowMs,
    rateLimits: rateLimitsReply(world.limits),
    exchangeFilters: [],
    symbols: world.markets.map((market) => symbolReply(market, world.showsPermissionSets)),
  };
}

/** enums.md lines 133–166; the intervals of ORDERS as recorded. */
function rateLimitsReply(limits: Limits): unknown {
  const limit = (rateLimitType: string, interval: string, intervalNum: number, most: number) => ({
    ...{ rateLimitType, interval, intervalNum, limit: most },
  });
  return [
    limit('REQUEST_WEIGHT', 'MINUTE', 1, limits.weightPerMinute),
    limit('ORDERS', 'SECOND', 10, limits.ordersPer10Seconds),
    limit('ORDERS', 'DAY', 1, limits.ordersPerDay),
    limit('RAW_REQUESTS', 'MINUTE', 5, limits.requestsPer5Minutes),
  ];
}

/** rest-api.md lines 827–865; what the test venue cannot do is not allowed here either. */
function symbolReply(market: Market, showsPermissionSets: boolean): unknown {
  const rules = market.rules();
  return {
    symbol: rules.symbol,
    status: market.status(),
    baseAsset: rules.baseAsset,
    baseAssetPrecision: 8,
    quoteAsset: rules.quoteAsset,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET'],
    icebergAllowed: false,
    ocoAllowed: false,
    otoAllowed: false,
    opoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: false,
    amendAllowed: false,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersReply(rules),
    permissions: [],
    permissionSets: showsPermissionSets ? [['SPOT']] : [],
    defaultSelfTradePreventionMode: 'NONE',
    allowedSelfTradePreventionModes: ['NONE'],
  };
}

function filtersReply(rules: SymbolRules): readonly unknown[] {
  const eight = (text: string): string => textOf(unitsOf(text));
  const { averagePriceMinutes: avgPriceMins, minimumNotional } = rules;
  return [
    // filters.md lines 52–57.
    {
      filterType: 'PRICE_FILTER',
      minPrice: eight(rules.minimumPrice),
      maxPrice: eight(rules.maximumPrice),
      tickSize: eight(rules.tickSize),
    },
    // filters.md lines 126–131.
    {
      filterType: 'LOT_SIZE',
      minQty: eight(rules.minimumQuantity),
      maxQty: eight(rules.maximumQuantity),
      stepSize: eight(rules.stepSize),
    },
    // filters.md lines 209–214; zeros as recorded, they disable the rule.
    {
      filterType: 'MARKET_LOT_SIZE',
      minQty: '0.00000000',
      maxQty: eight(rules.maximumMarketQuantity),
      stepSize: '0.00000000',
    },
    // filters.md lines 100–107.
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: rules.bidMultiplierUp,
      bidMultiplierDown: rules.bidMultiplierDown,
      askMultiplierUp: rules.askMultiplierUp,
      askMultiplierDown: rules.askMultiplierDown,
      avgPriceMins,
    },
    rules.notionalFilter === 'NOTIONAL'
      ? // filters.md lines 173–180.
        {
          filterType: 'NOTIONAL',
          minNotional: eight(minimumNotional),
          applyMinToMarket: true,
          maxNotional: eight(rules.maximumNotional),
          applyMaxToMarket: true,
          avgPriceMins,
        }
      : // filters.md lines 149–154.
        {
          filterType: 'MIN_NOTIONAL',
          minNotional: eight(minimumNotional),
          applyToMarket: true,
          avgPriceMins,
        },
    // filters.md lines 223–226.
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: rules.maximumOpenOrders },
  ];
}
