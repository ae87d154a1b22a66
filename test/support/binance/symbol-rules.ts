/** The rules of a symbol of the test venue, with defaults like those of BTCUSDT. */

/** enums.md lines 5–11. */
export type SymbolStatus = 'TRADING' | 'END_OF_DAY' | 'HALT' | 'BREAK' | 'CANCEL_ONLY';

export type SymbolRules = {
  readonly symbol: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  readonly tickSize: string;
  readonly minimumPrice: string;
  readonly maximumPrice: string;
  readonly stepSize: string;
  readonly minimumQuantity: string;
  readonly maximumQuantity: string;
  readonly maximumMarketQuantity: string;
  readonly minimumNotional: string;
  readonly maximumNotional: string;
  /** Which of the two filters states the minimum; NOTIONAL is the one of today. */
  readonly notionalFilter: 'NOTIONAL' | 'MIN_NOTIONAL';
  readonly maximumOpenOrders: number;
  /** Multiples of the average price that PERCENT_PRICE_BY_SIDE allows. */
  readonly bidMultiplierUp: string;
  readonly bidMultiplierDown: string;
  readonly askMultiplierUp: string;
  readonly askMultiplierDown: string;
  readonly averagePriceMinutes: number;
};

type Named = Pick<SymbolRules, 'symbol' | 'baseAsset' | 'quoteAsset'>;

/** Quantities and notional of BTCUSDT in the recorded reply py_http_spot_market_exchange_info.json, where it has them. */
export function symbolRules(given: Named & Partial<SymbolRules>): SymbolRules {
  return {
    tickSize: '0.01',
    minimumPrice: '0.00000001',
    maximumPrice: '1000000',
    stepSize: '0.00001',
    minimumQuantity: '0.00001',
    maximumQuantity: '9000',
    maximumMarketQuantity: '112.2110882',
    minimumNotional: '10',
    maximumNotional: '9000000',
    notionalFilter: 'NOTIONAL',
    maximumOpenOrders: 200,
    bidMultiplierUp: '5',
    bidMultiplierDown: '0.2',
    askMultiplierUp: '5',
    askMultiplierDown: '0.2',
    averagePriceMinutes: 5,
    ...given,
  };
}
