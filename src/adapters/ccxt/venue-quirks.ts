/** What differs between exchanges, one record of it each: everything else about them is the same code. */
import type { JsonValue } from '../../base/canonical-json.ts';
import type { Holdings, OrderReference, OrderRequest } from '../../execution/order.ts';
import type {
  AccountFees,
  KeyRights,
  MarginFacts,
  RequestLimit,
  Tier,
} from '../../ports/venue-facts.ts';
import type {
  CcxtExchange,
  CcxtFees,
  CcxtMarket,
  CcxtOrder,
  CcxtParams,
  CcxtTrade,
  Json,
} from './exchange.ts';

export type CcxtVenueId =
  | 'binance'
  | 'kraken'
  | 'coinbase'
  | 'bitvavo'
  | 'onetrading'
  | 'binanceusdm';

/** What the venue means by an error that it names. */
export type Meaning =
  /** It did not take the order: without `retryAfterMs` it would not take the same again. */
  | { readonly kind: 'refused'; readonly retryAfterMs?: number; readonly rulesChanged?: true }
  /** The time of the request was not the venue's; it was not looked at. */
  | { readonly kind: 'clock' }
  /** The key may not do this; it was not looked at. */
  | { readonly kind: 'key' }
  /** Too many requests: nothing is to be asked for a while. */
  | { readonly kind: 'limit'; readonly quietMs: number }
  /** It is in trouble, and an order may have been taken all the same. */
  | { readonly kind: 'trouble' }
  /** It knows no such order. */
  | { readonly kind: 'no-order' };

export type VenueFault = { readonly code: string; readonly message: string };

/** What a reply to a new order names; both where the venue tells both. */
export type Receipt = { readonly orderId: string; readonly clientOrderId?: string };

/** How the key is handed over; each has its variable in the environment. */
export type Credential = 'apiKey' | 'secret' | 'password';

/** Whether the body of a successful reply is what the endpoint answers. */
export type Shape = (body: JsonValue | undefined) => boolean;

/** What a portfolio trades at a venue: assets against one currency. */
export type Traded = { readonly quote: string; readonly symbols: readonly string[] };

/** How positions on margin are read. */
export type MarginQuirks = {
  /** All from one reply, so that it fits together. */
  readonly account: (
    exchange: CcxtExchange,
    traded: Traded,
  ) => Promise<{ readonly holdings: Holdings; readonly facts: MarginFacts }>;
  /** What is wrong with how the account is set up, as far as it is told in replies of its own. */
  readonly modeProblems: (exchange: CcxtExchange) => Promise<readonly string[]>;
  /** The share of its notional that a long pays a day, by market. */
  readonly fundingPerDay: (
    exchange: CcxtExchange,
    markets: readonly string[],
  ) => Promise<Readonly<Record<string, number>>>;
};

export type VenueQuirks = {
  readonly id: CcxtVenueId;
  readonly name: string;
  readonly tier: Tier;
  /** Tried against a server that follows the venue's documentation, and not only written after it. */
  readonly isVerified: boolean;
  readonly credentials: readonly Credential[];
  /** What its class of ccxt is made with. */
  readonly settings: CcxtParams;
  /**
   * What Ballast calls a market, `BTC/USDT` also where ccxt says `BTC/USDT:USDT`; undefined for one that it does not trade. Absent:
   * spot markets, which have the names that ccxt gives them.
   */
  readonly marketName?: (market: CcxtMarket) => string | undefined;
  /** Asked for with the markets, such as to leave out what nobody reads. */
  readonly marketParams?: CcxtParams;
  /** Fields of a new order: our id, its bound time, and how it takes or rests. */
  readonly orderParams: (order: OrderRequest, windowMs: number) => CcxtParams;
  /** Whether what ccxt signs holds the time: then it is held at the bound time while an order is sent. */
  readonly isBoundByClock: boolean;
  readonly receiptOf: (body: Json) => Receipt | undefined;
  readonly faultOf: (body: Json) => VenueFault | undefined;
  /** By code and message (`-2010 Market is closed.`), else by code. What is not here proves nothing. */
  readonly meanings: Readonly<Record<string, Meaning>>;
  /** By the path of an endpoint. */
  readonly shapes: Readonly<Record<string, Shape>>;
  /** For so long after its signature an order may still be taken, so that not to find it means nothing. */
  readonly proofMs: number;
  /** The order by our id, open or closed; undefined, or an error that means no-order, when there is none. */
  readonly findOrder: (
    exchange: CcxtExchange,
    order: OrderReference,
  ) => Promise<CcxtOrder | undefined>;
  /** All orders of a market that are open, or were placed since a time. */
  readonly ordersSince: (
    exchange: CcxtExchange,
    market: string,
    since: number,
  ) => Promise<readonly CcxtOrder[]>;
  readonly tradesOf: (
    exchange: CcxtExchange,
    order: CcxtOrder,
    market: string,
  ) => Promise<readonly CcxtTrade[]>;
  readonly cancel: (exchange: CcxtExchange, order: OrderReference) => Promise<unknown>;
  /** All trades of a market since a time. */
  readonly tradesSince: (
    exchange: CcxtExchange,
    market: string,
    since: number,
  ) => Promise<readonly CcxtTrade[]>;
  /** Absent where the venue does not tell what a key may do; 'unknown' where its answer is not understood. */
  readonly rights?: (exchange: CcxtExchange) => Promise<KeyRights | 'unknown'>;
  /** How much may be asked, and how much of it was; absent where the venue does not tell. */
  readonly limits?: (exchange: CcxtExchange) => Promise<readonly RequestLimit[]>;
  /** The worst of the markets. */
  readonly fees: (exchange: CcxtExchange, markets: readonly string[]) => Promise<AccountFees>;
  /** Of the account whatever the market; asked where a host does not have the address of the others, undefined where it tells none. */
  readonly accountFees?: (exchange: CcxtExchange) => Promise<AccountFees | undefined>;
  readonly candles: {
    readonly timeframe: string;
    readonly intervalMs: number;
    readonly perRequest: number;
    /** How far back they are read for decisions, at least; up to 30 days more. */
    readonly oldestMs: number;
    /** Of any interval it tells its latest bars only, so many; absent: all that there are. */
    readonly mostBars?: number;
  };
  readonly bookLevels: number;
  /** Absent where nothing is borrowed. */
  readonly margin?: MarginQuirks;
};

export const isList: Shape = (body) => Array.isArray(body);

/** An object that has these keys. */
export function has(...keys: readonly string[]): Shape {
  return (body) =>
    typeof body === 'object' && body !== null && keys.every((key) => Object.hasOwn(body, key));
}

/** Several codes that mean the same. */
export function all(meaning: Meaning, codes: readonly string[]): Readonly<Record<string, Meaning>> {
  return Object.fromEntries(codes.map((code) => [code, meaning]));
}

/** Rates as fractions, of several markets. */
export function worstFees(rates: readonly CcxtFees[]): AccountFees {
  const worst = (of: 'taker' | 'maker'): number =>
    Math.round(Math.max(0, ...rates.map((rate) => Number(rate[of] ?? 0))) * 1e8) / 1e4;
  return { takerFeeBps: worst('taker'), makerFeeBps: worst('maker') };
}
