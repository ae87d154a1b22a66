/** The part of an exchange object of ccxt that Ballast uses. Numbers are texts, because its `number` is set to String. */
import type { JsonValue } from '../../base/canonical-json.ts';

/** What ccxt calls a quantity in base units, and the function that rounds one to the step of its market. */
export const quantityKey = 'amount';
export const quantityRounding = 'amountToPrecision';

export type Json = { readonly [key: string]: JsonValue };

export type CcxtMarket = {
  readonly id: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly spot: boolean;
  /** A perpetual; linear: what it is paid in is its quote. */
  readonly swap?: boolean;
  readonly linear?: boolean | undefined;
  /** Undefined where the venue does not say. */
  readonly active: boolean | undefined;
  readonly precision: {
    readonly [quantityKey]: string | undefined;
    readonly price: string | undefined;
  };
  readonly limits: {
    readonly [quantityKey]?: { readonly min?: string | undefined };
    readonly cost?: { readonly min?: string | undefined };
  };
};

export type CcxtFee = {
  readonly cost?: string | undefined;
  readonly currency?: string | undefined;
};

/** Rates of a market as fractions. */
export type CcxtFees = { readonly taker?: string | undefined; readonly maker?: string | undefined };

export type CcxtTrade = {
  readonly id: string | undefined;
  readonly order: string | undefined;
  readonly symbol: string | undefined;
  readonly side: string | undefined;
  readonly price: string | undefined;
  readonly [quantityKey]: string | undefined;
  readonly timestamp: number | undefined;
  readonly fee?: CcxtFee | undefined;
  readonly fees?: readonly CcxtFee[] | undefined;
};

export type CcxtOrder = {
  readonly id: string | undefined;
  readonly clientOrderId: string | undefined;
  readonly symbol: string | undefined;
  readonly side: string | undefined;
  readonly [quantityKey]: string | undefined;
  readonly filled: string | undefined;
  readonly status: string | undefined;
  readonly timestamp: number | undefined;
  /** As the venue told it. */
  readonly info?: Json;
  readonly trades?: readonly CcxtTrade[] | undefined;
};

export type CcxtBook = {
  readonly bids: readonly (readonly [price: string | number, quantity: string | number])[];
  readonly asks: readonly (readonly [price: string | number, quantity: string | number])[];
  readonly timestamp: number | undefined;
};

export type CcxtBalance = {
  readonly free: Readonly<Record<string, string | undefined>>;
  readonly total: Readonly<Record<string, string | undefined>>;
};

export type CcxtParams = Readonly<Record<string, unknown>>;

type Listing<T> = (
  symbol?: string,
  since?: number,
  limit?: number,
  params?: CcxtParams,
) => Promise<readonly T[]>;

export type CcxtExchange = {
  number: (value: unknown) => string;
  timeout: number;
  rateLimit: number;
  rollingWindowSize: number;
  tokenBucket: unknown;
  userAgent: string;
  urls: { api: unknown };
  options: Record<string, unknown>;
  /** What it calls intervals of candles. */
  timeframes: Readonly<Record<string, unknown>>;
  markets: Readonly<Record<string, CcxtMarket>> | undefined;
  fetchImplementation: unknown;
  last_response_headers: Readonly<Record<string, string>> | undefined;
  milliseconds: () => number;
  seconds: () => number;
  nonce: () => number;
  initRestRateLimiter(): void;
  loadMarkets(
    reload: boolean,
    params: CcxtParams | undefined,
  ): Promise<Readonly<Record<string, CcxtMarket>>>;
  [quantityRounding](symbol: string, quantity: string): string;
  priceToPrecision(symbol: string, price: string): string;
  fetchTime(): Promise<number | undefined>;
  fetchBalance(params?: CcxtParams): Promise<CcxtBalance>;
  fetchOrderBook(symbol: string, limit?: number): Promise<CcxtBook>;
  fetchOHLCV(
    symbol: string,
    timeframe: string,
    since?: number,
    limit?: number,
  ): Promise<readonly (readonly (string | number | undefined)[])[]>;
  createOrder(
    symbol: string,
    type: 'limit',
    side: string,
    quantity: string,
    price: string,
    params: CcxtParams,
  ): Promise<CcxtOrder>;
  cancelOrder(id: string | undefined, symbol: string, params?: CcxtParams): Promise<unknown>;
  fetchOrder(id: string | undefined, symbol: string, params?: CcxtParams): Promise<CcxtOrder>;
  readonly fetchOpenOrders: Listing<CcxtOrder>;
  readonly fetchClosedOrders: Listing<CcxtOrder>;
  readonly fetchOrders: Listing<CcxtOrder>;
  readonly fetchMyTrades: Listing<CcxtTrade>;
  fetchOrderTrades(
    id: string | undefined,
    market: string,
    since?: number,
    limit?: number,
    params?: CcxtParams,
  ): Promise<readonly CcxtTrade[]>;
  fetchTradingFee(market: string): Promise<CcxtFees>;
  fetchTradingFees(params?: CcxtParams): Promise<Readonly<Record<string, CcxtFees>>>;
  parseMarket(told: unknown): CcxtMarket;
  parseOrder(order: JsonValue, market?: CcxtMarket): CcxtOrder;
  market(symbol: string): CcxtMarket;
};

export type CcxtClass = new (config: CcxtParams) => CcxtExchange;

/** Calls an endpoint that ccxt has under its own name only, such as privateGetAccountCommission. */
export async function callEndpoint(
  exchange: CcxtExchange,
  name: string,
  params: CcxtParams = {},
): Promise<JsonValue> {
  const endpoint = (
    exchange as unknown as Record<string, (given: CcxtParams) => Promise<JsonValue>>
  )[name];
  if (endpoint === undefined) throw new TypeError(`ccxt has no endpoint ${name}`);
  return endpoint(params);
}

/** The value as an object; empty where it is none. */
export function objectOf(value: JsonValue | undefined): Json {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Json) : {};
}

export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : undefined;
}
